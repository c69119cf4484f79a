"""Today, for each role: what is running out, which units to look at, and nothing of another region."""

from datetime import timedelta

import html5lib
import pytest

from inspectapp import demo
from inspectapp.checklists.words import Verdict
from inspectapp.desk import queries
from inspectapp.shared import clock, db
from inspectapp.visits import actions as visit_actions
from inspectapp.visits import queries as visit_queries
from inspectapp.visits.rules import Given
from tests.client import seen
from tests.conftest import NOW
from tests.visits.conftest import visit_of, visits

__all__ = ["visits"]


@pytest.fixture
def world(standing):
    """The demo world over the cast that every test has."""
    with clock.freeze(NOW):
        standing("demo on the day of the cast", furnished)
        yield


def furnished():
    with db.write_session() as session:
        demo.furnish(session, at=NOW)


def expiries(person, login):
    with db.read_session() as session:
        return queries.expiries(session, person(login), clock.today())


def test_an_officer_sees_what_runs_out_in_the_own_county_the_earliest_first(world, person, browser_of):
    found = expiries(person, "zhifa1")
    days = [one.valid_to for one in found]
    assert days == sorted(days)
    assert found[0].what in seen(browser_of("zhifa1").get("/"))


def test_the_other_county_sees_other_papers_and_the_city_both(world, person):
    ours = {one.unit_id for one in expiries(person, "zhifa1")}
    theirs = {one.unit_id for one in expiries(person, "zhifa3")}
    city = {one.unit_id for one in expiries(person, "ducha")}
    assert ours
    assert not ours & theirs
    assert city & ours


@pytest.mark.parametrize(("days", "words"), [(-3, "已过期3天"), (0, "今天到期"), (12, "还有12天")])
def test_days_are_told_in_words(person, days, words):
    today = clock.today()
    one = queries.Expiry(person("zhifa1").id, "某单位", "某证", "certificates", today + timedelta(days=days))
    assert one.words(today) == words


def test_units_with_marks_are_listed_with_what_to_look_at(world, browser_of, person):
    with db.read_session() as session:
        marked = queries.marked_units(session, person("kezhang"), clock.today())
    text = seen(browser_of("kezhang").get("/"))
    assert marked
    assert all(unit.name in text and marks[0].sentence in text for unit, marks in marked)


def test_an_officer_with_an_expired_certificate_is_told(app, browser_of):
    with clock.freeze(clock.now() + timedelta(days=60)):
        text = browser_of("zhifa2").get("/").text
    assert "执法证有效期到" in text
    assert "不能上岗执法" in text


def test_a_clerk_without_a_unit_is_told_whom_to_ask(browser_of):
    assert "还没有关联单位" in browser_of("jingban").get("/").text


def test_a_clerk_sees_what_the_own_unit_must_mend(world, browser_of):
    text = browser_of("jingban").get("/").text
    assert "需要补正" in text
    assert "需要留意的单位" not in text


@pytest.mark.parametrize("login", ["xitong", "anquan", "shenji"])
def test_administrators_see_no_business_data(world, browser_of, login):
    text = browser_of(login).get("/").text
    assert "都看不到检查业务数据" in text
    assert "澄溪县" not in text


@pytest.mark.parametrize("login", ["zhifa1", "kezhang", "jingban", "shenji"])
def test_whoever_is_signed_in_reads_what_is_promised_without_a_network(browser_of, login):
    told = seen(browser_of(login).get("/manual/offline"))
    for words in ("只在这部手机上", "并且核对无误", "连续7天没有打开", "清除浏览器数据", "另存为文件"):
        assert words in told


def test_the_manual_lies_on_a_prepared_phone(browser_of):
    common = browser_of("zhifa1").get("/prepare/manifest").get_json()[0]
    assert "/manual/offline" in common["urls"]


def row_of(page):
    """Where the one visit of today leads, and what it says."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    rows = [one for one in tree.iter("a") if one.get("class") == "item" and "/visits/" in one.get("href")]
    assert len(rows) == 1
    return rows[0].get("href"), " ".join("".join(rows[0].itertext()).split())


def test_each_visit_of_today_says_its_next_step_and_leads_there(visits, browser_of):
    visit_id = visits.prepare(confirmed=False)
    here, one, other = f"/visits/{visit_id}", browser_of("zhifa1"), browser_of("zhifa2")

    def next_is(browser, words, page):
        for first_page in ("/", "/visits"):
            href, text = row_of(browser.get(first_page))
            assert href == here + page
            assert words in text

    next_is(one, "等待同行人员确认", "")
    next_is(other, "请确认是否参加", "/consent")
    assert "1次请您确认" in seen(other.get("/"))
    assert "请您确认" not in seen(one.get("/"))
    other.post(f"{here}/consent")
    next_is(one, "去到场", "/arrival")
    one.post(f"{here}/arrival", {"place": "302教室", "host_name": "苗经理", "host_duty": "校长"})
    next_is(other, "出示证件，开始检查", "/introduction")
    one.post(f"{here}/introduction")
    next_is(other, "继续检查，还差3项", "/checklist")
    for number, left in ((0, "继续检查，还差2项"), (1, "还差1项"), (2, "各项都已检查，请对方签字")):
        answered(visits, visit_id, number)
        assert left in row_of(one.get("/"))[1]
    next_is(one, "各项都已检查，请对方签字", "/open-items")
    assert one.post(f"{here}/record").status_code == 303
    next_is(one, "请对方签字", "/record")


def test_when_one_steps_back_the_other_is_led_to_who_else_could_go(visits, browser_of):
    visit_id = visits.prepare()
    browser_of("zhifa2").post(f"/visits/{visit_id}/recusal", {"reason": "配偶在该单位任职"})
    href, text = row_of(browser_of("zhifa1").get("/"))
    assert href == f"/visits/{visit_id}/officers/new"
    assert "人员不足，请增加执法人员" in text


def test_a_page_taken_along_leads_to_the_visit_itself(visits, browser_of):
    """Without network the phone knows better than the page of the morning what has been done since."""
    visit_id = visits.prepare()
    href, text = row_of(browser_of("zhifa1").get("/", headers={"X-Prepare": "1"}))
    assert href == f"/visits/{visit_id}"
    assert "去到场" not in text


def test_what_is_being_signed_or_stopped_waits_for_nobodys_word(visits, person):
    visit_id = visits.prepare(confirmed=False)
    with db.write_session() as session:
        by = person("zhifa1")
        assert visit_queries.waits_for(session, person("zhifa2")) == 1
        visit_actions.stop(session, visit_of(session, by, visit_id), "停电无法检查", by=by, at=clock.now())
        assert visit_queries.waits_for(session, person("zhifa2")) == 0


def answered(visits, visit_id, number):
    with db.write_session() as session:
        by = visits.person("zhifa1")
        visit = visit_of(session, by, visit_id)
        row = visit_queries.answers_of(session, visit)[number]
        visit_actions.answer(session, visit, row, Given(Verdict.CONFORMS), row.version, by=by, at=clock.now())
