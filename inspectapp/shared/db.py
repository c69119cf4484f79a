"""The database: SQLite through pysqlite3 with full durability, or PostgreSQL by URL. One session a request.

Writers queue fairly before they ask SQLite for its single write lock (`turns`).
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

import pysqlite3
from pysqlite3 import dbapi2
from sqlalchemy import JSON, URL, CheckConstraint, Connection, Engine, String, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Session, SQLModel

from inspectapp.shared.idle import Idle
from inspectapp.shared.refusals import Busy, NotFound
from inspectapp.shared.turns import Queue

__all__ = [
    "Json", "Row", "Session", "Word", "current", "hold", "insert_unless", "open_database", "read_session",
    "write_session",
]  # fmt: skip

#: Below this version SQLite can corrupt a WAL database that several connections checkpoint at once.
SAFE_SQLITE = (3, 51, 3)
BUSY_MS = 8000
#: Longer than SQLite itself waits, shorter than anybody looks at a phone.
QUEUE_SECONDS = 15
LOCK_TIMEOUT = "5s"

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = SQLModel.metadata
Json = JSON


class Row(SQLModel):
    """Base of every table: the id is a UUID made by whoever creates the thing, also a phone offline."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)


def insert_unless(connection: Connection | Session, table: Table) -> Any:
    """An INSERT that can say what happens when the row is there already.

    On PostgreSQL two may look at the same moment and find nothing: only the statement itself knows.
    """
    dialect = connection.get_bind().dialect if isinstance(connection, Session) else connection.dialect
    return (postgresql.insert if dialect.name == "postgresql" else sqlite.insert)(table)


def hold(session: Session, *rows: Row) -> None:
    """These rows as they stand now, and so they stay until this transaction ends.

    SQLite writes one after the other anyway. On PostgreSQL the second of two waits here for the first, and
    whatever it had read before that is read again: decisions come after this line, never before. What the
    first has deleted is not found.
    """
    session.flush()  # what this transaction has changed itself is not lost by reading again
    try:
        _read_again(session, rows)
    except InvalidRequestError as gone:
        raise NotFound from gone


def _read_again(session: Session, rows: Sequence[Row]) -> None:
    for row in rows:
        session.refresh(row, with_for_update={"key_share": True})
    if session.get_bind().dialect.name == "postgresql":
        held = {id(row) for row in rows}
        for other in [one for one in session if id(one) not in held]:
            session.refresh(other)


