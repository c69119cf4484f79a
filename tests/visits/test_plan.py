"""The plan of a visit is corrected: an approval that comes later, another day, one checklist more."""

from datetime import timedelta

import pytest

from inspectapp.checklists import actions as checklist_actions
from inspectapp.checklists.importing import read_text
from inspectapp.checklists.models import Version
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.ledger import checking
from inspectapp.subjects.words import UnitKind
from inspectapp.visits import actions, queries
from inspectapp.visits.rules import NoCertificate, plan_mark
from inspectapp.visits.words import State
from tests.client import seen
from tests.conftest import NOW
from tests.fixtures.waiting import meanwhile
from tests.visits.conftest import visit_of
from tests.visits.test_arrivals import expire, looked_at, put_in
from tests.visits.test_visit_story import CONFORMS, FAILS, answering

MORE = """序号\t项目\t检查内容\t检查方式\t常见问题
1\t场地\t灭火器在有效期内\t看现场\t灭火器过期
2\t考勤\t每课签到签退\t查资料\t签到表无时间
"""
SENT = {"source": "PLAN", "purpose": "安全培训专项检查", "planned_day": "2026-11-21"}


def one_more_checklist(person):
    with db.write_session() as session:
        head, values = person("kezhang"), {"title": "消防检查表", "kinds": [UnitKind.INSTITUTION]}
        intake = checklist_actions.begin_intake(
            session, read_text(MORE), "消防检查表", values, by=head, at=NOW
        )
        draft = checklist_actions.become_pack(session, intake, by=head, at=NOW)
        return checklist_actions.publish(session, draft, by=head, at=NOW).id


def mark_of(visits, visit_id):
    return plan_mark(looked_at(visits, visit_id)[0].model_dump())


def correct(browser, visits, visit_id, seen_mark=None, **sent):
    form = SENT | {"seen": seen_mark or mark_of(visits, visit_id)} | sent
    return browser.post(f"/visits/{visit_id}/plan", form)


def questions(visits, visit_id):
    with db.read_session() as session:
        visit = visit_of(session, visits.person("zhifa1"), visit_id)
        return list(queries.answers_of(session, visit))


@pytest.mark.parametrize("login", ["zhifa1", "zhifa2", "kezhang", "ducha"])
def test_an_approval_number_that_comes_later_stands_in_the_plan_and_in_the_ledger(visits, browser_of, login):
    visit_id, browser = visits.prepare(), browser_of(login)
    assert "修改安排" in seen(browser.get(f"/visits/{visit_id}"))
    page = browser.get(f"/visits/{visit_id}/plan")
    assert "安全培训专项检查" in page.text
    saved = correct(
        browser, visits, visit_id, approval_number="云审〔2026〕7号", item_code="A-12",
        experts="王某某，某安全技术公司",
    )  # fmt: skip
    assert saved.status_code == 303
    shown = seen(browser.get(f"/visits/{visit_id}"))
    assert "云审〔2026〕7号" in shown
    assert "已修改：审批编号、检查事项编码、协助专家" in shown
    visit, _ = looked_at(visits, visit_id)
    assert (visit.item_code, visit.experts[0]["name"]) == ("A-12", "王某某")
    with db.read_session() as session:
        line = ledger.history(session, "visits", visit_id)[-1]
    assert (line.act, line.detail["changed"]) == ("修改检查安排", ["审批编号", "检查事项编码", "协助专家"])
    assert "王某某，某安全技术公司" in browser.get(f"/visits/{visit_id}/plan").text


def test_who_typed_over_an_older_plan_sees_both_and_decides(visits, browser_of):
    visit_id = visits.prepare()
    old = mark_of(visits, visit_id)
    assert correct(browser_of("zhifa1"), visits, visit_id, approval_number="甲7号").status_code == 303
    second = correct(browser_of("zhifa2"), visits, visit_id, old, approval_number="乙8号")
    assert second.status_code == 409
    text = seen(second)
    assert "江一帆在2026年11月21日 14:05已修改" in text
    assert "甲7号" in text
    assert "乙8号" in second.text
    assert looked_at(visits, visit_id)[0].approval_number == "甲7号"
    fresh = mark_of(visits, visit_id)
    assert f'value="{fresh}"' in second.text
    assert correct(browser_of("zhifa2"), visits, visit_id, approval_number="乙8号").status_code == 303


def test_a_step_of_the_visit_in_between_is_no_other_plan(visits, browser_of):
    visit_id = visits.prepare()
    old = mark_of(visits, visit_id)
    visits.arrive(visit_id)
    saved = correct(browser_of("zhifa1"), visits, visit_id, old, approval_number="云审7号")
    assert saved.status_code == 303


def test_after_the_arrival_the_day_is_closed_and_the_rest_is_open(visits, browser_of):
    visit_id, browser = visits.arrive(visits.prepare()), browser_of("zhifa1")
    page = browser.get(f"/visits/{visit_id}/plan")
    assert 'name="planned_day"' not in page.text
    assert "已到场，不能再改" in seen(page)
    refused = correct(browser, visits, visit_id, planned_day="2026-11-25", approval_number="云审7号")
    assert refused.status_code == 422
    assert "检查日期不能再改" in seen(refused)
    assert "云审7号" in refused.text
    assert browser.post(
        f"/visits/{visit_id}/plan",
        {"source": "COMPLAINT", "purpose": "核查举报", "seen": mark_of(visits, visit_id)},
    ).status_code == 303  # fmt: skip
    visit, _ = looked_at(visits, visit_id)
    assert (visit.purpose, visit.planned_day) == ("核查举报", clock.today())


