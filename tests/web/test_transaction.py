"""One request, one transaction: all of it or nothing, and trouble of the machine told in a sentence."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from inspectapp.shared import clock, db
from inspectapp.shared.refusals import Busy
from inspectapp.web import once, transaction, trouble
from tests.conftest import NOW

DOOR = "/probe/regions"
NOTHING = (0, 0, 0)


def database_says(words):
    return OperationalError("INSERT", {}, Exception(words))


def raising(error):
    def fail(*args, **kwargs):
        raise error

    return fail


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ("400", 400), ("404 answered", 404), ("409", 409), ("422", 422), ("422 answered", 422), ("429", 429),
        ("500", 500), ("500 answered", 500), ("503", 503), ("507", 507), ("a nested act refused", 422),
    ],
)  # fmt: skip
def test_a_refused_request_leaves_neither_rows_nor_lines(caller, kept, form, ending, status):
    assert caller().post(DOOR, form(ending=ending)).status_code == status
    assert kept() == NOTHING


def test_a_failing_commit_leaves_nothing_half_and_the_same_request_succeeds_later(
    caller, kept, form, monkeypatch
):
    phone = caller()
    with monkeypatch.context() as broken:
        broken.setattr(transaction, "commit", raising(database_says("disk I/O error")))
        answer = phone.post(DOOR, form())
    assert answer.status_code == 503
    assert "数据库暂时不能使用，这一次没有保存" in answer.text
    assert answer.headers["Retry-After"] == "3"
    assert kept() == NOTHING
    assert phone.post(DOOR, form()).status_code == 303
    assert kept() == (1, 1, 1)


def test_a_write_never_begins_inside_a_write(app):
    """It would wait for its own turn, and take the connection of the write around it away."""
    refused = pytest.raises(RuntimeError, match="would wait for its own turn")
    with app.test_request_context(), transaction._writing(), refused, transaction.apart():
        pass


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ("database is locked", 503, "现在提交的人较多"),
        ("canceling statement due to lock timeout", 503, "现在提交的人较多"),
        ("deadlock detected", 503, "现在提交的人较多"),
        ("database or disk is full", 507, "磁盘空间不足"),
        ("could not extend file: No space left on device", 507, "磁盘空间不足"),
        ("server closed the connection unexpectedly", 503, "数据库暂时不能使用"),
    ],
)
def test_trouble_of_the_database_is_a_sentence(caller, kept, form, monkeypatch, said, status, sentence):
    monkeypatch.setattr(once, "remember", raising(database_says(said)))
    answer = caller().post(DOOR, form())
    assert answer.status_code == status
    assert sentence in answer.text
    assert "没有保存" in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert kept() == NOTHING


def test_a_mistake_of_ours_is_not_called_trouble_of_the_machine():
    assert trouble.in_words(RuntimeError("disk is full")) is None
    assert trouble.in_words(OSError(2, "No such file")) is None


def test_whoever_waits_too_long_for_the_turn_is_told_to_come_back(caller, kept, form, monkeypatch):
    monkeypatch.setattr(db.Database, "turn", raising(Busy()))
    answer = caller().post(DOOR, form())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert kept() == NOTHING


def test_a_page_that_is_only_read_cannot_write(caller, kept):
    assert caller().get("/probe/regions").status_code in (500, 503)
    with db.read_session() as reading:
        assert not reading.connection().exec_driver_sql("select 1 from regions where name = '偷偷市'").all()
    assert kept() == NOTHING


def test_reading_goes_on_while_nobody_can_write(caller, monkeypatch):
    with clock.freeze(NOW):
        phone = caller("zhifa1")
    monkeypatch.setattr(db.Database, "write", raising(database_says("database or disk is full")))
    with clock.freeze(NOW + timedelta(minutes=5)):
        assert phone.get("/me").status_code == 200


@pytest.mark.parametrize("htmx", [False, True])
def test_without_a_database_the_page_says_so_in_words(caller, monkeypatch, htmx):
    phone = caller("zhifa1")
    monkeypatch.setattr(db.Database, "looking", raising(database_says("unable to open database file")))
    answer = phone.get("/me", htmx=htmx)
    assert answer.status_code == 503
    assert "数据库暂时不能使用" in answer.text
    assert answer.headers["Retry-After"] == "3"
    assert "Content-Security-Policy" in answer.headers
