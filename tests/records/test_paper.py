"""The record as it comes out of the printer: what a reader must find on it, page by page."""

import io
import subprocess
from datetime import date

import pytest
from docx import Document as read_document

from inspectapp.documents import actions as documents
from inspectapp.documents import content, papers
from inspectapp.documents import queries as document_queries
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.house import house
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.words import Mode, Outcome
from inspectapp.records import values
from inspectapp.records.papers import RECORD, TABLE, slots
from inspectapp.shared import clock, db
from tests.documents.conftest import ink

pytestmark = pytest.mark.stores_alike

OBJECTION = "第1项情况已当场改正，请予更正。"


def pages_of(data):
    """The words of each page, without the places where lines break."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return ["".join(page.split()) for page in read.stdout.decode().split("\f")][:-1]


def sealed_pages(desk):
    return pages_of(house().files.read(desk.seal().sealed_sha256))


def object_to(desk):
    with db.write_session() as session:
        mine = session.get_one(type(desk.record()), desk.record().id)
        slot = next(one for one in document_queries.slots_on(session, mine) if one.key == "unit")
        by = desk.visits.person("zhifa1")
        invited = documents.begin(session, mine, slot, Mode.HANDED_OVER, by=by, at=clock.now())
        drawn = documents.Drawn(ink(9), read_to_end=True, objection=OBJECTION)
        documents.sign(session, invited, drawn, by=by, at=clock.now())


def refuse(desk):
    with db.write_session() as session:
        mine = session.get_one(type(desk.record()), desk.record().id)
        slot = next(one for one in document_queries.slots_on(session, mine) if one.key == "unit")
        told = Told(Outcome.REFUSED, reason="认为不属实，拒绝签名。", witness="东山镇 魏明")
        documents.record_outcome(session, mine, slot, told, by=desk.visits.person("zhifa1"), at=clock.now())


def officers_sign(desk):
    for place, login in enumerate(desk.officers(), start=1):
        desk.sign(f"officer{place}", login, Mode.OWN_LOGIN, place)


def test_an_objection_stands_beside_its_signature(desk, typeset):
    desk.take()
    desk.compose()
    object_to(desk)
    officers_sign(desk)
    pages = sealed_pages(desk)
    signed = next(page for page in pages if "（签名）" in page)
    assert f"异议或说明：{OBJECTION}" in signed
    assert "检查情况：" in "".join(pages) and "签到表没有时间（302教室）。" in "".join(pages)
    total = len(pages) - 1
    for number, page in enumerate(pages[:-1], start=1):
        assert f"第{number}页共{total}页" in page
    assert "封存页" in pages[-1] and "签署与封存记录" in pages[-1]


def test_a_refusal_says_why_who_saw_it_and_who_vouches(desk, typeset):
    desk.compose()
    refuse(desk)
    officers_sign(desk)
    page = next(page for page in sealed_pages(desk) if "（签名）" in page)
    assert "异议或说明：拒绝签名。原因：认为不属实，拒绝签名。见证人：东山镇魏明。" in page
    assert "记录和确认的执法人员：江一帆、" in page
    assert page.count("我已核对") == 1


def test_signatures_stay_together_with_words_before_them(desk, typeset):
    for number in range(22):
        desk.find(f"第{number}处签到表没有时间，授课教师与课表不一致，现场负责人没有说明原因")
    document = desk.compose()[0]
    with db.read_session() as session:
        version = document_queries.current_version(session, document)
        data = papers.drawn(papers.paper_of(document, version, document_queries.slots_on(session, document)))
    pages = pages_of(data)
    signing = [page for page in pages if "（签名）" in page]
    assert len(signing) == 1
    assert signing[0].count("（签名）") == 3 and "没有说明原因" in signing[0]


def test_a_finding_without_a_law_leads_to_the_question_that_asks_for_it(desk, typeset):
    desk.find("请假条没有签字", codes=())
    (document,) = desk.compose()
    with db.read_session() as session:
        version = document_queries.current_version(session, document)
        data = papers.drawn(papers.paper_of(document, version, document_queries.slots_on(session, document)))
    assert "见附件2第1项" in "".join(pages_of(data))


def test_each_form_calls_its_signers_as_the_form_does(desk):
    with db.read_session() as session:
        found = values.gather(session, desk.at(session)[1])
    assert [one.role for one in slots(found, RECORD)] == ["被检查单位现场负责人", "执法人员", "执法人员"]
    assert [one.role for one in slots(found, TABLE)] == ["被检查单位负责人", "检查人员", "检查人员"]


def test_the_record_tells_who_answers_as_the_form_asks(desk):
    with db.read_session() as session:
        found = values.gather(session, desk.at(session)[1])
        found.unit.legal_representative, found.unit.head = "", "邢万里"
        facts = dict(values.record(found)["facts"])
        session.rollback()
    assert facts["法定代表人（负责人）"] == "邢万里　职务：主要负责人　联系电话：未登记"


@pytest.mark.parametrize("annex", ["附件1　问题清单", "附件2　检查项目及结果", "附件3　现场照片"])
def test_the_word_file_has_the_same_annexes(desk, annex):
    desk.take()
    (document,) = desk.compose()
    with db.read_session() as session:
        from inspectapp.documents import content

        told = content.read(document_queries.current_version(session, document))
    paper = read_document(io.BytesIO(kind_of(document.kind).word(told)))
    assert annex in [one.text for one in paper.paragraphs]
    assert all(table.rows[0]._tr.trPr is not None for table in paper.tables)
    assert "NUMPAGES" in paper.sections[0].footer._element.xml


def test_a_sentence_ends_once_and_tells_the_day_when_it_is_another_than_that_of_the_visit(desk, typeset):
    told = "专职教师不足。实际2人，要求不少于3人，少1人，不符合。"
    desk.find(told, act_date=date(2026, 4, 18), place="")
    desk.find(told)
    desk.compose()
    desk.sign_all()
    whole = "".join(sealed_pages(desk))
    assert ".签到表没有时间（302教室）。" in whole
    assert f".{told[:-1]}（行为发生于2026年4月18日）。" in whole
    assert f".{told[:-1]}（302教室）。" in whole
    assert "。。" not in whole and "。（" not in whole
    assert whole.count("行为发生日期") == 3
    with db.read_session() as session:
        said = content.read(document_queries.current_version(session, desk.record()))
    paper = read_document(io.BytesIO(kind_of(RECORD).word(said)))
    words = "\n".join(one.text for one in paper.paragraphs)
    assert f".{told[:-1]}（行为发生于2026年4月18日）。" in words and "。。" not in words
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert f"{told}\n行为发生日期：2026年4月18日" in cells


def test_a_record_from_before_the_day_was_told_is_set_as_it_was(desk, typeset):
    desk.compose()
    with db.read_session() as session:
        said = content.read(document_queries.current_version(session, desk.record()))
    for one in said["values"]["problems"]:
        del one["day"], one["earlier"]
    paper = read_document(io.BytesIO(kind_of(RECORD).word(said)))
    assert "1.签到表没有时间（302教室）。" in "\n".join(one.text for one in paper.paragraphs)
