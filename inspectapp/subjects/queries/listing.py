"""The list of units with search and filters: answers as fast for 50,000 units as for 500.

Words and filters become tokens that one index intersects; thirty are read, and counting stops early.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.people.actor import BUREAU, Actor
from inspectapp.subjects.models import Unit, UnitSearch
from inspectapp.subjects.queries.scope import visible
from inspectapp.subjects.queries.tokens import Exact, serials_holding
from inspectapp.subjects.rules import searching
from inspectapp.subjects.words import Sector, Supervision, UnitKind, UnitStatus

SIZE = 30
COUNT_TO = 100
PAIR = 2
NOWHERE = uuid.UUID(int=0)
search = UnitSearch.__table__  # type: ignore[attr-defined]
units = Unit.__table__  # type: ignore[attr-defined]


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
    """One page; `next_before` leads to the next. `count` stops above a hundred; only page one counts."""

    rows: Sequence[Unit]
    next_before: int | None
    count: int | None

    @property
    def count_words(self) -> str:
        """共12家, or 100家以上 when nobody would count them."""
        if self.count is None:
            return "接上页"
        return f"共{self.count}家" if self.count <= COUNT_TO else f"{COUNT_TO}家以上"


def found(session: Session, actor: Actor, asked: Asked, size: int = SIZE) -> Listing:
    """The units that hold every word asked, the last registered first."""
    if actor.role not in BUREAU:
        own = session.scalars(select(Unit).where(visible(actor))).all()
        return Listing(own, None, len(own))
    limit = COUNT_TO + 1 if asked.before is None else size + 1
    serials = serials_holding(session, *_tokens(actor, asked), asked.before, limit)
    shown = serials[:size]
    query = select(Unit).join(search, search.c.unit_id == units.c.id).where(search.c.serial.in_(shown))
    rows = session.scalars(query.order_by(search.c.serial.desc())).all()
    return Listing(
        rows, shown[-1] if len(serials) > size else None, len(serials) if asked.before is None else None
    )


def _tokens(actor: Actor, asked: Asked) -> tuple[list[str], list[str], Exact]:
    words = searching.asked_words(asked.words)
    regions = [searching.filter_token("r", one) for one in _regions(actor, asked)]
    signs = dict.fromkeys(token for word in words for token in searching.asked_tokens(word))
    exact = [search.c.text.contains(word, autoescape=True) for word in words if len(word) > PAIR]
    return regions, [*_filters(asked), *signs], exact


def _regions(actor: Actor, asked: Asked) -> list[uuid.UUID]:
    """The regions to look in; a region one may not see holds nothing."""
    asked_for = actor.regions if asked.region_id is None else actor.regions & {asked.region_id}
    return sorted(asked_for, key=str) or [NOWHERE]


def _filters(asked: Asked) -> list[str]:
    given = (("k", asked.kind), ("s", asked.sector), ("v", asked.supervision), ("t", asked.status))
    return [searching.filter_token(letter, word.name) for letter, word in given if word is not None]