class Word(TypeDecorator[Enum]):
    """An enum column that stores the member's name; an unknown word is refused on its way in."""

    impl = String(32)
    cache_ok = True

    def __init__(self, words: type[Enum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else self.words(value).name

    def process_result_value(self, value: str | None, dialect: Any) -> Enum | None:
        return None if value is None else self.words[value]

    def __repr__(self) -> str:
        return "String(32)"


def check_word(column: str, words: type[Enum]) -> CheckConstraint:
    """The same promise inside the database, for tables that want it in `__table_args__`."""
    listed = ", ".join(f"'{word.name}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


_READS_POSTGRES: dict[str, Any] = {"postgresql_readonly": True}
_WRITES_POSTGRES: dict[str, Any] = {"postgresql_readonly": False}


class Database:
    """An engine that reads and one that writes, and the queue before the write lock.

    On SQLite each has connections of its own: to forbid and allow writing on the same one would make it
    forget every statement it has prepared, twice a request.
    """

    def __init__(self, url: str) -> None:
        self.url, self.is_sqlite = url, url.startswith("sqlite")
        self.engine = _sqlite(url) if self.is_sqlite else _postgres(url)
        self.reading = _reading(self.engine)
        self.writing = self.engine
        self.queue = Queue(Path(str(self.engine.url.database)).resolve()) if self.is_sqlite else None
        self.idle = (Idle(self.reading), Idle(self.writing)) if self.is_sqlite else ()
        event.listen(self.engine, "engine_disposed", self._let_go)

    def looking(self) -> Connection:
        """A connection that reads."""
        return self.idle[0].take() if self.idle else self.reading.connect()

    def at_rest(self, looked: Connection | None) -> Connection | None:
        """Nothing that was read is held on to while one waits; on SQLite not even the connection."""
        if looked and not self.idle:
            looked.rollback()
            return looked
        if looked:
            self.done_with(looked)
        return None

    def to_write(self, rested: Connection | None) -> Connection:
        """A connection that writes, from what `at_rest` left."""
        if self.idle:
            return self.idle[1].take()
        return (rested or self.reading.connect()).execution_options(**_WRITES_POSTGRES)

    def done_with(self, connection: Connection) -> None:
        """Give back what `looking` or `to_write` gave."""
        for idle in self.idle:
            if connection.engine is idle.engine:
                return idle.put_back(connection)
        connection.close()

    def _let_go(self, disposed: Engine) -> None:
        for idle in self.idle:
            idle.let_go()
        if self.is_sqlite:
            self.reading.dispose()

    def reader(self) -> Session:
        return Session(self.reading, expire_on_commit=False)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn to write; PostgreSQL has its own row locks and needs no queue."""
        if self.queue is None:
            yield
            return
        if not self.queue.acquire(QUEUE_SECONDS):
            raise Busy
        try:
            yield
        finally:
            self.queue.release()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: commits at the end, rolls back on any exception."""
        with self.turn(), Session(self.writing, expire_on_commit=False) as session:
            yield session
            session.commit()


def _sqlite(url: str | URL) -> Engine:
    if pysqlite3.sqlite_version_info < SAFE_SQLITE:
        raise SystemExit(f"SQLite {pysqlite3.sqlite_version} 有已知的数据损坏缺陷，请重新安装 pysqlite3。")
    engine = create_engine(
        url, module=dbapi2, poolclass=QueuePool, pool_size=16, max_overflow=16,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000, "isolation_level": None},
    )  # fmt: skip
    event.listen(engine, "connect", _prepare_sqlite)
    _begins_with(engine, "BEGIN IMMEDIATE")
    return engine


def _reading(writing: Engine) -> Engine:
    if writing.name != "sqlite":
        return writing.execution_options(**_READS_POSTGRES)
    engine = _sqlite(writing.url)
    _begins_with(engine, "BEGIN")
    event.listen(engine, "connect", _forbid_writing)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # The journal mode lives in the file and is set by the migration; the rest is lost with each connection.
    for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _forbid_writing(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begins_with(engine: Engine, words: str) -> None:
    # The driver begins nothing by itself. A listener to "begin" would do, too, but makes SQLAlchemy look for
    # listeners at every step of every transaction.
    def begin(pooled: Any) -> None:
        pooled.dbapi_connection.execute(words)

    engine.dialect.do_begin = begin  # type: ignore[assignment, method-assign]


def _postgres(url: str) -> Engine:
    options = f"-c lock_timeout={LOCK_TIMEOUT} -c timezone=UTC"
    return create_engine(
        url, pool_size=8, max_overflow=8, pool_pre_ping=True, connect_args={"options": options}
    )


_databases: list[Database] = []


def open_database(url: str) -> Database:
    """Called once at start; the last database opened is the current one. The same address opened again keeps
    its compiled statements, with new connections."""
    for old in _databases:
        old.engine.dispose()
    if [old.url for old in _databases] != [url]:
        _databases[:] = [Database(url)]
    return _databases[0]


def current() -> Database:
    """The database of this process."""
    return _databases[0]


@contextmanager
def read_session() -> Iterator[Session]:
    """For the command line and tests; requests use web.transaction."""
    with current().reader() as session:
        yield session


@contextmanager
def write_session() -> Iterator[Session]:
    """One transaction outside a request: the command line, the demo, tests."""
    with current().write() as session:
        yield session
