"""Two officers prepare a visit, confirm, arrive, answer, and cannot do what may not be done."""

import uuid

import pytest

from inspectapp.checklists.words import Verdict
from inspectapp.evidence import actions as evidence
from inspectapp.evidence import queries as evidence_queries
from inspectapp.evidence.words import Severity
from inspectapp.people.models import Person
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.refusals import NotAllowed, NotFound, NotNow, Unreadable
from inspectapp.visits import actions, queries
from inspectapp.visits.rules import Given, Judged
from inspectapp.visits.words import Consent, State
from tests.client import seen
from tests.visits.conftest import visit_of

FAILS, CONFORMS = Given(Verdict.FAILS), Given(Verdict.CONFORMS)


def first_answer(session, visit):
    return queries.answers_of(session, visit)[0]


def answering(visits, visit_id, given, version=1, login="zhifa1"):
    with db.write_session() as session:
        by = visits.person(login)
        visit = visit_of(session, by, visit_id)
        row = first_answer(session, visit)
        return actions.answer(session, visit, row, given, version, by=by, at=clock.now())


def test_a_visit_asks_what_its_checklist_asks_and_tells_it_in_the_ledger(visits, person):
    visit_id = visits.prepare()
    with db.read_session() as session:
        visit = visit_of(session, person("zhifa1"), visit_id)
        asked = queries.answers_of(session, visit)
        acts = [line.act for line in ledger.history(session, "visits", visit_id)]
    assert [answer.item.text for answer in asked] == ["每课签到签退", "请假有假条", "教师持证上岗"]
    assert {answer.verdict for answer in asked} == {Verdict.UNCHECKED}
    assert acts[0] == "安排检查"
    assert acts.count("列入检查项") == 3


def test_nobody_arrives_before_the_second_officer_has_confirmed(visits):
    visit_id = visits.prepare(confirmed=False)
    with pytest.raises(NotNow, match="至少要2名"):
        visits.arrive(visit_id)


def test_an_officer_who_stepped_back_takes_no_part(visits, person):
    visit_id = visits.prepare()
    with db.write_session() as session:
        by = person("zhifa2")
        officer = actions.recuse(
            session, visit_of(session, by, visit_id), "本人近亲属在该单位任职", by=by, at=clock.now()
        )
        assert officer.consent is Consent.RECUSED
    with pytest.raises(NotNow, match="至少要2名"):
        visits.arrive(visit_id)
    with pytest.raises(NotAllowed, match="申请回避"):
        answering(visits, visit_id, FAILS, login="zhifa2")


def test_somebody_else_of_the_county_may_read_but_not_write(visits, person):
    visit_id = visits.arrive(visits.prepare())
    with pytest.raises(NotAllowed, match="只能查看"):
        answering(visits, visit_id, FAILS, login="kezhang")
    with db.read_session() as session, pytest.raises(NotFound):
        visit_of(session, person("zhifa3"), visit_id)


def test_answers_wait_for_the_arrival(visits):
    with pytest.raises(NotNow, match="还没有到场"):
        answering(visits, visits.prepare(), FAILS)


def test_the_second_answer_over_an_old_version_shows_both(visits):
    visit_id = visits.arrive(visits.prepare())
    answering(visits, visit_id, FAILS)
    with pytest.raises(actions.StaleAnswer, match="江一帆在2026年11月21日 14:05已填写这一项") as refused:
        answering(visits, visit_id, CONFORMS, login="zhifa2")
    assert refused.value.row.verdict is Verdict.FAILS
    assert refused.value.typed == Judged(Verdict.CONFORMS, "", "")


def test_the_same_answer_from_both_phones_is_no_conflict(visits):
    visit_id = visits.arrive(visits.prepare())
    answering(visits, visit_id, FAILS)
    assert answering(visits, visit_id, FAILS, login="zhifa2").version == 2


