"""The first run: a link that works once and for a day makes the first administrator."""

from datetime import timedelta

import pytest

from inspectapp.people import actions, queries
from inspectapp.people.actor import Role
from inspectapp.shared import clock, db
from tests.client import Browser, seen
from tests.conftest import NOW
from tests.people.conftest import FIRST


@pytest.fixture
def link(empty_app):
    with clock.freeze(NOW):
        with db.write_session() as session:
            token = actions.make_link(session, None, at=NOW)
        yield f"/set-up/{token}"


@pytest.fixture
def anyone(empty_app):
    return Browser(empty_app)


def test_the_link_makes_the_city_and_its_system_administrator(anyone, link, sign_in):
    assert anyone.get(link).status_code == 200
    assert anyone.post(link, FIRST).headers["Location"] == "/login"
    with db.read_session() as session:
        made = queries.person_by_login(session, "first")
        assert (made.role, made.must_change_password) == (Role.SYSTEM, False)
    assert sign_in(anyone, "first", FIRST["password"]).headers["Location"] == "/"
    assert "还没有安全管理员和审计管理员" in seen(anyone.get("/accounts"))


def test_the_link_works_once(anyone, link):
    anyone.post(link, FIRST)
    again = anyone.post(link, FIRST | {"login": "second"})
    assert again.status_code == 409
    assert anyone.get(link).status_code == 409
    with db.read_session() as session:
        assert queries.person_by_login(session, "second") is None


def test_the_link_is_dead_after_a_day(anyone, link):
    with clock.freeze(NOW + timedelta(hours=24, seconds=1)):
        assert anyone.get(link).status_code == 409
        answer = anyone.post(link, FIRST)
    assert answer.status_code == 409
    assert "已经用过或已过期" in seen(answer)
    with db.read_session() as session:
        assert not queries.anybody(session)


def test_a_made_up_link_opens_nothing(anyone, link):
    assert anyone.get("/set-up/made-up").status_code == 403
    assert anyone.post("/set-up/made-up", FIRST).status_code == 409


def test_a_second_fresh_link_makes_no_second_first_administrator(anyone, link):
    with db.write_session() as session:
        other = actions.make_link(session, None, at=NOW)
    anyone.post(link, FIRST)
    answer = anyone.post(f"/set-up/{other}", FIRST | {"login": "second", "name": "另一市"})
    assert answer.status_code == 409
    assert "系统已经有账号了" in seen(answer)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"again": "something else"}, "两次输入的密码不一样"),
        ({"password": "short", "again": "short"}, "密码至少12个字符"),
        ({"login": "江"}, "登录名用3到40个小写字母"),
    ],
)
def test_a_mistake_does_not_use_the_link_up(anyone, link, wrong, sentence):
    answer = anyone.post(link, FIRST | wrong)
    assert answer.status_code == 422
    assert sentence in seen(answer)
    assert FIRST["password"] not in answer.text
    assert anyone.post(link, FIRST).status_code == 303
