"""Is this paper genuine: every tampering is named, nothing but the very file is called the original."""

import hashlib
import io
import shutil
import subprocess
import sys

import pytest
from pypdf import PdfReader, PdfWriter

from inspectapp.cli import main
from inspectapp.documents import actions, keeping, queries, verifying
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.house import house
from inspectapp.documents.rules.judging import Verdict
from inspectapp.documents.words import Outcome
from inspectapp.operations import doctor
from inspectapp.shared import db
from inspectapp.shared.refusals import Unavailable
from inspectapp.shared.seal import apart, credentials
from tests.conftest import NOW
from tests.documents.conftest import VALUES
from tests.shared.test_seal import resaved, signed_again


def flipped(data, part=0.33):
    bad = bytearray(data)
    bad[int((len(bad) - 1) * part)] ^= 1
    return bytes(bad)


def unsealed(data):
    """The page taken out and saved as a file of its own."""
    writer, out = PdfWriter(), io.BytesIO()
    for page in PdfReader(io.BytesIO(data)).pages:
        writer.add_page(page)
    writer.write(out)
    return out.getvalue()


def replaced(data):
    """An incremental update that swaps the page's content under the seal."""
    writer, out = PdfWriter(io.BytesIO(data), incremental=True), io.BytesIO()
    writer.pages[0].rotate(90)
    writer.write(out)
    return out.getvalue()


def second(data):
    from pathlib import Path
    from tempfile import mkdtemp

    return signed_again(data, credentials.make(Path(mkdtemp()) / "other", "别人", at=NOW))


TAMPERED = {
    "one flipped byte": (flipped, Verdict.CHANGED),
    "a newline at the end": (lambda data: data + b"\n", Verdict.APPENDED),
    "a megabyte at the end": (lambda data: data + b"x" * 1_000_000, Verdict.APPENDED),
    "an update behind the seal": (replaced, Verdict.APPENDED),
    "a second signature": (second, Verdict.SECOND_SIGNATURE),
    "saved again": (resaved, Verdict.RESAVED),
    "pages without the seal": (unsealed, Verdict.FOREIGN),
    "cut off": (lambda data: data[:-2000], Verdict.UNREADABLE),
    "no paper at all": (lambda data: b"hello", Verdict.UNREADABLE),
}


@pytest.fixture
def examine():
    def ask(data):
        with db.read_session() as session:
            return verifying.examine(session, data, apart=False)[0]

    return ask


def test_every_tampering_is_named(desk, examine):
    data = desk.file(desk.sealed())
    found = {case: examine(tamper(data)) for case, (tamper, _) in TAMPERED.items()}
    assert {case: one.verdict for case, one in found.items()} == {
        case: verdict for case, (_, verdict) in TAMPERED.items()
    }
    assert not any(one.genuine for one in found.values())


def test_a_flipped_byte_is_named_wherever_it_is(desk, examine):
    """Also where it breaks the file's own order, so that no reader opens it any more."""
    data = desk.file(desk.sealed())
    found = {part: examine(flipped(data, part / 24)).verdict for part in range(25)}
    assert set(found.values()) == {Verdict.CHANGED}, found


class Counting:
    """SHA-256 that tells how many bytes it was fed."""

    def __init__(self, data=b""):
        self.held, self.fed = hashlib.sha256(), 0
        self.update(data)

    def update(self, data):
        self.held.update(data)
        self.fed += len(data)

    def copy(self):
        return self.held.copy()


def test_a_long_file_is_hashed_once_however_many_papers_there_are(monkeypatch):
    data = bytes(range(256)) * 4000
    sizes = range(1, len(data) + 1, len(data) // 2000)
    known = [(size, hashlib.sha256(b"other" + data[:3]).hexdigest()) for size in sizes]
    known += [(size, hashlib.sha256(data[:size]).hexdigest()) for size in (1000, 77_777)]
    counted, sha256 = Counting(), hashlib.sha256
    monkeypatch.setattr(verifying.hashlib, "sha256", lambda *given: sha256(*given) if given else counted)
    assert verifying.longest_beginning(data, known) == sha256(data[:77_777]).hexdigest()
    assert counted.fed <= len(data)


def test_of_many_sealed_papers_a_bounded_number_is_compared(desk, monkeypatch):
    for _ in range(3):
        desk.sealed()
    monkeypatch.setattr(queries, "MOST_LIKE", 2)
    with db.read_session() as session:
        found = queries.sealed_files(session, 10_000_000)
        assert len(found) == 2
        assert queries.sealed_files(session, 100) == []


def test_the_five_answers_of_the_original(desk, examine):
    judged = examine(desk.file(desk.sealed()))
    assert judged.verdict is Verdict.GENUINE
    assert [answer.holds for answer in judged.answers] == [True] * 5
    assert [answer.word for answer in judged.answers] == ["是", "没有", "是", "是", "是"]


def test_one_answer_for_each_fault(desk, examine):
    data = desk.file(desk.sealed())
    answers = {
        "appended": [one.holds for one in examine(data + b"\n").answers],
        "second": [one.holds for one in examine(second(data)).answers],
        "flipped": [one.holds for one in examine(flipped(data)).answers],
    }
    assert answers["appended"][:4] == [False, False, True, True]
    assert answers["second"][:3] == [False, False, False]
    assert answers["flipped"][0] is False and answers["flipped"][3] is False


@pytest.fixture
def reader(monkeypatch):
    """The child that looks is given this to run instead."""

    def runs(words, seconds=40):
        script = [sys.executable, "-c", words]
        started = subprocess.run
        monkeypatch.setattr(apart.subprocess, "run", lambda command, **more: started(script, **more))
        monkeypatch.setattr(apart, "PATIENCE", seconds)

    return runs


BROKEN_LOOKS = {
    "no memory": ("raise MemoryError", 40),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 40),
    "too slow": ("import threading; threading.Event().wait()", 0.2),
}


