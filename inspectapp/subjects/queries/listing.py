"""The list of units with search and filters: answers as fast for 50,000 units as for 500.

Words and filters become tokens that one index intersects; thirty are read, and counting stops early.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, column, func, select, table
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from inspectapp.people.actor import BUREAU, Actor
from inspectapp.shared.db import current
from inspectapp.subjects.models import Unit, UnitSearch
from inspectapp.subjects.queries.scope import visible
from inspectapp.subjects.rules import searching
from inspectapp.subjects.words import Sector, Supervision, UnitKind, UnitStatus

SIZE = 30
COUNT_TO = 100
PAIR = 2
NOWHERE = uuid.UUID(int=0)
search = UnitSearch.__table__  # type: ignore[attr-defined]
units = Unit.__table__  # type: ignore[attr-defined]
tokens_fts = table("unit_tokens", column("rowid"), column("unit_tokens"))


@dataclass(frozen=True)
class Asked:
    """What the list is asked for. `before` is the serial after which the page goes on."""

    words: str = ""
    kind: UnitKind | None = None
    sector: Sector | None = None
    supervision: Supervision | None = None
    status: UnitStatus | None = None
    region_id: uuid.UUID | None = None
    before: int | None = None

    @property
    def narrowed(self) -> bool:
        """Is anything but the next page asked for?"""
        return bool(
            self.words or self.kind or self.sector or self.supervision or self.status or self.region_id
        )


@dataclass(frozen=True)
class Listing:
    """One page of units; `next_before` leads to the next, `count` is None above a hundred."""

    rows: Sequence[Unit]
    next_before: int | None
    count: int | None

    @property
    def count_words(self) -> str:
        """共12家, or 100家以上 when nobody would count them."""
        return f"共{self.count}家" if self.count is not None else f"{COUNT_TO}家以上"


def found(session: Session, actor: Actor, asked: Asked, size: int = SIZE) -> Listing:
    """The units that hold every word asked, the last registered first."""
    if actor.role not in BUREAU:
        own = session.scalars(select(Unit).where(visible(actor))).all()
        return Listing(own, None, len(own))
    serial, condition = _condition(actor, asked)
    query = select(Unit, search.c.serial).select_from(
        _joined(serial).join(units, units.c.id == search.c.unit_id)
    )
    page = query.where(condition).order_by(serial.desc()).limit(size + 1)
    rows = session.execute(page if asked.before is None else page.where(serial < asked.before)).all()
    next_before = rows[size - 1][1] if len(rows) > size else None
    return Listing([row[0] for row in rows[:size]], next_before, _count(session, serial, condition))


def _count(session: Session, serial: Any, condition: ColumnElement[bool]) -> int | None:
    few = select(serial).select_from(_joined(serial)).where(condition).limit(COUNT_TO + 1).subquery()
    counted = session.scalar(select(func.count()).select_from(few)) or 0
    return counted if counted <= COUNT_TO else None


def _joined(serial: Any) -> Any:
    # SQLite asks the token table first; PostgreSQL has the same tokens indexed in place.
    return search if serial.table is search else tokens_fts.join(search, search.c.serial == serial)


def _condition(actor: Actor, asked: Asked) -> tuple[Any, ColumnElement[bool]]:
    words = searching.asked_words(asked.words)
    regions = [searching.filter_token("r", one) for one in _regions(actor, asked)]
    signs = dict.fromkeys(token for word in words for token in searching.asked_tokens(word))
    wanted = [*_filters(asked), *signs]
    exact = [search.c.text.contains(word, autoescape=True) for word in words if len(word) > PAIR]
    if current().is_sqlite:
        match = " AND ".join([f"({' OR '.join(map(_quoted, regions))})", *map(_quoted, wanted)])
        return tokens_fts.c.rowid, and_(tokens_fts.c.unit_tokens.op("MATCH")(match), *exact)
    held = func.string_to_array(search.c.tokens, " ", type_=ARRAY(String))
    return search.c.serial, and_(held.overlap(regions), held.contains(wanted), *exact)


def _regions(actor: Actor, asked: Asked) -> list[uuid.UUID]:
    """The regions to look in; a region one may not see holds nothing."""
    asked_for = actor.regions if asked.region_id is None else actor.regions & {asked.region_id}
    return sorted(asked_for, key=str) or [NOWHERE]


def _filters(asked: Asked) -> list[str]:
    given = (("k", asked.kind), ("s", asked.sector), ("v", asked.supervision), ("t", asked.status))
    return [searching.filter_token(letter, word.name) for letter, word in given if word is not None]


def _quoted(token: str) -> str:
    return f'"{token}"'