@pytest.mark.parametrize("state", [State.SIGNING, State.SEALED, State.STOPPED])
def test_once_it_is_being_signed_the_plan_stands(visits, browser_of, state):
    visit_id, browser = visits.arrive(visits.prepare()), browser_of("zhifa1")
    put_in(visits, visit_id, state)
    assert "修改安排" not in seen(browser.get(f"/visits/{visit_id}"))
    assert browser.get(f"/visits/{visit_id}/plan").status_code == 409
    refused = correct(browser, visits, visit_id, approval_number="云审7号")
    assert refused.status_code == 409
    assert "检查安排不能再改" in seen(refused)


def test_another_day_asks_the_certificates_and_the_cap_of_its_year(visits, browser_of, person):
    head, browser = browser_of("kezhang"), browser_of("zhifa1")
    expire(person, "zhifa2", clock.today().replace(year=2028))
    visits.prepare(planned_day=clock.today().replace(year=2027, month=1))
    visit_id = visits.prepare()
    head.post("/visits/cap", {"most": "1", "source": "年度检查计划"})
    over = correct(browser, visits, visit_id, planned_day="2027-01-04")
    assert over.status_code == 422
    assert "2027年对这家单位已检查1次" in seen(over)
    expire(person, "zhifa2", clock.today())
    late = correct(browser, visits, visit_id, planned_day="2026-11-25", over_cap_reason="群众举报再查")
    assert late.status_code == 422
    assert "梁䶮执法证有效期到2026年11月21日为止，在计划的检查日期不能参加检查" in seen(late)
    assert looked_at(visits, visit_id)[0].planned_day == clock.today()


@pytest.mark.parametrize("arrived", [False, True])
def test_one_checklist_more_adds_its_questions_and_touches_no_answer(visits, browser_of, person, arrived):
    visit_id, browser = visits.prepare(), browser_of("zhifa1")
    if arrived:
        visits.arrive(visit_id)
        answering(visits, visit_id, FAILS)
    before = questions(visits, visit_id)
    more = one_more_checklist(person)
    assert "消防检查表" in seen(browser.get(f"/visits/{visit_id}/plan"))
    assert correct(browser, visits, visit_id, versions=[str(more)]).status_code == 303
    after = questions(visits, visit_id)
    assert [row.item.text for row in after] == [
        "每课签到签退", "请假有假条", "教师持证上岗", "灭火器在有效期内"
    ]  # fmt: skip
    assert [row.position for row in after] == [1, 2, 3, 4]
    assert [(row.id, row.verdict, row.version) for row in after[:3]] == [
        (row.id, row.verdict, row.version) for row in before
    ]
    assert [len(row.sources) for row in after] == [2, 1, 1, 1]
    visit, _ = looked_at(visits, visit_id)
    assert [one["title"] for one in visit.checklists] == ["日常检查表", "消防检查表"]
    assert "消防检查表" in seen(browser.get(f"/visits/{visit_id}"))
    if arrived:
        assert answering(visits, visit_id, CONFORMS, version=2).version == 3
    with checking.snapshot() as connection:
        assert checking.check(connection) == []
    again = correct(browser, visits, visit_id, versions=[str(more)])
    assert again.status_code == 303
    assert len(questions(visits, visit_id)) == 4


def test_a_checklist_nobody_offers_is_not_taken(visits, browser_of):
    visit_id, browser = visits.prepare(), browser_of("zhifa1")
    refused = correct(browser, visits, visit_id, versions=["没有"], approval_number="云审7号")
    assert refused.status_code == 422
    assert "现在不能使用" in seen(refused)
    assert "云审7号" in refused.text


def test_nothing_changed_is_no_line_in_the_ledger(visits, browser_of):
    visit_id = visits.prepare()
    assert correct(browser_of("zhifa1"), visits, visit_id).status_code == 303
    with db.read_session() as session:
        assert ledger.history(session, "visits", visit_id)[-1].act != "修改检查安排"


def test_the_approval_number_that_came_during_the_check_is_in_the_record(visits, browser_of):
    from inspectapp.records import values

    visit_id = visits.arrive(visits.prepare())
    assert correct(browser_of("kezhang"), visits, visit_id, approval_number="云审7号").status_code == 303
    with db.read_session() as session:
        found = values.gather(session, visit_of(session, visits.person("zhifa1"), visit_id))
    assert ["审批编号", "云审7号"] in values.facts(found)


def test_a_day_in_the_past_needs_certificates_of_today(visits, person):
    expire(person, "zhifa2", clock.today() - timedelta(days=1))
    with pytest.raises(NoCertificate, match="梁䶮执法证有效期到"):
        visits.prepare(planned_day=clock.today() - timedelta(days=30))


def test_one_checklist_that_both_add_at_once_is_asked_once(visits, person, on_postgres):
    visit_id, version_id = visits.prepare(), one_more_checklist(person)

    def adds(session, login):
        by = person(login)
        visit, version = visit_of(session, by, visit_id), session.get_one(Version, version_id)
        mark = plan_mark(visit.model_dump())
        return actions.correct_plan(session, visit, {}, [version], mark, by=by, at=clock.now())

    def adds_too():
        with db.write_session() as session:
            return adds(session, "zhifa2")

    late = meanwhile(lambda session: adds(session, "zhifa1"), adds_too, on_postgres)
    assert late.result(30) == []
    titles = [one["title"] for one in looked_at(visits, visit_id)[0].checklists]
    asked = [answer.item.text for answer in questions(visits, visit_id)]
    assert titles.count("消防检查表") == asked.count("灭火器在有效期内") == 1
