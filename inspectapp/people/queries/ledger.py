"""Reads of the ledger for the audit administrator: newest first, a page at a time, by keyset."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, literal, or_, select, tuple_
from sqlmodel import Session

from inspectapp.people.models import Person
from inspectapp.people.queries.regions import regions_by_id
from inspectapp.people.queries.security import people_of
from inspectapp.shared.clock import SHANGHAI
from inspectapp.shared.ledger import Line
from inspectapp.shared.refusals import NotFound

table, people = Line.__table__, Person.__table__  # type: ignore[attr-defined]
ORDER = (table.c.at, table.c.thing_id, table.c.number)
SIZE = 40


@dataclass(frozen=True)
class Asked:
    """What the audit administrator is looking for."""

    people: Collection[uuid.UUID] | None = None
    kinds: Collection[str] = ()
    act: str = ""
    first: date | None = None
    last: date | None = None
    thing: uuid.UUID | None = None
    before: uuid.UUID | None = None


@dataclass(frozen=True)
class Listing:
    """One page of lines, and from where the next one goes on."""

    rows: Sequence[Line]
    next_before: uuid.UUID | None


def people_named(session: Session, words: str, most: int = 200) -> list[uuid.UUID]:
    """Accounts whose name or login is meant by these words."""
    named = or_(people.c.name.icontains(words, autoescape=True), people.c.login == words.lower())
    return list(session.scalars(select(people.c.id).where(named).limit(most)))


def lines(asked: Asked) -> Select[Any]:
    """The lines asked for, newest first."""
    query = select(Line)
    if asked.people is not None:
        query = query.where(table.c.by_id.in_(asked.people))
    if asked.kinds:
        query = query.where(table.c.thing_kind.in_(asked.kinds))
    if asked.act:
        query = query.where(table.c.act.contains(asked.act, autoescape=True))
    if asked.thing:
        query = query.where(table.c.thing_id == asked.thing)
    if asked.first:
        query = query.where(table.c.at >= _midnight(asked.first))
    if asked.last:
        query = query.where(table.c.at < _midnight(asked.last + timedelta(days=1)))
    return query.order_by(*(column.desc() for column in ORDER))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def listed(session: Session, asked: Asked) -> Listing:
    """A page of lines: as quick at the end of the ledger as at its head."""
    query = lines(asked)
    if asked.before is not None:
        query = query.where(tuple_(*ORDER) < _place_of(session, asked.before))
    rows = session.scalars(query.limit(SIZE + 1)).all()
    return Listing(rows[:SIZE], rows[SIZE - 1].id if len(rows) > SIZE else None)


def _place_of(session: Session, line_id: uuid.UUID) -> Any:
    found = line(session, line_id)
    return tuple_(*(literal(getattr(found, column.key), column.type) for column in ORDER))


def count_up_to(session: Session, asked: Asked, most: int) -> int:
    """How many lines there are, counted no further than `most`."""
    few = lines(asked).order_by(None).limit(most).subquery()
    return int(session.scalar(select(func.count()).select_from(few)) or 0)


def line(session: Session, line_id: uuid.UUID) -> Line:
    """One line."""
    found = session.get(Line, line_id)
    if found is None:
        raise NotFound
    return found


def things_named(session: Session, found: Iterable[Line]) -> dict[uuid.UUID, str]:
    """Accounts and regions by name; what business records are called is not the administrators' affair."""
    about = {one.thing_id for one in found if one.thing_kind in ("people", "regions")}
    accounts = {one.id: one.name for one in people_of(session, about).values()}
    places = {one.id: one.name for one in regions_by_id(session).values()}
    return {thing: name for thing, name in (accounts | places).items() if thing in about}


def neighbours(session: Session, one: Line) -> tuple[Line | None, Line | None]:
    """The line before and the line after in the chain of the same thing."""
    numbers = (one.number - 1, one.number + 1)
    beside = select(Line).where(table.c.thing_id == one.thing_id, table.c.number.in_(numbers))
    found = {row.number: row for row in session.scalars(beside)}
    return found.get(numbers[0]), found.get(numbers[1])
