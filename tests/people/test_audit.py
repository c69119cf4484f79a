"""The audit administrator reads the whole ledger, and nothing of what business records say."""

import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from inspectapp.people import actions, queries, words
from inspectapp.people.queries import Asked
from inspectapp.shared import clock, db
from inspectapp.shared.ledger import Line
from inspectapp.shared.refusals import NotAllowed
from inspectapp.subjects import actions as subjects
from inspectapp.subjects.words import Sector, Supervision, UnitKind
from tests.client import seen
from tests.conftest import NOW

ROW = re.compile(r'<th scope="row"><a href="/audit/lines/([0-9a-f-]+)">([^<]+)</a>')


@pytest.fixture(autouse=True)
def saturday():
    with clock.freeze(NOW):
        yield


@pytest.fixture
def auditor(browser_of):
    return browser_of("shenji")


@pytest.fixture
def busy_day(app, person):
    """Somebody registers a unit and the administrator closes an account, a day later than everything else."""
    with clock.freeze(NOW + timedelta(days=1)), db.write_session() as session:
        officer, at = person("zhifa1"), clock.now()
        values = {
            "region_id": officer.region_id, "kind": UnitKind.INSTITUTION, "name": "金丝雀培训中心",
            "supervision": Supervision.COUNTY, "sector": Sector.OTHER,
        }  # fmt: skip
        unit = subjects.register(session, values, by=officer, at=at)
        found = queries.person_by_login(session, "zhifa2")
        actions.disable(session, found, by=person("xitong"), at=at)
    return unit


def acts(answer):
    return [act for _, act in ROW.findall(answer.text)]


def first_line(answer, act):
    return next(f"/audit/lines/{line}" for line, word in ROW.findall(answer.text) if word == act)


def test_the_latest_acts_stand_first(auditor, busy_day):
    found = acts(auditor.get("/audit?first=2026-11-22&last=2026-11-22"))
    assert set(found) == {"登记单位", "停用账号", "结束登录"}
    text = seen(auditor.get("/audit?first=2026-11-22"))
    assert "账号 梁䶮" in text
    assert "贺知新" in text


def test_a_business_record_is_told_by_its_act_only(auditor, busy_day):
    page = auditor.get("/audit?kind=检查对象")
    assert acts(page) == ["登记单位"]
    detail = auditor.get(first_line(page, "登记单位"))
    assert words.thing_number(busy_day.id) in seen(detail)
    for answer in (page, detail):
        assert "金丝雀" not in answer.text


@pytest.mark.parametrize(
    ("asked", "there", "missing"),
    [
        ("person=贺知新", "停用账号", "登记单位"),
        ("person=zhifa1", "登记单位", "停用账号"),
        ("act=停用", "停用账号", "结束登录"),
        ("kind=账号", "停用账号", "登记单位"),
        ("kind=辖区", "新建辖区", "停用账号"),
        ("last=2026-11-21", "新建账号", "停用账号"),
        ("first=2026-11-22", "停用账号", "新建账号"),
    ],
)
def test_lines_are_found_by_person_act_kind_and_day(auditor, busy_day, asked, there, missing):
    found = acts(auditor.get(f"/audit?{asked}"))
    assert there in found
    assert missing not in found


@pytest.mark.parametrize("asked", ["person=无此人", "act=%25", "first=2099-01-01"])
def test_a_search_that_finds_nothing_offers_the_way_back(auditor, asked):
    assert "没有符合条件的日志" in seen(auditor.get(f"/audit?{asked}"))


@pytest.mark.parametrize(
    "asked", ["first=9999-12-31&last=9999-12-31", "last=tomorrow", "thing=7", "kind=没有"]
)
def test_a_filter_that_makes_no_sense_is_no_filter(auditor, asked):
    assert acts(auditor.get(f"/audit?{asked}"))