def test_a_finding_carries_the_law_of_the_day_of_the_visit(visits, person):
    visit_id = visits.arrive(visits.prepare())
    answering(visits, visit_id, FAILS)
    values = {"text": "签到表没有时间", "severity": Severity.GENERAL, "place": "302教室", "codes": ["LB02"]}
    with db.write_session() as session:
        by = person("zhifa1")
        visit = visit_of(session, by, visit_id)
        finding = evidence.find(session, visit, first_answer(session, visit), values, by=by, at=clock.now())
        assert finding.act_date == clock.today()
        assert "第九十七条" in finding.basis[0]["line"]
        assert finding.basis[0]["offers_fine"] is True


def test_a_question_that_conforms_has_no_finding(visits, person):
    visit_id = visits.arrive(visits.prepare())
    answering(visits, visit_id, CONFORMS)
    values = {"text": "签到表没有时间", "severity": Severity.GENERAL, "place": ""}
    with db.write_session() as session:
        by = person("zhifa1")
        visit = visit_of(session, by, visit_id)
        with pytest.raises(NotNow, match="没有选“不符合”"):
            evidence.find(session, visit, first_answer(session, visit), values, by=by, at=clock.now())


def test_signing_waits_for_findings_and_unchecked_questions_are_left_knowingly(visits, person):
    visit_id = visits.arrive(visits.prepare())
    answering(visits, visit_id, FAILS)
    with db.write_session() as session:
        by = person("zhifa1")
        visit = visit_of(session, by, visit_id)
        gaps = evidence_queries.gaps_of(evidence_queries.walk(session, visit))
        with pytest.raises(NotNow, match="还没有写明问题"):
            actions.take_to_signing(session, visit, gaps, True, by=by, at=clock.now())
        values = {"text": "签到表没有时间", "severity": Severity.GENERAL, "place": "", "codes": []}
        evidence.find(session, visit, first_answer(session, visit), values, by=by, at=clock.now())
        gaps = evidence_queries.gaps_of(evidence_queries.walk(session, visit))
        with pytest.raises(NotNow, match="还有2项没有检查"):
            actions.take_to_signing(session, visit, gaps, False, by=by, at=clock.now())
        actions.take_to_signing(session, visit, gaps, True, by=by, at=clock.now())
        assert visit.state is State.SIGNING
    with pytest.raises(NotNow, match="正在签字"):
        answering(visits, visit_id, CONFORMS, version=2)


def test_one_more_than_the_published_number_needs_a_reason(visits, person):
    with db.write_session() as session:
        actions.set_cap(session, 1, "年度检查计划", by=person("kezhang"), at=clock.now())
    visits.prepare()
    with pytest.raises(Unreadable, match="今年对这家单位已检查1次，公布的上限是1次"):
        visits.prepare()
    assert visits.prepare(over_cap_reason="收到群众举报需核查")


def test_an_expired_certificate_keeps_an_officer_at_home(visits, person):
    with db.write_session() as session:
        colleague = session.get_one(Person, person("zhifa2").id)
        colleague.certificate_valid_to = clock.today().replace(year=2025)
    with pytest.raises(NotNow, match="梁䶮执法证有效期到"):
        visits.prepare()


def test_the_pages_from_the_list_to_the_walk(visits, browser_of):
    browser, visit_id = browser_of("zhifa1"), visits.prepare(confirmed=False)
    assert "澄溪县安全技术培训中心" in seen(browser.get("/visits"))
    assert "请确认" in seen(browser_of("zhifa2").get("/visits"))
    assert browser_of("zhifa2").post(f"/visits/{visit_id}/consent").status_code == 303
    assert "到场" in seen(browser.get(f"/visits/{visit_id}"))
    arrival = {"place": "302教室", "host_name": "苗经理", "host_duty": "校长"}
    assert browser.post(f"/visits/{visit_id}/arrival", arrival).status_code == 303
    assert "执法证号云E00000203" in seen(browser.get(f"/visits/{visit_id}/introduction"))
    assert browser.post(f"/visits/{visit_id}/introduction").status_code == 303
    page = browser.get(f"/visits/{visit_id}/checklist")
    assert page.status_code == 200
    assert "每课签到签退" in seen(page)


