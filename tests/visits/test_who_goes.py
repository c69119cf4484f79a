"""Who goes along: only the confirmed work, nobody joins what is over, and no recusal is a dead end."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from inspectapp.people.models import Person
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.refusals import NotAllowed, NotNow
from inspectapp.visits import actions, queries
from inspectapp.visits.words import Consent, State
from tests.client import seen
from tests.fixtures.waiting import until_somebody_waits
from tests.visits.conftest import subjects_unit, visit_of
from tests.visits.test_arrivals import looked_at, put_in

MET = {"place": "302教室", "host_name": "苗经理", "host_duty": "校长"}


def both_recuse(visits, browser_of):
    visit_id = visits.prepare()
    for login in ("zhifa1", "zhifa2"):
        stepped = browser_of(login).post(f"/visits/{visit_id}/recusal", {"reason": "配偶在该单位任职"})
        assert stepped.status_code == 303
    return visit_id


def moved_to_the_county(person, login):
    with db.write_session() as session:
        session.get_one(Person, person(login).id).region_id = person("zhifa1").region_id


def added(visits, visit_id, login, by="zhifa1"):
    with db.write_session() as session:
        actor, person = visits.person(by), session.get_one(Person, visits.person(login).id)
        visit = visit_of(session, actor, visit_id)
        return actions.add_officer(session, visit, person, by=actor, at=clock.now())


def test_who_has_not_confirmed_yet_works_on_nothing_and_is_led_to_the_question(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    added(visits, visit_id, "kezhang")
    head, here = browser_of("kezhang"), f"/visits/{visit_id}"
    with db.read_session() as session:
        row = queries.answers_of(session, visit_of(session, visits.person("zhifa1"), visit_id))[0]
    sent = {"version": "1", "verdict": "CONFORMS"}
    refused = head.post(f"{here}/answers/{row.id}", sent, htmx=True)
    assert refused.status_code == 403
    assert "还没有确认参加这次检查" in seen(refused)
    assert f'href="{here}/consent"' in refused.text
    assert "disabled" in head.get(f"{here}/checklist").text
    for page in ("arrival", "scene", "record/field"):
        opened = head.get(f"{here}/{page}")
        assert opened.status_code == 403
        assert f'href="{here}/consent"' in opened.text
    assert head.post(f"{here}/record", {"leave_unchecked": "on"}).status_code == 403
    assert "确认参加或申请回避" in seen(head.get(here))
    assert head.post(f"{here}/consent").status_code == 303
    assert head.post(f"{here}/answers/{row.id}", sent, htmx=True).status_code == 200


@pytest.mark.parametrize("state", [State.SIGNING, State.SEALED, State.STOPPED])
def test_nobody_joins_a_visit_that_is_being_signed_or_over(visits, browser_of, state):
    visit_id = visits.arrive(visits.prepare())
    added(visits, visit_id, "kezhang")
    put_in(visits, visit_id, state)
    head, here = browser_of("kezhang"), f"/visits/{visit_id}"
    page = seen(head.get(f"{here}/consent"))
    assert "没有，确认参加" not in page
    assert "申请回避" not in page
    assert "请先确认" not in seen(head.get(here))
    refused = head.post(f"{here}/consent")
    assert refused.status_code == 409
    assert "不能再确认参加" in seen(refused)
    with db.read_session() as session:
        visit = visit_of(session, visits.person("zhifa1"), visit_id)
        assert queries.place_of(session, visit, visits.person("kezhang")).consent is Consent.ASKED


@pytest.mark.parametrize("login", ["kezhang", "ducha"])
def test_when_both_step_back_the_head_or_the_city_sends_others(visits, browser_of, person, login):
    visit_id = both_recuse(visits, browser_of)
    moved_to_the_county(person, "zhifa3")
    browser, here = browser_of(login), f"/visits/{visit_id}"
    assert "请增加执法人员，或中止检查" in seen(browser.get(here))
    assert f'href="{here}/officers/new"' in browser.get(here).text
    assert f'href="{here}/stop"' in browser.get(here).text
    assert "执法人员" in seen(browser.get(f"{here}/officers/new"))
    for chosen in ("kezhang", "zhifa3"):
        sent = browser.post(f"{here}/officers", {"person": str(person(chosen).id)})
        assert sent.status_code == 303
        assert browser_of(chosen).post(f"{here}/consent").status_code == 303
    assert browser_of("kezhang").post(f"{here}/arrival", MET).status_code == 303


@pytest.mark.parametrize("login", ["kezhang", "ducha"])
def test_the_head_and_the_city_end_a_visit_and_it_no_longer_counts(visits, browser_of, person, login):
    visit_id = both_recuse(visits, browser_of)
    browser, here = browser_of(login), f"/visits/{visit_id}"
    assert browser.get(f"{here}/stop").status_code == 200
    assert browser.post(f"{here}/stop", {"reason": "执法人员全部回避"}).status_code == 303
    assert looked_at(visits, visit_id)[0].state is State.STOPPED
    with db.read_session() as session:
        unit = subjects_unit(session, person("zhifa1"), visits.unit_id)
        assert queries.checks_this_year(session, unit, clock.today().year) == 0
    with db.write_session() as session, pytest.raises(NotNow, match="不能再增加执法人员"):
        by = person(login)
        found = session.get_one(Person, person("ducha").id)
        actions.add_officer(session, visit_of(session, by, visit_id), found, by=by, at=clock.now())


@pytest.mark.parametrize(("login", "status"), [("zhifa3", 404), ("fazhi", 403), ("zhifa1", 403)])
def test_a_foreign_region_finds_nothing_and_who_stepped_back_sends_nobody(visits, browser_of, login, status):
    visit_id = both_recuse(visits, browser_of)
    browser, here = browser_of(login), f"/visits/{visit_id}"
    for page in ("officers/new", "stop"):
        assert browser.get(f"{here}/{page}").status_code == status
    assert browser.post(f"{here}/officers", {"person": "x"}).status_code == status
    assert browser.post(f"{here}/stop", {"reason": "执法人员全部回避"}).status_code == status
    if status == 403:
        page = browser.get(here)
        assert "增加执法人员</a>" not in page.text
        assert f"{here}/stop" not in page.text


def test_a_head_of_another_county_finds_nothing(visits, browser_of, person):
    visit_id = both_recuse(visits, browser_of)
    with db.write_session() as session:
        session.get_one(Person, person("kezhang").id).region_id = person("zhifa3").region_id
    assert browser_of("kezhang").post(f"/visits/{visit_id}/stop", {"reason": "全部回避"}).status_code == 404


def consents(visits, visit_id):
    with db.read_session() as session:
        found = queries.officers_of(session, visit_of(session, visits.person("zhifa1"), visit_id))
        return {one.name: one.consent for one in found}


def takes_off(visits, visit_id, login, session):
    by, visit = visits.person("ducha"), visit_of(session, visits.person("ducha"), visit_id)
    own = queries.place_of(session, visit, visits.person(login))
    actions.release(session, visit, own, "突发疾病", by=by, at=clock.now())


def confirms(visits, visit_id, login, session):
    by = visits.person(login)
    actions.confirm(session, visit_of(session, by, visit_id), by=by, at=clock.now())


def apart(does, *given):
    with db.write_session() as session:
        does(*given, session)


def at_once(first, second, on_postgres):
    """The first has done it and not committed yet when the second begins; what became of the second."""
    with ThreadPoolExecutor(1) as colleague, db.write_session() as session:
        first[0](*first[1:], session)
        session.flush()
        late = colleague.submit(apart, *second)
        if on_postgres:  # on SQLite the colleague waits for the one write lock
            until_somebody_waits()
        session.commit()
    return late


def test_two_taken_off_at_the_same_moment_leave_two(visits, on_postgres):
    visit_id = visits.prepare()
    added(visits, visit_id, "kezhang")
    apart(confirms, visits, visit_id, "kezhang")
    two = [(takes_off, visits, visit_id, login) for login in ("zhifa1", "zhifa2")]
    with pytest.raises(NotNow, match="不足2名"):
        at_once(*two, on_postgres).result(30)
    assert list(consents(visits, visit_id).values()).count(Consent.CONFIRMED) == 2


def test_who_is_taken_off_at_the_moment_of_confirming_stays_off(visits, on_postgres):
    visit_id = visits.prepare(confirmed=False)
    off, on = [(does, visits, visit_id, "zhifa2") for does in (takes_off, confirms)]
    with pytest.raises(NotAllowed, match="您已退出这次检查"):
        at_once(off, on, on_postgres).result(30)
    assert consents(visits, visit_id)["梁䶮"] is Consent.RELEASED


def is_asked_again(visits, browser_of, visit_id, by="kezhang", login="zhifa2"):
    here = f"/visits/{visit_id}/officers"
    return browser_of(by).post(here, {"person": str(visits.person(login).id)})


@pytest.mark.parametrize("login", ["kezhang", "ducha"])
def test_who_stepped_back_by_mistake_is_asked_again_by_whoever_leads(visits, browser_of, login):
    visit_id = visits.prepare()
    here = f"/visits/{visit_id}"
    assert browser_of("zhifa2").post(f"{here}/recusal", {"reason": "点错了按钮"}).status_code == 303
    page = seen(browser_of(login).get(f"{here}/officers/new"))
    assert "梁䶮" in page and "已回避：点错了按钮" in page
    assert is_asked_again(visits, browser_of, visit_id, login).status_code == 303
    assert consents(visits, visit_id)["梁䶮"] is Consent.ASKED
    own = browser_of("zhifa2")
    assert "没有，确认参加" in seen(own.get(f"{here}/consent"))
    assert own.post(f"{here}/consent").status_code == 303
    assert own.post(f"{here}/arrival", MET).status_code == 303


def test_what_was_said_at_every_step_back_stays(visits, browser_of):
    visit_id = visits.prepare()
    here, own = f"/visits/{visit_id}", browser_of("zhifa2")
    for reason in ("点错了按钮", "配偶在该单位任职"):
        assert own.post(f"{here}/recusal", {"reason": reason}).status_code == 303
        assert "点错了按钮" in seen(own.get(f"{here}/consent"))
        assert is_asked_again(visits, browser_of, visit_id).status_code == 303
    with db.read_session() as session:
        visit = visit_of(session, visits.person("zhifa1"), visit_id)
        place = queries.place_of(session, visit, visits.person("zhifa2"))
        assert place.recusal_reason == "点错了按钮；配偶在该单位任职"
        lines = ledger.history(session, "visits", visit_id)
        acts = [line.act for line in lines if line.row_id == place.id]
    assert acts[-4:] == ["申请回避", "重新安排执法人员"] * 2


def test_officers_ask_nobody_back_and_read_whom_to_turn_to(visits, browser_of):
    visit_id = visits.prepare(confirmed=False)
    added(visits, visit_id, "kezhang")
    apart(takes_off, visits, visit_id, "zhifa2")
    page = seen(browser_of("zhifa1").get(f"/visits/{visit_id}/officers/new"))
    assert "已回避、已退出的，可请科室负责人重新安排" in page
    assert "都已在这次检查里" not in page
    assert is_asked_again(visits, browser_of, visit_id, "zhifa1").status_code == 422
    with pytest.raises(NotAllowed, match="请科室负责人重新安排"):
        added(visits, visit_id, "zhifa2")
    assert is_asked_again(visits, browser_of, visit_id, "zhifa2", "zhifa2").status_code == 403


def test_a_head_who_stepped_back_does_not_ask_himself_back(visits, browser_of):
    visit_id = visits.prepare()
    added(visits, visit_id, "kezhang")
    assert (
        browser_of("kezhang").post(f"/visits/{visit_id}/recusal", {"reason": "亲属任职"}).status_code == 303
    )
    assert is_asked_again(visits, browser_of, visit_id, "kezhang", "kezhang").status_code == 403
