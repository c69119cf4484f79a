"""Two at the same account at the same moment, and what is done to it while its password is compared."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from inspectapp.people import actions, passwords, queries
from inspectapp.people.actions import trying
from inspectapp.people.models import Region, Tries
from inspectapp.shared import clock, db
from tests.client import seen
from tests.fixtures.waiting import meanwhile, nothing_looks_tampered_with, until_somebody_waits
from tests.people.test_accounts import edited

FRESH = "梧桐 shan lu 八千里"


@pytest.fixture
def does(person):
    """does("renames") is that act of another system administrator, on zhifa1 unless told otherwise."""
    by = person("xitong")

    def on(act, login="zhifa1"):
        def do(session):
            found = queries.person_by_login(session, login)
            if act == "renames":
                values = {
                    "name": "江一舟",
                    "login": found.login,
                    "role": found.role,
                    "region_id": found.region_id,
                }
                actions.change_account(session, found, values, found.version, by=by, at=clock.now())
            else:
                ACTS[act](session, found, by=by, at=clock.now())

        return do

    return on


ACTS = {"disables": actions.disable, "enables": actions.enable, "resets": actions.hand_out_password}


@pytest.mark.parametrize(
    ("act", "path", "sentence"),
    [
        ("renames", "", "刚才有人改过这一条"),
        ("disables", "/disablings", "这个账号已经停用"),
        ("disables", "/passwords", "已经停用，不能发放密码"),
        ("enables", "/enablings", "这个账号正在使用"),
    ],
)
def test_what_another_administrator_has_just_done_is_seen(
    browser_of, account, does, on_postgres, act, path, sentence
):
    boss, stored = browser_of("xitong"), account("zhifa1")
    if act == "enables":
        boss.post(f"/accounts/{stored.id}/disablings")
    form = edited(stored, name="江一船") if act == "renames" else {}
    late = meanwhile(does(act), lambda: boss.post(f"/accounts/{stored.id}{path}", form), on_postgres)
    assert (late.result(30).status_code, sentence in seen(late.result())) == (409, True)
    assert account("zhifa1").name != "江一船"
    nothing_looks_tampered_with()


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("zhifa1", "/sign-outs"),
        ("zhifa1", "/me/sign-ins/endings"),
        ("anquan", "/security/people/{}/endings"),
        ("shenji", "/audit/exports"),
    ],
)
def test_what_is_noted_of_an_account_is_how_it_stands_then(
    browser_of, account, does, on_postgres, login, path
):
    """The administrator's new name is not yet committed when the line of somebody else is written."""
    browser_of("zhifa1")
    browser, of = browser_of(login), login if login == "shenji" else "zhifa1"
    address = path.format(account("zhifa1").id)
    late = meanwhile(does("renames", of), lambda: browser.post(address), on_postgres)
    assert late.result(30).status_code < 400
    nothing_looks_tampered_with()


def test_a_password_that_is_just_being_reset_does_not_set_another(
    browser_of, does, password_of, account, on_postgres
):
    officer, present = browser_of("zhifa1"), password_of("zhifa1")
    form = {"present": present, "password": FRESH, "again": FRESH}
    late = meanwhile(does("resets"), lambda: officer.post("/password", form), on_postgres).result(30)
    assert late.status_code != 303 or late.headers["Location"] == "/login"
    assert not passwords.matches(account("zhifa1").password_hash, FRESH)
    assert account("zhifa1").must_change_password


@pytest.fixture
def while_comparing(monkeypatch):
    """while_comparing(act) lets the act be done while the password is compared."""

    def meant(act):
        def compare(stored, typed, matches=passwords.matches):
            right = matches(stored, typed)
            with db.write_session() as session:
                act(session)
            return right

        monkeypatch.setattr(passwords, "matches", compare)

    return meant


@pytest.mark.parametrize(("act", "right"), [("resets", True), ("disables", True), ("renames", False)])
def test_what_is_done_to_an_account_while_its_password_is_compared_counts(
    browser_of, sign_in, password_of, account, acts_on, does, while_comparing, act, right
):
    typed = password_of("zhifa1") if right else "not the password"
    while_comparing(does(act))
    answer = sign_in(browser_of(None), "zhifa1", typed)
    assert (answer.status_code, "登录名或密码不对" in seen(answer)) == (422, True)
    assert acts_on(account("zhifa1"))[-1].act == "登录失败"
    nothing_looks_tampered_with()


def test_an_account_renamed_while_its_password_is_compared_is_signed_in_to(
    browser_of, sign_in, password_of, does, while_comparing
):
    while_comparing(does("renames"))
    browser = browser_of(None)
    assert sign_in(browser, "zhifa1", password_of("zhifa1")).status_code == 303
    assert "江一舟" in seen(browser.get("/me"))
    nothing_looks_tampered_with()


def test_a_try_counts_though_a_sign_in_forgets_the_failures_at_that_moment(app, monkeypatch, on_postgres):
    bucket, opened, late = "login:x", trying._open, []
    with db.write_session() as session:
        actions.take_try(session, bucket, at=clock.now())

    def forget():
        with db.write_session() as session:
            actions.forget_tries(session, bucket)

    with ThreadPoolExecutor(1) as colleague, db.write_session() as session:

        def open_slowly(*given):
            opened(*given)
            late.append(colleague.submit(forget))
            if on_postgres:  # on SQLite the colleague waits for the one write lock
                until_somebody_waits()

        monkeypatch.setattr(trying, "_open", open_slowly)
        actions.take_try(session, bucket, at=clock.now())
        session.commit()
    assert late[0].result(30) is None
    with db.read_session() as session:
        assert session.scalars(select(Tries)).all() == []


def renamed(session, region, by, **changes):
    names = ("name", "short_name", "office_name", "number_prefix")
    values = {name: getattr(region, name) for name in names} | changes
    actions.change_region(session, region, values, region.version, by=by, at=clock.now())


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [("澄溪县", 409, "刚才有人改过这一条"), ("石桥县", 422, "已经有辖区用这个文号简称")],
)
def test_a_region_changed_meanwhile_is_seen(browser_of, place, person, on_postgres, name, status, sentence):
    boss, by, stored = browser_of("xitong"), person("xitong"), place(name)
    form = {
        "name": stored.name, "short_name": stored.short_name, "office_name": stored.office_name,
        "number_prefix": "新", "version": str(stored.version),
    }  # fmt: skip

    def first(session):
        renamed(session, session.get_one(Region, place("澄溪县").id), by, number_prefix="新")

    late = meanwhile(first, lambda: boss.post(f"/regions/{stored.id}", form), on_postgres).result(30)
    assert (late.status_code, sentence in seen(late)) == (status, True)
    nothing_looks_tampered_with()
