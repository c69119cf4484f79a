"""The database keeps what was answered: durable, one writer at a time in order, readers that cannot write."""

import os
import subprocess
import sys
import threading
import uuid
from datetime import UTC, datetime, timedelta, timezone

import pysqlite3
import pytest
from sqlalchemy import CheckConstraint, Column, MetaData, Table, event, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from inspectapp.people import queries
from inspectapp.people.models import Level, Person, Region
from inspectapp.shared import db, turns
from inspectapp.shared.db import Database, Word, check_word
from inspectapp.shared.refusals import Busy, NotFound
from inspectapp.shared.turns import FairLock, FileTurn
from inspectapp.web import trouble
from tests.fixtures.waiting import meanwhile

SHANGHAI = timezone(timedelta(hours=8))
COUNTIES = [f"试验{number}县" for number in range(6)]


def county(name="试验县", **changes):
    values = {"name": name, "short_name": "试", "office_name": "局", "number_prefix": "试"} | changes
    return Region(level=Level.COUNTY, **values)


@pytest.fixture
def sqlite(tmp_path):
    """A small file of its own, whichever store the other stories run on."""
    database = Database(f"sqlite:///{tmp_path / 'small.db'}")
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA journal_mode=WAL")
    with database.write() as writing:
        writing.execute(text("create table notes (words text)"))
    yield database
    database.engine.dispose()


def words(database):
    with database.reader() as reading:
        return list(reading.execute(text("select words from notes")).scalars())


# --- SQLite ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 8000),
        ("journal_mode", "wal"),
    ],
)
def test_every_connection_keeps_what_it_answered_for(sqlite, pragma, value):
    sessions = [sqlite.reader() for _ in range(3)]
    assert [one.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() for one in sessions] == [value] * 3
    for one in sessions:
        one.close()


def test_an_sqlite_with_the_known_defect_is_not_used(monkeypatch, tmp_path):
    assert pysqlite3.sqlite_version_info >= db.SAFE_SQLITE
    monkeypatch.setattr(db, "SAFE_SQLITE", (99, 0, 0))
    with pytest.raises(SystemExit, match="请重新安装"):
        Database(f"sqlite:///{tmp_path / 'x.db'}")


