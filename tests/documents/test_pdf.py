"""Papers as they come out of the printer: typeset for real, read back with poppler."""

import hashlib
import subprocess

import pytest

from inspectapp.documents import actions, papers, queries
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.house import house
from inspectapp.documents.words import Outcome
from inspectapp.shared import db
from tests.documents.conftest import RARE, REFUSED, VALUES

pytestmark = pytest.mark.stores_alike


def words(data):
    """Everything printed, without the places where lines break."""
    read = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


def test_the_paper_to_sign_is_the_same_on_each_run(desk, typeset):
    document = desk.frozen()
    with db.read_session() as session:
        version = queries.current_version(session, document)
        slots = queries.slots_of(session, version)
        first, again = (papers.drawn(papers.paper_of(document, version, slots)) for _ in range(2))
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(again).hexdigest()
    text = words(first)
    assert RARE in text and document.number in text and "安全绳系挂点" in text
    assert version.content_sha256[:4].upper() in text and "签署与封存记录" not in text


def test_a_finished_paper(desk, typeset, filed, tmp_path):
    """Signed, refused and on paper; photos inside; one valid signature over the whole document."""
    values = VALUES | {"sections": [*VALUES["sections"], {
        "title": "三、现场照片", "photos": [{"sha256": filed, "caption": "实际操作场地"}],
    }]}  # fmt: skip
    document = desk.frozen(values)
    desk.outcome(document, "unit", REFUSED)
    desk.outcome(document, "officer-1", Told(Outcome.ON_PAPER, photos=[filed]))
    desk.signed_by(document, "officer-2")
    desk.do(actions.seal, document)
    document, data = desk.again(document), desk.file(document)
    text = words(data)
    for said in (
        RARE,
        document.number,
        "拒绝签名",
        "认为不属实",
        "纸质签名",
        "魏明",
        document.copy_code,
        "实际操作场地",
    ):
        assert said in text, said
    assert text.count(document.public_id) == document.sealed_pages
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    told = subprocess.run(["pdfsig", file], capture_output=True, check=True).stdout.decode()
    assert "Signature is Valid" in told and "Total document signed" in told and told.count("Signature #") == 1
    fonts = subprocess.run(["pdffonts", file], capture_output=True, check=True).stdout.decode()
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])


def test_a_paper_that_asks_for_a_file_it_was_not_given(desk, typeset):
    values = {
        "facts": [],
        "sections": [{"title": "照片", "photos": [{"sha256": "0" * 64, "caption": "没有"}]}],
    }
    document = desk.frozen(values)
    from inspectapp.shared.files import Missing

    with pytest.raises(Missing), db.read_session() as session:
        actions.prepare_draft(session, document)


def test_markup_in_what_people_type_stays_words(desk, typeset):
    document = desk.frozen({"facts": [["单位", "<b>甲</b>&<img src=x>"]], "sections": []})
    with db.read_session() as session:
        assert "<imgsrc=x>" in words(house().files.read(actions.prepare_draft(session, document)))


def with_a_pen(desk, filed, objection=""):
    """A paper that the unit signed with a pen, sealed; its words."""
    document = desk.frozen()
    desk.outcome(document, "unit", Told(Outcome.ON_PAPER, photos=[filed], objection=objection))
    desk.signed_by(document, "officer-1")
    desk.signed_by(document, "officer-2")
    desk.do(actions.seal, document)
    return words(desk.file(document))


def test_of_a_signature_with_a_pen_nothing_is_said_that_nobody_has_read(desk, typeset, filed):
    """On the photo there may stand an objection, and the day of the pen."""
    text = with_a_pen(desk, filed)
    assert "异议或说明：见所附纸质签名照片" in text and "异议或说明：无" not in text
    assert "上传于2026年11月21日" in text


def test_an_objection_written_with_a_pen_is_printed(desk, typeset, filed):
    text = with_a_pen(desk, filed, "人数以课后补签为准。")
    assert "异议或说明：人数以课后补签为准。" in text