def test_preparing_through_the_form_keeps_what_was_typed(visits, browser_of, person):
    browser = browser_of("zhifa1")
    assert "澄溪县安全技术培训中心" in seen(browser.get("/visits/new?q=aqjs"))
    assert "日常检查表" in seen(browser.get(f"/visits/new?unit={visits.unit_id}"))
    form = {
        "unit_id": visits.unit_id, "source": "COMPLAINT", "purpose": "核查群众举报",
        "planned_day": "2026-11-21",
        "versions": [str(visits.version_id)], "experts": "王某某，某安全技术公司",
    }  # fmt: skip
    refused = browser.post("/visits", form)
    assert refused.status_code == 422
    assert "至少要有一名同行执法人员" in seen(refused)
    assert "核查群众举报" in refused.get_data(as_text=True)
    done = browser.post("/visits", form | {"companions": [str(person("zhifa2").id)]})
    assert done.status_code == 303
    assert "王某某" in seen(browser.get(done.headers["Location"]))


def test_a_saved_answer_comes_back_as_its_card_with_a_receipt_for_the_phone(visits, browser_of):
    visit_id, browser = visits.arrive(visits.prepare()), browser_of("zhifa1")
    with db.read_session() as session:
        row = first_answer(session, visit_of(session, visits.person("zhifa1"), visit_id))
    op = str(uuid.uuid4())
    sent = {"op_id": op, "version": "1", "verdict": "FAILS", "note": "抽查三天"}
    saved = browser.post(f"/visits/{visit_id}/answers/{row.id}", sent, htmx=True)
    assert saved.status_code == 200
    assert saved.headers["X-Receipt"].startswith(f"{op} ")
    again = browser.post(f"/visits/{visit_id}/answers/{row.id}", sent, htmx=True)
    assert again.headers["X-Receipt"] == saved.headers["X-Receipt"]
    stale = {"version": "1", "verdict": "CONFORMS"}
    refused = browser_of("zhifa2").post(f"/visits/{visit_id}/answers/{row.id}", stale, htmx=True)
    assert refused.status_code == 409
    assert "改用我的" in seen(refused)
    assert "抽查三天" in seen(refused)


def saved_by(browser, visit_id, row, **sent):
    return browser.post(f"/visits/{visit_id}/answers/{row.id}", sent, htmx=True)


def test_an_answer_the_card_shows_already_comes_back_as_its_version_alone(visits, browser_of):
    visit_id, browser = visits.arrive(visits.prepare()), browser_of("zhifa1")
    with db.read_session() as session:
        row = first_answer(session, visit_of(session, visits.person("zhifa1"), visit_id))
    short = saved_by(browser, visit_id, row, version="1", verdict="CONFORMS", note="抽查三天")
    assert 'data-version="2"' in short.text
    assert "data-saved" in short.text
    assert "抽查三天" not in short.text
    cleaned = saved_by(browser, visit_id, row, version="2", verdict="CONFORMS", note=" 抽查四天 ")
    assert "抽查四天" in seen(cleaned)
    chosen = saved_by(browser, visit_id, row, version="3", verdict="NOT_APPLICABLE", whole="1")
    assert "每课签到签退" in seen(chosen)


@pytest.mark.parametrize(("login", "status"), [("zhifa3", 404), ("kezhang", 403), ("jingban", 403)])
def test_nobody_else_answers_through_the_address_of_an_answer(visits, browser_of, login, status):
    visit_id = visits.arrive(visits.prepare())
    with db.read_session() as session:
        row = first_answer(session, visit_of(session, visits.person("zhifa1"), visit_id))
    assert saved_by(browser_of(login), visit_id, row, version="1", verdict="CONFORMS").status_code == status
    with db.read_session() as session:
        assert session.get_one(type(row), row.id).version == 1


def test_an_answer_belongs_to_the_visit_of_its_address(visits, browser_of):
    visit_id, other = visits.arrive(visits.prepare()), visits.arrive(visits.prepare())
    with db.read_session() as session:
        row = first_answer(session, visit_of(session, visits.person("zhifa1"), visit_id))
    assert saved_by(browser_of("zhifa1"), other, row, version="1", verdict="CONFORMS").status_code == 404
