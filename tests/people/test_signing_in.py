"""Signing in and out: who gets in, who waits, and what ends a sign-in."""

import json
from datetime import timedelta

import pytest

from inspectapp.people import actions, queries
from inspectapp.people.access import TOKEN
from inspectapp.shared import clock, db
from tests.conftest import NOW


@pytest.fixture
def password(template):
    kept = json.loads((template.data / "demo-accounts.json").read_text())
    return kept["zhifa1"]


def sign_in(browser, password, login="zhifa1", **more):
    return browser.post("/sign-ins", {"login": login, "password": password, **more})


def test_an_officer_signs_in_and_reaches_today(browser_of, password):
    browser = browser_of(None)
    assert browser.get("/").headers["Location"] == "/login"
    answer = sign_in(browser, password)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "江一帆" in browser.get("/").text


def test_a_wrong_password_and_an_unknown_login_look_the_same(browser_of):
    browser = browser_of(None)
    wrong = sign_in(browser, "not the password")
    unknown = sign_in(browser, "not the password", login="nobody1")
    assert wrong.status_code == unknown.status_code == 422
    assert "登录名或密码不对" in wrong.text
    assert "登录名或密码不对" in unknown.text


def test_after_five_failures_the_right_password_waits_too_and_time_opens_the_door(browser_of, password):
    browser = browser_of(None)
    with clock.freeze(NOW):
        for _ in range(5):
            assert sign_in(browser, "not the password").status_code == 422
        late = sign_in(browser, password)
        assert late.status_code == 429
        assert "请1分钟后再试" in late.text
    with clock.freeze(NOW + timedelta(minutes=2)):
        assert sign_in(browser, password).status_code == 303


def test_failures_of_one_account_do_not_hold_up_another(browser_of, password):
    browser = browser_of(None)
    for _ in range(6):
        sign_in(browser, "not the password", login="zhifa2")
    assert sign_in(browser, password).status_code == 303


@pytest.mark.parametrize(
    "place", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_after_signing_in_nobody_is_sent_elsewhere(browser_of, password, place):
    assert sign_in(browser_of(None), password, next=place).headers["Location"] == "/"


def test_a_copied_cookie_is_dead_after_signing_out(app, browser_of):
    browser = browser_of("zhifa1")
    with browser.session_transaction() as cookie:
        token = cookie[TOKEN]
    assert browser.post("/sign-outs").headers["Location"] == "/login"
    thief = browser_of(None)
    with thief.session_transaction() as cookie:
        cookie[TOKEN] = token
    assert thief.get("/me").status_code == 303


@pytest.mark.parametrize(
    ("away", "status"),
    [(timedelta(minutes=29), 200), (timedelta(minutes=31), 303), (timedelta(hours=13), 303)],
)
def test_a_sign_in_left_alone_ends(browser_of, away, status):
    with clock.freeze(NOW):
        browser = browser_of("zhifa1")
    with clock.freeze(NOW + away):
        assert browser.get("/me").status_code == status


def test_a_busy_sign_in_lives_on_but_not_for_ever(browser_of):
    with clock.freeze(NOW):
        browser = browser_of("zhifa1")
    for minutes in range(20, 12 * 60, 20):
        with clock.freeze(NOW + timedelta(minutes=minutes)):
            assert browser.get("/me").status_code == 200
    with clock.freeze(NOW + timedelta(hours=12, minutes=1)):
        assert browser.get("/me").status_code == 303


def test_a_disabled_account_is_out_at_once(browser_of, person):
    browser = browser_of("zhifa1")
    with db.write_session() as session:
        found = queries.person_by_login(session, "zhifa1")
        actions.disable(session, found, by=person("xitong"), at=clock.now())
    assert browser.get("/me").status_code == 303


def test_a_handed_out_password_must_be_changed_before_anything_else(browser_of, person):
    with db.write_session() as session:
        found = queries.person_by_login(session, "zhifa1")
        handed = actions.hand_out_password(session, found, by=person("xitong"), at=clock.now())
    browser = browser_of(None)
    sign_in(browser, handed)
    assert browser.get("/me").headers["Location"] == "/password"
    fresh = "梧桐 shan lu 八千里"
    answer = browser.post("/password", {"present": handed, "password": fresh, "again": fresh})
    assert answer.headers["Location"] == "/"
    assert browser.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("fresh", "again", "sentence"),
    [
        ("short", "short", "密码至少12个字符"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "太容易猜到"),
        ("my-zhifa1-secret", "my-zhifa1-secret", "不要包含登录名"),
        ("long enough words", "long enough word", "两次输入的密码不一样"),
    ],
)
def test_a_bad_new_password_says_why_and_changes_nothing(browser_of, password, fresh, again, sentence):
    browser = browser_of("zhifa1")
    answer = browser.post("/password", {"present": password, "password": fresh, "again": again})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert sign_in(browser_of(None), password).status_code == 303


def test_htmx_without_a_sign_in_is_told_where_to_go(browser_of):
    answer = browser_of(None).get("/me", htmx=True)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login")
