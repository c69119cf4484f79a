"""From the last answer to the sealed record, and back when something was wrong."""

import io
import json
import subprocess

import pytest
from docx import Document as read_document

from inspectapp.checklists.content import Layout
from inspectapp.checklists.words import Verdict
from inspectapp.documents import content
from inspectapp.documents import queries as documents
from inspectapp.documents.house import house
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.words import Outcome, State
from inspectapp.records import actions, queries, tables, values
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import NotNow
from inspectapp.visits import actions as visit_actions
from inspectapp.visits import queries as visit_queries
from inspectapp.visits.rules import Given
from inspectapp.visits.words import State as VisitState
from tests.client import seen
from tests.visits.conftest import visit_of

READ = ("现场检查记录", "签到表没有时间", "302教室", "附件1", "问题清单", "现场照片", "云E00000203")


def told_by(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def said(document):
    with db.read_session() as session:
        return content.read(documents.current_version(session, document))


def test_the_record_says_what_was_found_and_gets_the_first_number(desk):
    (document,) = desk.compose()
    told = said(document)
    assert document.number.startswith("（澄）应急检记〔2026〕")
    assert [one["text"] for one in told["values"]["problems"]] == ["签到表没有时间"]
    assert "第九十七条" in told["values"]["problems"][0]["basis"][0]
    assert "符合2项、不符合1项、不适用0项、未查0项" in told["values"]["summary"]
    assert "江一帆（执法证号云E00000203）" in told["values"]["statement"]
    assert [slot["role"] for slot in told["slots"]] == ["被检查单位现场负责人", "执法人员", "执法人员"]


def test_nothing_found_is_said_in_words(visits):
    from tests.records.conftest import Desk

    desk = Desk(visits)
    with db.write_session() as session:
        by, visit, answer = desk.at(session)
        visit_actions.answer(session, visit, answer, Given(Verdict.NOT_APPLICABLE), 2, by=by, at=clock.now())
        found = values.gather(session, visit)
        for finding in found.questions[0].findings:
            finding.withdrawn_at = clock.now()
        session.flush()
        told = values.record(values.gather(session, visit))
        session.rollback()
    assert values.NOTHING_FOUND in told["summary"]
    assert told["problems"] == []


@pytest.mark.parametrize("verdict", [Verdict.UNCHECKED, Verdict.NOT_APPLICABLE])
def test_where_nothing_was_judged_nothing_is_said_to_be_in_order(visits, verdict):
    visit_id = visits.arrive(visits.prepare())
    with db.write_session() as session:
        by = visits.person("zhifa1")
        visit = visit_of(session, by, visit_id)
        for row in visit_queries.answers_of(session, visit):
            visit_actions.answer(session, visit, row, Given(verdict), row.version, by=by, at=clock.now())
        (document,) = actions.compose(session, visit, leave_unchecked=True, by=by, at=clock.now())
    summary = said(document)["values"]["summary"]
    assert summary.endswith("本次检查没有对检查项目作出符合或不符合的判断。")
    assert values.NOTHING_FOUND not in summary


def test_sealing_the_record_seals_the_visit(desk):
    desk.compose()
    desk.sign_all()
    assert desk.seal().state is State.SEALED
    with db.read_session() as session:
        assert desk.at(session)[1].state is VisitState.SEALED


def test_a_record_that_was_taken_back_cannot_be_sealed_meanwhile(desk):
    desk.compose()
    desk.sign_all()
    with db.write_session() as session:
        by, visit, _ = desk.at(session)
        actions.take_back(session, visit, by=by, at=clock.now())
    with pytest.raises(NotNow, match="检查已退回修改，请等重新生成后再签"):
        desk.seal()
    assert desk.record().state is State.FROZEN


def test_correcting_a_finding_after_the_first_signature_voids_it_and_keeps_the_number(desk):
    (first,) = desk.compose()
    desk.sign_all()
    with db.write_session() as session:
        by, visit, _ = desk.at(session)
        actions.take_back(session, visit, by=by, at=clock.now())
    desk.find("请假条没有签字")
    (second,) = desk.compose()
    with db.read_session() as session:
        slots = documents.slots_on(session, second)
        void = documents.void_slots(session, second)
    assert (second.id, second.number, second.version) == (first.id, first.number, 2)
    assert {slot.outcome for slot in slots} == {Outcome.PENDING}
    assert len(void) == 3


def test_composing_again_without_any_change_keeps_the_signatures(desk):
    with clock.freeze(clock.now()):
        desk.compose()
        desk.sign_all()
        with db.write_session() as session:
            by, visit, _ = desk.at(session)
            actions.take_back(session, visit, by=by, at=clock.now())
        (again,) = desk.compose()
    assert again.version == 1


def test_a_sealed_record_cannot_be_taken_back(desk):
    desk.compose()
    desk.sign_all()
    desk.seal()
    with db.write_session() as session:
        by, visit, _ = desk.at(session)
        with pytest.raises(NotNow, match="已经封存"):
            actions.take_back(session, visit, by=by, at=clock.now())


def test_the_paper_as_a_stranger_reads_it(desk, typeset, tmp_path):
    desk.take()
    desk.compose()
    desk.sign_all()
    sealed = desk.seal()
    (tmp_path / "record.pdf").write_bytes(house().files.read(sealed.sealed_sha256))
    text = told_by("pdftotext", "-layout", tmp_path / "record.pdf", "-")
    for words in (sealed.number, *READ):
        assert words in text, words
    checked = told_by("pdfsig", tmp_path / "record.pdf")
    assert "Signature is Valid" in checked
    assert "Total document signed" in checked


def test_the_word_file_says_the_same(desk):
    (document,) = desk.compose()
    told = said(document)
    paper = read_document(io.BytesIO(kind_of(document.kind).word(told)))
    words = "\n".join(one.text for one in paper.paragraphs)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert document.number in words
    assert "签到表没有时间" in words
    assert "302教室" in cells


def test_a_paper_form_is_filled_in_its_own_layout(desk):
    with db.read_session() as session:
        found = values.gather(session, desk.at(session)[1])
    version_id = found.visit.checklists[0]["version_id"]
    codes = [code for question in found.questions for _, code in question.answer.sources]
    rows = (
        {"序号": "一", "项目": "考勤", "检查方式": "查资料", "items": codes[:2]},
        {"序号": "二", "项目": "师资", "items": codes[2:]},
    )
    layout = Layout(("序号", "项目", "具体要求", "检查方式", "检查情况"), rows)
    table = tables.filled(found, "检查表", layout, version_id)
    assert table["rows"][0] == [
        ["一"], ["考勤"], ["1. 每课签到签退", "2. 请假有假条"], ["查资料"], ["1. × 签到表没有时间", "2. √"],
    ]  # fmt: skip
    assert table["rows"][1][-1] == ["√"]
    assert json.dumps(table, ensure_ascii=False)


def test_the_pages_from_the_checklist_to_the_papers(desk, browser_of):
    browser, here = browser_of("zhifa1"), desk.url
    assert "还没有检查文书" in seen(browser.get(f"{here}/record"))
    assert browser.post(f"{here}/record").status_code == 303
    shown = seen(browser.get(f"{here}/record"))
    assert "待签署" in shown
    assert "苗经理" in shown
    assert browser.get(f"/documents/{desk.record().id}").status_code == 200
    assert browser.post(f"{here}/record").status_code == 409
    assert browser.post(f"{here}/record/returns").status_code == 303
    assert browser.get(f"{here}/checklist").status_code == 200


def test_a_stranger_reads_unit_and_day_on_the_check_page(desk, browser_of):
    (document,) = desk.compose()
    page = seen(browser_of(None).get(f"/v/{document.public_id}"))
    assert "澄溪县安全技术培训中心" in page
    assert "检查时间" in page and "2026年11月21日 14:05至" in page
    assert "苗经理" not in page and "302教室" not in page


def test_an_open_question_keeps_the_record_back_until_it_is_left_knowingly(visits, browser_of):
    from tests.evidence.conftest import Site

    site, browser = Site(visits), browser_of("zhifa1")
    site.find()
    refused = browser.post(f"{site.url}/record")
    assert refused.status_code == 409
    assert "还有2项没有检查" in seen(refused)
    assert browser.post(f"{site.url}/record", {"leave_unchecked": "on"}).status_code == 303
    with db.read_session() as session:
        record = queries.record_of(session, site.at(session)[1])
    assert said(record)["values"]["unchecked"] == [2, 3]
