"""A long day: sixty findings and forty photos of one question make a paper one can still read and carry."""

import io
import re
import subprocess

import pytest
from docx import Document as read_document
from PIL import Image

from inspectapp.documents import content, papers
from inspectapp.documents import queries as documents
from inspectapp.documents.kinds import kind_of
from inspectapp.shared import db
from tests.evidence.conftest import picture

pytestmark = pytest.mark.stores_alike

FINDINGS, PHOTOS = 60, 40
#: What a page of the record may hold: the margins of office papers, in millimetres.
BOTTOM = 297 - 35
LONG = "授课教师与课表不一致，签到表由同一人代签，" * 40


def wording(number):
    return f"第{number}处签到表没有时间，授课教师与课表不一致，现场负责人没有说明原因"


@pytest.fixture
def crowded(desk):
    first, *_ = [desk.find(wording(number)) for number in range(2, FINDINGS)]
    desk.find(f"{LONG}最后一句话到此为止", place="东" * 120)
    for number in range(PHOTOS):
        desk.take(
            picture((64, 48), colour=(5 * number, 90, 255 - 5 * number)),
            what=f"第{number + 1}张签到表",
            finding_id=first,
        )
    return desk


def drawn(document):
    with db.read_session() as session:
        version = documents.current_version(session, document)
        return papers.drawn(papers.paper_of(document, version, documents.slots_on(session, document)))


def read(data, *how):
    told = subprocess.run(["pdftotext", *how, "-", "-"], input=data, capture_output=True, check=True)
    return told.stdout.decode()


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_sixty_findings_and_forty_photos(crowded, typeset, tmp_path):
    (document,) = crowded.compose()
    data = drawn(document)
    (tmp_path / "record.pdf").write_bytes(data)
    text = squeezed(read(data, "-raw"))
    for number in range(2, FINDINGS):
        assert text.count(squeezed(wording(number))) >= 1, number
    assert "最后一句话到此为止" in text
    assert "1—40" in text and "1、2、3" not in text
    for number in range(1, PHOTOS + 1):
        assert f"照片{number}（第1项）" in text, number
    pages = int(re.search(r"Pages:\s+(\d+)", info(tmp_path / "record.pdf"))[1])
    assert pages <= 32
    assert lowest(data) <= BOTTOM


def info(path):
    return subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode()


def lowest(data):
    """How far down the words of the paper reach, its foot aside, in millimetres."""
    boxes = read(data, "-bbox")
    found = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"', boxes)
    above = [float(bottom) for top, bottom in found if float(top) / 72 * 25.4 < BOTTOM]
    return round(max(above) / 72 * 25.4)


def test_the_word_file_of_a_long_day_tears_only_what_is_longer_than_a_page(crowded):
    (document,) = crowded.compose()
    with db.read_session() as session:
        told = content.read(documents.current_version(session, document))
    paper = read_document(io.BytesIO(kind_of(document.kind).word(told)))
    problems = next(table for table in paper.tables if table.rows[0].cells[1].text == "发现的问题")
    torn = [row.cells[0].text for row in problems.rows if "cantSplit" not in row._tr.xml]
    assert len(torn) == 1 and LONG in problems.rows[int(torn[0])].cells[1].text
    # Written in the same moment, they stand in any order.
    assert sorted(row.cells[5].text for row in problems.rows[1:]) == ["1—40"] + ["—"] * (FINDINGS - 1)


def test_pages_are_pictures_with_margins(crowded, typeset, tmp_path):
    """Nothing is drawn below the type area but the foot: seen on the picture of each page."""
    (document,) = crowded.compose()
    (tmp_path / "record.pdf").write_bytes(drawn(document))
    subprocess.run(
        ["pdftoppm", "-r", "30", "-gray", "-png", tmp_path / "record.pdf", tmp_path / "page"], check=True
    )
    for page in sorted(tmp_path.glob("page-*.png")):
        with Image.open(page) as seen:
            high = seen.height
            # Between the type area and the foot there is air: 35 mm margin, the foot begins 5 mm into it.
            strip = seen.crop((0, round(high * 263 / 297), seen.width, round(high * 265 / 297)))
            assert min(strip.tobytes()) > 200, page.name
