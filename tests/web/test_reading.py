"""Looking never changes anything, whoever looks; and the five answers are the same with and without htmx."""

import hashlib

import pytest
from sqlalchemy import inspect, select

from inspectapp.shared import clock, db
from tests.client import seen
from tests.conftest import NOW

CAST = ["zhifa1", "kezhang", "fazhi", "ducha", "jingban", "xitong", "anquan", "shenji"]


def pages(app):
    """Every address that can be opened without knowing an id."""
    found = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    return sorted(str(rule) for rule in found if not str(rule).startswith("/probe"))


def everything():
    """A digest of every row of every table."""
    digest = hashlib.sha256()
    with db.read_session() as reading:
        present = inspect(reading.connection()).get_table_names()
        for table in db.metadata.sorted_tables:
            rows = reading.execute(select(table)).all() if table.name in present else []
            digest.update(repr((table.name, sorted(map(repr, rows)))).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("login", CAST)
def test_opening_every_page_changes_no_row(caller, probes, login):
    with clock.freeze(NOW):
        phone = caller(login)
        before = everything()
        statuses = {phone.get(path).status_code for path in pages(probes)}
        assert statuses <= {200, 303, 403, 404, 409, 422}
        assert 200 in statuses
        assert everything() == before


def test_head_and_options_change_nothing_either(caller):
    phone = caller("zhifa1")
    before = everything()
    for path in ("/probe/regions", "/sign-outs", "/subjects", "/login"):
        for method in ("HEAD", "OPTIONS"):
            assert phone.open(path, method=method).status_code < 600
    assert everything() == before


def test_a_plain_answer_goes_on_with_a_message_that_is_shown_once(caller):
    phone = caller("zhifa1")
    answer = phone.post("/me/sign-ins/endings")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me")
    assert "已结束其他设备上的登录" in seen(phone.get("/me"))
    assert "已结束其他设备上的登录" not in seen(phone.get("/me"))


def test_htmx_is_told_to_load_the_next_page_instead_of_swapping_it_in(caller):
    answer = caller("zhifa1").post("/me/sign-ins/endings", htmx=True)
    assert (answer.status_code, answer.headers["HX-Redirect"], answer.text) == (204, "/me", "")


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_page_asked_for_as_a_whole_comes_whole(caller, header):
    answer = caller("zhifa1").get("/subjects", headers={"HX-Request": "true", header: "true"})
    assert "<html" in answer.text


def test_a_list_tells_caches_that_it_has_two_shapes(caller):
    phone = caller("zhifa1")
    whole, part = phone.get("/subjects"), phone.get("/subjects", htmx=True)
    assert "<html" in whole.text and "<html" not in part.text
    assert "HX-Request" in whole.headers["Vary"] and "HX-Request" in part.headers["Vary"]


def test_every_form_gets_an_id_of_its_own(caller):
    phone = caller("zhifa1")
    ids = [part[:36] for _ in range(3) for part in phone.get("/me").text.split('name="op_id" value="')[1:]]
    assert len(ids) >= 3
    assert len(set(ids)) == len(ids)