def test_a_writer_takes_the_lock_before_it_reads(sqlite, tmp_path):
    other = pysqlite3.connect(tmp_path / "small.db", timeout=0, isolation_level=None)
    with sqlite.write() as writing:
        writing.execute(text("select 1"))
        with pytest.raises(pysqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_reader_takes_no_lock_and_sees_one_moment(sqlite):
    with sqlite.reader() as reading:
        assert reading.execute(text("select count(*) from notes")).scalar() == 0
        with sqlite.write() as writing:
            writing.execute(text("insert into notes values ('一')"))
        assert reading.execute(text("select count(*) from notes")).scalar() == 0
    assert words(sqlite) == ["一"]


def test_a_busy_database_is_told_apart_from_a_broken_one(monkeypatch, tmp_path, sqlite):
    monkeypatch.setattr(db, "BUSY_MS", 10)
    sqlite.engine.dispose()
    other = pysqlite3.connect(tmp_path / "small.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError) as refused, sqlite.write() as writing:
        writing.execute(text("insert into notes values ('一')"))
    assert isinstance(trouble.in_words(refused.value), Busy)
    other.close()


def test_a_full_disk_is_told_and_what_was_kept_stays(sqlite):
    def fill(connection, record):
        connection.execute("PRAGMA max_page_count=4")

    with sqlite.write() as writing:
        writing.execute(text("insert into notes values ('kept')"))
    event.listen(sqlite.engine, "connect", fill)
    sqlite.engine.dispose()
    with pytest.raises(OperationalError) as refused, sqlite.write() as writing:
        writing.execute(text("insert into notes values (:words)"), {"words": "长" * 100_000})
    assert trouble.in_words(refused.value).status == 507
    assert words(sqlite) == ["kept"]


def test_whoever_waits_too_long_in_the_queue_is_sent_away(monkeypatch, sqlite):
    monkeypatch.setattr(db, "QUEUE_SECONDS", 0.01)
    with sqlite.write(), pytest.raises(Busy), sqlite.turn():
        raise AssertionError("not our turn")
    with sqlite.turn():
        assert words(sqlite) == []


# --- the queue ---------------------------------------------------------------------------------------------


def waiting(lock, number):
    while len(lock._waiting) < number:
        threading.Event().wait(0.001)


def test_writers_get_their_turn_in_the_order_they_came():
    lock, served = FairLock(), []

    def write(name):
        lock.acquire()
        served.append(name)
        lock.release()

    lock.acquire()
    threads = []
    for number, name in enumerate(COUNTIES, 1):
        threads.append(threading.Thread(target=write, args=(name,)))
        threads[-1].start()
        waiting(lock, number)
    lock.release()
    for thread in threads:
        thread.join(60)
    assert served == COUNTIES


def test_who_gave_up_is_not_waited_for():
    lock = FairLock()
    assert lock.acquire()
    assert not lock.acquire(0.001)
    lock.release()
    assert lock.acquire(0.001)
    lock.release()


def test_a_turn_that_comes_in_the_last_moment_is_taken():
    assert not FairLock()._gave_up(threading.Lock())


@pytest.fixture
def elsewhere(tmp_path):
    """Two other processes before the same file, as far as the kernel can tell."""
    return FileTurn(tmp_path / "small.db"), FileTurn(tmp_path / "small.db")


def test_another_process_waits_until_the_turn_is_over(elsewhere):
    first, second = elsewhere
    came = threading.Event()
    assert first.acquire(1)
    thread = threading.Thread(target=lambda: second.acquire(60) and came.set())
    thread.start()
    assert not came.wait(0.02)
    first.release()
    assert came.wait(60)
    thread.join(60)
    assert not first.acquire(0.001)
    second.release()


def test_another_process_that_waits_is_not_overtaken(elsewhere, sqlite):
    first, second = elsewhere
    served = []

    def wait_for_it():
        assert second.acquire(60)
        served.append("second")
        second.release()

    assert first.acquire(1)
    thread = threading.Thread(target=wait_for_it)
    thread.start()
    while turns._free(gate := turns._opened(second.gate)):
        os.close(gate)
        threading.Event().wait(0.001)
    os.close(gate)
    first.release()
    assert first.acquire(60)
    served.append("first again")
    first.release()
    thread.join(60)
    assert served == ["second", "first again"]


def test_a_process_that_gave_up_keeps_nobody_waiting(elsewhere, sqlite, monkeypatch):
    first, second = elsewhere
    monkeypatch.setattr(db, "QUEUE_SECONDS", 0.01)
    assert first.acquire(1)
    with pytest.raises(Busy), sqlite.write():
        raise AssertionError("not our turn")
    assert not second.acquire(0.001)
    first.release()
    assert second.acquire(60)
    second.release()
    monkeypatch.setattr(db, "QUEUE_SECONDS", 5)
    with sqlite.write() as writing:
        writing.execute(text("insert into notes values ('一')"))
    assert words(sqlite) == ["一"]


def test_the_turn_of_a_process_that_died_is_free(elsewhere, tmp_path):
    words_of_it = (
        "import os, pathlib, sys; from inspectapp.shared.turns import FileTurn;"
        "print(FileTurn(pathlib.Path(sys.argv[1])).acquire(1), flush=True); os._exit(1)"
    )
    died = subprocess.run(
        [sys.executable, "-c", words_of_it, str(tmp_path / "small.db")], capture_output=True, text=True
    )
    assert died.stdout == "True\n"
    assert elsewhere[0].acquire(0.001)
    elsewhere[0].release()


def test_a_turn_that_came_while_leaving_is_taken(tmp_path):
    late = turns._Waiter(*(turns._opened(tmp_path / name) for name in ("gate", "desk")))
    late._sleep = lambda: None
    late.came = ComesLate()
    assert late.waited(0)
    assert not late.left


class ComesLate:
    """A lock that is released between the end of waiting and the last look."""

    def acquire(self, blocking=True, timeout=-1):
        return timeout < 0


# --- both stores -------------------------------------------------------------------------------------------


def test_a_session_that_reads_cannot_write(app):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), db.read_session() as reading:
        reading.add(county())
        reading.flush()
    with db.write_session() as writing:
        writing.add(county())
    with db.read_session() as reading:
        assert reading.scalars(select(Region).where(Region.name == "试验县")).one().short_name == "试"


def test_an_exception_takes_everything_back(app):
    with pytest.raises(RuntimeError, match="half"), db.write_session() as writing:
        writing.add(county())
        writing.flush()
        raise RuntimeError("half done")
    with db.read_session() as reading:
        assert reading.scalars(select(Region).where(Region.name == "试验县")).all() == []


def test_nothing_may_hang_on_what_does_not_exist(app):
    with pytest.raises(IntegrityError), db.write_session() as writing:
        writing.add(county(parent_id=uuid.uuid4()))


def test_one_name_is_one_region_even_for_two_writers(app):
    with db.write_session() as writing:
        writing.add(county())
    with pytest.raises(IntegrityError), db.write_session() as writing:
        writing.add(county())


@pytest.mark.parametrize("zone", [UTC, SHANGHAI])
def test_moments_come_back_aware_and_the_same(app, zone):
    moment = datetime(2026, 11, 21, 14, 5, 6, 123456, tzinfo=zone)
    with db.write_session() as writing:
        queries.person_by_login(writing, "zhifa1").disabled_at = moment
    with db.read_session() as reading:
        stored = queries.person_by_login(reading, "zhifa1").disabled_at
    assert stored == moment
    assert stored.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(app):
    with pytest.raises(StatementError), db.write_session() as writing:
        queries.person_by_login(writing, "zhifa1").disabled_at = datetime(2026, 11, 21)


@pytest.mark.parametrize("odd", ["镕㛃䶮𬭚", "😀", "a'b\"c;--", "\\", "%_", "张" * 2000])
def test_rare_characters_come_back_as_they_went(app, odd):
    with db.write_session() as writing:
        writing.add(county(odd))
    with db.read_session() as reading:
        assert reading.scalars(select(Region).where(Region.name == odd)).one().name == odd


@pytest.mark.parametrize("word", ["VILLAGE", "county", "", 7, Word])
def test_an_unknown_word_does_not_reach_the_table(app, word):
    with pytest.raises(StatementError), db.write_session() as writing:
        writing.execute(
            insert(Region.__table__),
            {"id": uuid.uuid4(), "name": "试验县", "short_name": "试", "level": word, "office_name": "局",
             "number_prefix": "试", "version": 1},
        )  # fmt: skip


def test_words_are_stored_by_name_and_come_back_as_words(app):
    with db.read_session() as reading:
        stored = reading.execute(text("select role from people where login = 'zhifa1'")).scalar()
        assert stored == "OFFICER"
        assert queries.person_by_login(reading, "zhifa1").role.title == "执法人员"


def test_a_table_that_wants_it_refuses_unknown_words_by_itself(sqlite):
    table = Table("levels", MetaData(), Column("level", Word(Level)), check_word("level", Level))
    assert any(isinstance(one, CheckConstraint) for one in table.constraints)
    with sqlite.writing.begin() as connection:
        table.create(connection)
        connection.execute(insert(table), {"level": Level.CITY})
    with pytest.raises(IntegrityError), sqlite.writing.begin() as connection:
        connection.exec_driver_sql("insert into levels values ('VILLAGE')")


def test_ids_are_made_by_whoever_makes_the_thing(app):
    given = uuid.uuid4()
    with db.write_session() as writing:
        writing.add(county(id=given))
    with db.read_session() as reading:
        assert reading.get_one(Region, given).name == "试验县"
    assert Person(login="a", name="b", region_id=given).id != Person(login="a", name="b", region_id=given).id


# --- holding rows ------------------------------------------------------------------------------------------


def test_what_one_has_changed_oneself_is_not_lost_by_holding_the_row(app):
    with db.write_session() as writing:
        row = county()
        writing.add(row)
        writing.flush()
        row.short_name = "验"
        db.hold(writing, row)
        assert row.short_name == "验"


def test_a_row_that_a_colleague_is_just_deleting_is_not_found(app, on_postgres):
    with db.write_session() as writing:
        given = county().id
        writing.add(county(id=given))

    def holds():
        with db.write_session() as writing:
            found = writing.get(Region, given)
            if found is None:  # SQLite: the colleague was let in when it was gone
                raise NotFound
            db.hold(writing, found)

    late = meanwhile(lambda session: session.delete(session.get_one(Region, given)), holds, on_postgres)
    with pytest.raises(NotFound):
        late.result(30)
