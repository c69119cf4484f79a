"""Connections that lie ready come as clean as new ones, and who reads never gets one that writes."""

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from inspectapp.shared.db import Database
from inspectapp.shared.idle import Idle

ADD = text("insert into notes values ('一')")


@pytest.fixture
def small(tmp_path):
    """A small file of its own, whichever store the other stories run on."""
    database = Database(f"sqlite:///{tmp_path / 'small.db'}")
    with database.write() as writing:
        writing.execute(text("create table notes (words text)"))
    yield database
    database.engine.dispose()


def count(database):
    with database.reader() as reading:
        return reading.execute(text("select count(*) from notes")).scalar()


def writer(database):
    return database.to_write(database.looking())


def test_the_one_used_last_is_taken_again(small):
    first = small.looking()
    small.done_with(first)
    assert small.looking() is first


def test_who_reads_and_who_writes_never_get_each_others(small):
    read, write = small.looking(), writer(small)
    small.done_with(read)
    small.done_with(write)
    assert small.looking() is read
    with pytest.raises(OperationalError, match="readonly"):
        read.execute(ADD)
    assert writer(small) is write


def test_what_was_not_committed_is_taken_back_and_the_lock_is_free(small):
    write = writer(small)
    write.execute(ADD)
    small.done_with(write)
    assert count(small) == 0
    again = writer(small)
    again.execute(ADD)
    again.commit()
    assert count(small) == 1


def test_one_in_the_middle_of_something_unknown_does_not_stay(small):
    write = writer(small)
    write.connection.driver_connection.execute("BEGIN IMMEDIATE")
    small.done_with(write)
    assert write.closed
    with small.write() as writing:
        writing.execute(ADD)


def test_a_broken_or_closed_one_does_not_stay(small):
    broken, closed = small.looking(), small.looking()
    broken.invalidate()
    closed.close()
    small.done_with(broken)
    small.done_with(closed)
    assert small.looking() not in (broken, closed)


def test_one_that_cannot_take_back_is_thrown_away_without_a_word(small, monkeypatch):
    """Its trouble was told where it began; telling another one would hide that."""

    def broken(driver):
        raise dbapi2.OperationalError("disk I/O error")

    read = small.looking()
    read.execute(text("select 1"))
    with monkeypatch.context() as trouble:
        trouble.setattr(small.reading.dialect, "do_rollback", broken)
        small.done_with(read)
    assert read.closed and small.looking() is not read


def test_only_a_few_lie_ready(small, monkeypatch):
    monkeypatch.setattr(Idle, "MOST", 1)
    two = small.looking(), small.looking()
    for one in two:
        small.done_with(one)
    assert [one.closed for one in two] == [False, True]


def test_a_database_that_is_let_go_leaves_none_open(small, tmp_path):
    read, write = small.looking(), writer(small)
    small.done_with(read)
    small.done_with(write)
    small.engine.dispose()
    assert read.closed and write.closed
    assert not (tmp_path / "small.db-wal").exists()


def test_nothing_is_forbidden_or_allowed_anew_between_two_questions(small):
    """Every `PRAGMA query_only` would make the connection prepare all its statements again."""
    told = []
    for _ in range(2):
        read = small.looking()
        read.connection.driver_connection.set_trace_callback(told.append)
        read.execute(text("select 1"))
        small.done_with(read)
    assert told == ["BEGIN", "select 1", "ROLLBACK"] * 2