def test_pages_follow_each_other_without_gap_or_double(auditor, busy_day):
    seen_ids, path = [], "/audit"
    for _ in range(10):
        answer = auditor.get(path, htmx=path != "/audit")
        seen_ids += [line for line, _ in ROW.findall(answer.text)]
        onward = re.search(r'hx-get="([^"]*before=[^"]+)"', answer.text)
        if onward is None:
            break
        path = onward[1].replace("&amp;", "&")
    with db.read_session() as session:
        every = [str(line.id) for line in session.scalars(queries.lines(Asked()))]
    assert len(every) > 40
    assert seen_ids == every


def test_a_line_shows_its_place_in_the_chain_and_its_digests(auditor, busy_day, account):
    page = auditor.get("/audit?act=停用账号")
    text = seen(auditor.get(first_line(page, "停用账号")))
    with db.read_session() as session:
        line = session.scalars(select(Line).where(Line.act == "停用账号")).one()
    assert f"第{line.number}条" in text
    assert line.sha256 in text
    assert line.before in text
    assert "可能被改动过" not in text


def test_what_was_changed_is_told_in_words(auditor, browser_of, account, place):
    stored = account("zhifa1")
    browser_of("xitong").post(
        f"/accounts/{stored.id}",
        {
            "name": "江一舟", "login": stored.login, "role": "OFFICER", "region_id": str(place("石桥县").id),
            "version": str(stored.version),
        },
    )  # fmt: skip
    text = seen(auditor.get(first_line(auditor.get("/audit?act=修改账号"), "修改账号")))
    assert "执法证号、执法证有效期、姓名或名称、辖区" in text
    assert "江一帆" not in text


def test_the_history_of_one_thing_is_one_tap_away(auditor, busy_day, account):
    found = acts(auditor.get(f"/audit?thing={account('zhifa2').id}"))
    assert found[-1] == "新建账号"
    assert "停用账号" in found
    assert "登记单位" not in found


def test_lines_are_taken_home_as_a_workbook_and_that_is_noted(auditor, busy_day, account, acts_on):
    answer = auditor.post("/audit/exports", {"act": "停用账号"})
    rows = list(load_workbook(io.BytesIO(answer.data)).active.values)
    assert rows[0][:3] == ("时间", "人员", "操作")
    assert [(row[1], row[2], row[4]) for row in rows[1:]] == [("贺知新", "停用账号", "梁䶮")]
    noted = acts_on(account("shenji"))[-1]
    assert (noted.act, noted.detail) == ("导出日志", {"rows": 1})


def test_nothing_can_be_changed_from_here(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("audit.")]
    changing = {rule.rule for rule in rules if rule.methods - {"GET", "HEAD", "OPTIONS"}}
    assert changing == {"/audit/exports"}


def test_a_line_that_nobody_wrote_is_not_found(auditor):
    assert auditor.get("/audit/lines/00000000-0000-4000-8000-000000000000").status_code == 404
    assert auditor.get("/audit?before=00000000-0000-4000-8000-000000000000").status_code == 404


@pytest.mark.parametrize("login", ["xitong", "anquan", "kezhang"])
def test_only_the_audit_administrator_takes_the_ledger_home(person, login):
    with db.write_session() as session, pytest.raises(NotAllowed, match="只有审计管理员"):
        actions.note_export(session, 1, by=person(login), at=NOW)


@pytest.mark.parametrize("login", ["xitong", "anquan", "shenji"])
def test_administrators_have_their_own_pages_and_no_bureau_data(app, login, person):
    role = person(login).role
    admitted = {
        name
        for name, view in app.view_functions.items()
        if (policy := getattr(view, "policy", None)) and policy.roles and role in policy.roles
    }
    own = {"SYSTEM": "accounts", "SECURITY": "security", "AUDIT": "audit"}[role.name]
    assert admitted
    assert {name.partition(".")[0] for name in admitted} == {own}


def test_every_kind_of_record_has_a_word(app):
    titles = words.kinds_by_title()
    assert list(titles)[:2] == ["账号", "辖区"]
    assert "其他记录" not in titles
    assert words.title_of("made-up") == "其他记录"
