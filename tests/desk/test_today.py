"""Today, for each role: what is running out, which units to look at, and nothing of another region."""

from datetime import timedelta

import pytest

from inspectapp import demo
from inspectapp.desk import queries
from inspectapp.shared import clock, db
from tests.client import seen
from tests.conftest import NOW


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
    assert "执法证已于" in text
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
