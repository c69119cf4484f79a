"""Reading tables as a sceptic: a value that cannot be read is a fault to name, never a reason to stop."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Dialect, Table, select, type_coerce
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from inspectapp.shared import db

AT_ONCE = 500


class Unreadable(Exception):
    """A column holds what its type cannot be."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


@contextmanager
def snapshot() -> Iterator[Connection]:
    """One moment of the database, however long the check takes and whoever writes meanwhile."""
    database = db.current()
    engine = database.reading
    if not database.is_sqlite:
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


class Doubted:
    """A table read as raw values; each row is understood only when it is asked what it means."""

    def __init__(self, table: Table, dialect: Dialect, names: Iterable[str] | None = None) -> None:
        self.table, self.name = table, table.name
        self.names = list(names) if names is not None else [column.key for column in table.columns]
        self._readers = [_reader(table.c[name].type, dialect) for name in self.names]

    def query(self) -> Any:
        """Raw columns: what the driver gives, before any type could refuse it."""
        return select(*(type_coerce(self.table.c[name], NullType()).label(name) for name in self.names))

    def stream(self, connection: Connection, *order: str) -> Iterator[Sequence[Any]]:
        """All rows in this order, a few at a time."""
        query = self.query().order_by(*(self.table.c[name] for name in order))
        return iter(connection.execute(query, execution_options={"yield_per": AT_ONCE}))

    def values(self, raw: Sequence[Any]) -> dict[str, Any]:
        """What a raw row means; raises `Unreadable` with the column that means nothing."""
        read: dict[str, Any] = {}
        for name, reader, value in zip(self.names, self._readers, raw, strict=True):
            try:
                read[name] = reader(value) if reader else value
            except Exception as error:  # whatever a type stumbles over was put there by hand
                raise Unreadable(name) from error
        return read

    def at(self, name: str) -> int:
        """The position of a column in a raw row."""
        return self.names.index(name)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Any:
    # PostgreSQL's driver already gives dates, numbers and ids; only our own types still have to read.
    if dialect.name == "postgresql" and not isinstance(kind, TypeDecorator):
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def rank(raw: Any) -> tuple[int, Any]:
    """The order in which both databases sort ids, also those that are no ids."""
    if isinstance(raw, uuid.UUID):
        return 2, raw.hex
    if isinstance(raw, str):
        return 2, raw
    if isinstance(raw, bytes):
        return 3, raw
    return (0, 0) if raw is None else (1, raw)


def spoken(raw: Any) -> str:
    """An id as people quote it."""
    try:
        return str(raw if isinstance(raw, uuid.UUID) else uuid.UUID(hex=raw))
    except (TypeError, ValueError, AttributeError):
        return f"“{raw}”"


def grouped(rows: Iterable[Sequence[Any]], position: int) -> Iterator[tuple[Any, Iterator[Sequence[Any]]]]:
    """Consecutive rows with the same value in this column."""
    return groupby(rows, key=lambda raw: raw[position])
