"""Sign-ins live on the server: who ends them, when they end by themselves, and what survives a restart."""

import pytest
from sqlmodel import select

from inspectapp.app import create_app
from inspectapp.people import queries
from inspectapp.people.access import TOKEN
from inspectapp.people.models import SignIn, Tries
from inspectapp.shared import clock, db
from tests.client import Browser, seen
from tests.conftest import NOW

FRESH = "梧桐 shan lu 八千里"


def token_of(browser):
    with browser.session_transaction() as cookie:
        return cookie[TOKEN]


def with_token(app, token):
    """Whoever got hold of a token and puts it into a browser of their own."""
    browser = Browser(app)
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token
    return browser


def another_worker(settings):
    """A second process over the same data: nothing in memory is shared."""
    made = create_app(settings)
    made.testing = True
    return Browser(made)


def test_signing_in_makes_a_new_token_and_the_one_before_is_dead(app, browser_of, sign_in, password_of):
    browser = browser_of("zhifa1")
    planted = token_of(browser)
    sign_in(browser, "zhifa1", password_of("zhifa1"))
    assert token_of(browser) != planted
    assert browser.get("/me").status_code == 200
    assert with_token(app, planted).get("/me").status_code == 303


def test_a_token_planted_before_signing_in_is_worth_nothing_after_it(app, sign_in, password_of):
    victim = with_token(app, "planted-by-somebody-else")
    sign_in(victim, "zhifa1", password_of("zhifa1"))
    assert victim.get("/me").status_code == 200
    assert with_token(app, "planted-by-somebody-else").get("/me").status_code == 303


def test_the_token_itself_is_not_in_the_database(browser_of):
    token = token_of(browser_of("zhifa1"))
    with db.read_session() as session:
        stored = session.scalars(select(SignIn.token_sha256)).all()
    assert token not in stored
    assert queries.token_digest(token) in stored


def test_changing_the_password_signs_out_everywhere_else(browser_of, password_of):
    here, there = browser_of("zhifa1"), browser_of("zhifa1")
    answer = here.post("/password", {"present": password_of("zhifa1"), "password": FRESH, "again": FRESH})
    assert answer.status_code == 303
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 303


@pytest.mark.parametrize(
    ("present", "fresh", "sentence"),
    [("not the password", FRESH, "现在的密码不对"), (None, None, "新密码与现在的密码相同")],
)
def test_a_refused_change_leaves_the_other_sign_ins_alone(browser_of, password_of, present, fresh, sentence):
    here, there = browser_of("zhifa1"), browser_of("zhifa1")
    old = password_of("zhifa1")
    answer = here.post(
        "/password", {"present": present or old, "password": fresh or old, "again": fresh or old}
    )
    assert answer.status_code == 422
    assert sentence in seen(answer)
    assert there.get("/me").status_code == 200


def test_ending_the_other_sign_ins_keeps_the_one_at_hand(browser_of):
    here, there = browser_of("zhifa1"), browser_of("zhifa1")
    assert "结束其他设备的登录" in seen(here.get("/me"))
    here.post("/me/sign-ins/endings")
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 303


def test_a_sign_in_survives_a_restart(settings, browser_of):
    token = token_of(browser_of("zhifa1"))
    assert with_token(create_app(settings), token).get("/me").status_code == 200


def test_the_wait_after_failures_survives_a_restart_and_counts_over_two_workers(
    app, settings, sign_in, password_of
):
    with clock.freeze(NOW):
        one = Browser(app)
        for browser in (one, one, one, another_worker(settings), another_worker(settings)):
            assert sign_in(browser, "zhifa1", "not the password").status_code == 422
        assert sign_in(another_worker(settings), "zhifa1", password_of("zhifa1")).status_code == 429


def test_an_unknown_login_waits_just_like_a_known_one(browser_of, sign_in):
    with clock.freeze(NOW):
        answers = {
            login: [sign_in(browser_of(None), login, "not the password") for _ in range(6)]
            for login in ("zhifa1", "nobody1")
        }
    known, unknown = (
        [(one.status_code, seen(one).replace(login, "")) for one in made] for login, made in answers.items()
    )
    assert [status for status, _ in known] == [422] * 5 + [429]
    assert known == unknown


def test_a_disabled_account_looks_like_a_wrong_password(browser_of, sign_in, password_of, account):
    browser_of("xitong").post(f"/accounts/{account('zhifa1').id}/disablings")
    right = sign_in(browser_of(None), "zhifa1", password_of("zhifa1"))
    wrong = sign_in(browser_of(None), "zhifa1", "not the password")
    assert (right.status_code, seen(right)) == (wrong.status_code, seen(wrong))


def test_what_was_typed_as_an_unknown_login_is_not_kept(browser_of, sign_in):
    sign_in(browser_of(None), "my-secret-typed-in-the-wrong-box", "whatever it is")
    with db.read_session() as session:
        (held,) = session.scalars(select(Tries)).all()
    assert "secret" not in held.bucket
    assert held.person_id is None


def test_success_forgets_the_failures(browser_of, sign_in, password_of):
    sign_in(browser_of(None), "zhifa1", "not the password")
    sign_in(browser_of(None), "zhifa1", password_of("zhifa1"))
    with db.read_session() as session:
        assert session.scalars(select(Tries)).all() == []


def test_failed_and_successful_tries_are_noted(browser_of, sign_in, password_of, account, acts_on):
    sign_in(browser_of(None), "zhifa1", "not the password")
    sign_in(browser_of(None), "zhifa1", password_of("zhifa1"))
    noted = acts_on(account("zhifa1"))[-2:]
    assert [line.act for line in noted] == ["登录失败", "登录"]
    assert noted[0].by_id is None


def test_an_inner_page_is_where_signing_in_leads_back_to(browser_of, sign_in, password_of):
    browser = browser_of(None)
    asked = browser.get("/subjects?q=a b").headers["Location"]
    assert asked.startswith("/login?next=")
    assert 'value="/subjects?q=a b"' in browser.get(asked).text
    answer = sign_in(browser, "zhifa1", password_of("zhifa1"), next="/subjects?q=a b")
    assert answer.headers["Location"].startswith("/subjects?q=")


@pytest.mark.parametrize(
    "place",
    ["https:evil.example", "/\t/evil.example", "\\\\evil.example", "//evil.example", "evil.example", ""],
)
def test_after_signing_in_no_disguise_leads_elsewhere(browser_of, sign_in, password_of, place):
    assert sign_in(browser_of(None), "zhifa1", password_of("zhifa1"), next=place).headers["Location"] == "/"


def test_who_is_signed_in_already_does_not_see_the_login_page(browser_of):
    assert browser_of("zhifa1").get("/login?next=//evil.example").headers["Location"] == "/"
