"""The security administrator sees who is signed in, ends it, and lets somebody try again."""

from datetime import timedelta

import pytest
from sqlmodel import select

from inspectapp.people import actions, queries
from inspectapp.people.models import SignIn
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import NotAllowed
from tests.client import Browser, seen
from tests.conftest import NOW


@pytest.fixture
def guard(browser_of):
    return browser_of("anquan")


def open_sign_in(account, login):
    with db.read_session() as session:
        query = select(SignIn).where(SignIn.person_id == account(login).id, SignIn.ended_at.is_(None))
        return session.scalars(query).first()


def test_open_sign_ins_are_listed_with_device_network_and_times(guard, app, sign_in, password_of):
    phone = Browser(app)
    phone.environ_base["REMOTE_ADDR"] = "10.24.3.9"
    phone.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 15) Chrome/130"
    sign_in(phone, "zhifa1", password_of("zhifa1"))
    text = seen(guard.get("/security"))
    for word in ("江一帆", "安卓手机", "10.24.*.*", "执法人员 · 澄溪县", "本机"):
        assert word in text
    assert "10.24.3.9" not in text


def test_ending_one_sign_in_leaves_the_others(guard, browser_of, account, acts_on):
    lost, kept = browser_of("zhifa1"), browser_of("zhifa2")
    one = open_sign_in(account, "zhifa1")
    answer = guard.post(f"/security/sign-ins/{one.id}/endings")
    assert answer.headers["Location"] == "/security"
    assert lost.get("/me").status_code == 303
    assert kept.get("/me").status_code == 200
    noted = acts_on(account("zhifa1"))[-1]
    assert (noted.act, noted.by_id) == ("结束登录", account("anquan").id)


def test_a_sign_in_ends_once(guard, browser_of, account):
    browser_of("zhifa1")
    one = open_sign_in(account, "zhifa1")
    guard.post(f"/security/sign-ins/{one.id}/endings")
    again = guard.post(f"/security/sign-ins/{one.id}/endings")
    assert again.status_code == 409
    assert "这次登录已经结束" in seen(again)


def test_ending_all_sign_ins_of_a_person_asks_first(guard, browser_of, account):
    phones = [browser_of("zhifa1"), browser_of("zhifa1")]
    path = f"/security/people/{account('zhifa1').id}/endings"
    assert "本人在2台设备上登录着" in seen(guard.get(f"{path}/new"))
    assert guard.post(path).status_code == 303
    assert [phone.get("/me").status_code for phone in phones] == [303, 303]
    late = guard.post(path)
    assert late.status_code == 409
    assert "现在没有登录" in seen(late)


def test_what_has_run_out_or_belongs_to_a_closed_account_is_not_listed(guard, browser_of, app, account):
    with clock.freeze(NOW):
        browser_of("zhifa1")
    with clock.freeze(NOW + timedelta(minutes=40)):
        browser_of("zhifa2")
        guard = browser_of("anquan")
        browser_of("xitong").post(f"/accounts/{account('kezhang').id}/disablings")
        text = seen(guard.get("/security"))
    assert "梁䶮" in text
    assert "江一帆" not in text
    assert "邵立言" not in text


def test_sign_ins_are_found_by_name(guard, browser_of):
    browser_of("zhifa1")
    browser_of("zhifa2")
    found = seen(guard.get("/security?q=江一", htmx=True))
    assert "江一帆" in found
    assert "梁䶮" not in found
    assert "没有找到登录着的人" in seen(guard.get("/security?q=无此人"))


def test_the_own_sign_in_is_not_offered_for_ending(guard, account):
    assert f"/sign-ins/{open_sign_in(account, 'anquan').id}/endings" not in guard.get("/security").text


def test_failed_tries_are_listed_and_lifted(guard, browser_of, sign_in, password_of, account, acts_on):
    with clock.freeze(NOW):
        guard = browser_of("anquan")
        for _ in range(5):
            sign_in(browser_of(None), "zhifa2", "not the password")
        sign_in(browser_of(None), "nobody1", "not the password")
        text = seen(guard.get("/security/tries"))
        for word in ("梁䶮", "5次", "等待至14:06", "另有1个不存在的登录名"):
            assert word in text
        assert sign_in(browser_of(None), "zhifa2", password_of("zhifa2")).status_code == 429
        assert guard.post(f"/security/people/{account('zhifa2').id}/unlockings").status_code == 303
        assert sign_in(browser_of(None), "zhifa2", password_of("zhifa2")).status_code == 303
    assert "解除登录等待" in [line.act for line in acts_on(account("zhifa2"))]


def test_lifting_a_wait_that_nobody_has_is_refused(guard, account):
    answer = guard.post(f"/security/people/{account('zhifa2').id}/unlockings")
    assert answer.status_code == 409
    assert "没有登录失败的记录" in seen(answer)
    assert "没有登录失败的账号" in seen(guard.get("/security/tries"))


@pytest.mark.parametrize("login", ["xitong", "shenji", "kezhang"])
def test_only_the_security_administrator_ends_and_lifts(person, browser_of, account, login):
    browser_of("zhifa1")
    one = open_sign_in(account, "zhifa1")
    with db.write_session() as session:
        found, actor = queries.person_by_login(session, "zhifa1"), person(login)
        for act, thing in (
            (actions.end_one, one),
            (actions.end_everywhere, found),
            (actions.unlock, found),
        ):
            with pytest.raises(NotAllowed, match="只有安全管理员"):
                act(session, thing, by=actor, at=NOW)