@pytest.mark.parametrize("case", BROKEN_LOOKS)
def test_an_original_that_could_not_be_looked_at_is_not_called_changed(desk, reader, case):
    document = desk.sealed()
    data = desk.file(document)
    reader(*BROKEN_LOOKS[case])
    with db.read_session() as session:
        judged, found = verifying.examine(session, data)
        stranger, nobody = verifying.examine(session, unsealed(data) + b"%")
        longer, _ = verifying.examine(session, data + b"x")
    assert judged.verdict is Verdict.SAME_UNSEEN and found.id == document.id and not judged.genuine
    assert [answer.holds for answer in judged.answers] == [True, None, None, None, True]
    assert (stranger.verdict, nobody) == (Verdict.UNSEEN, None)
    assert longer.verdict is Verdict.APPENDED


def test_an_original_whose_certificate_is_gone_from_the_list_is_not_called_changed(desk, monkeypatch):
    data = desk.file(desk.sealed())
    monkeypatch.setattr(keeping, "pinned", lambda session: [])
    with db.read_session() as session:
        assert verifying.examine(session, data, apart=False)[0].verdict is Verdict.SAME_UNFIT


def test_voided_and_corrected_originals_are_still_originals(desk, examine):
    old = desk.sealed()
    new = desk.sealed(VALUES | {"remark": "更正"}, replaces=old)
    assert examine(desk.file(old)).verdict is Verdict.SUPERSEDED
    desk.do(actions.void, new, "写错单位", by=desk.head)
    judged = examine(desk.file(new))
    assert judged.verdict is Verdict.VOIDED and judged.genuine
    assert judged.answers[4].holds is False


def test_a_file_sealed_elsewhere_with_the_same_name(desk, examine, tmp_path):
    from inspectapp.shared.seal import seal

    data = unsealed(desk.file(desk.sealed()))
    forged = seal(data, credentials.make(tmp_path / "x", "澄溪县应急管理局", at=NOW), reason="系统封存").data
    assert examine(forged).verdict is Verdict.FOREIGN


def test_the_doctor_knows_every_row_and_file_of_a_paper(desk, settings):
    photo = house().files.put_bytes(b"a photo").sha256
    document = desk.frozen()
    desk.outcome(document, "officer-1", Told(Outcome.ON_PAPER, photos=[photo]))
    desk.sealed(VALUES, replaces=desk.sealed())
    found = [*doctor.files.look(settings), *doctor.records.look(settings)]
    assert [one.line for one in found if one.bad] == []
    house().files._delete(photo)
    assert any(photo[:12] in one.line for one in doctor.files.look(settings) if one.bad)


def test_the_command(desk, tmp_path, runner):
    document = desk.sealed()
    file = tmp_path / "a.pdf"
    file.write_bytes(desk.file(document))
    good = runner("verify", str(file))
    assert good.exit_code == 0 and "与登记的原件一致" in good.output and document.number in good.output
    file.write_bytes(desk.file(document) + b"\n")
    bad = runner("verify", str(file))
    assert bad.exit_code == 1 and "原件后面被追加了内容" in bad.output


@pytest.fixture
def runner(settings, monkeypatch):
    from click.testing import CliRunner

    def run(*words):
        monkeypatch.setattr("inspectapp.config.from_environment", lambda: settings)
        return CliRunner().invoke(main, words)

    return run


def test_a_key_that_was_lost_is_not_made_anew(desk):
    desk.sealed()
    for file in house().seal_folder.iterdir():
        file.unlink()
    ready = desk.ready()
    with pytest.raises(Unavailable, match="封存密钥不在服务器上"):
        desk.do(actions.seal, ready)
    assert not list(house().seal_folder.iterdir())


def test_a_key_that_was_swapped(desk):
    desk.sealed()
    shutil.rmtree(house().seal_folder)
    credentials.make(house().seal_folder, "别人", at=NOW)
    with pytest.raises(Unavailable, match="对不上"):
        desk.do(actions.seal, desk.ready())


def test_papers_of_an_old_key_stay_checkable(desk, examine, runner):
    old = desk.file(desk.sealed())
    assert runner("renew-seal", "澄溪县应急管理局").exit_code == 0
    new = desk.file(desk.sealed())
    with db.read_session() as session:
        assert len(keeping.pinned(session)) == 2
    assert examine(old).genuine and examine(new).genuine


def test_a_full_disk_is_a_sentence_and_loses_nothing(desk, monkeypatch):
    import errno

    desk.sealed()
    document = desk.ready()

    def full(*ignored):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("inspectapp.shared.files.folder.os.fsync", full)
    monkeypatch.setattr(
        "inspectapp.shared.files.bucket.BucketStore.put", lambda *a, **k: refuse(), raising=False
    )
    with pytest.raises(Unavailable):
        desk.do(actions.seal, document)
    monkeypatch.undo()
    assert desk.again(document).state.name == "FROZEN"


def refuse():
    raise Unavailable("服务器磁盘空间不足，文件没有保存。请联系系统管理员清理后重试。")
