"""Keeping the search register in step with the units."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from inspectapp.subjects.models import EarlierName, Unit, UnitSearch
from inspectapp.subjects.rules import searching
from inspectapp.subjects.words import UnitKind

table = UnitSearch.__table__  # type: ignore[attr-defined]
earlier_names = EarlierName.__table__  # type: ignore[attr-defined]


#: What of a unit the search register holds.
FOUND_BY = frozenset({"name", "credit_code", "region_id", "kind", "also_exam_site", "sector", "supervision"})


def index(session: Session, unit: Unit) -> None:
    """Write what this unit is found by; called by every action that changes it."""
    names = session.scalars(select(earlier_names.c.name).where(earlier_names.c.unit_id == unit.id)).all()
    entry = entry_of(unit, names)
    found = session.execute(update(table).where(table.c.unit_id == unit.id).values(**entry))
    if found.rowcount == 0:  # type: ignore[attr-defined]
        session.execute(insert(table), {"unit_id": unit.id, **entry})


def index_new(session: Session, units: Iterable[Unit]) -> None:
    """The same for many units that were just registered."""
    rows = [{"unit_id": unit.id, **entry_of(unit, ())} for unit in units]
    if rows:
        session.execute(insert(table), rows)


def entry_of(unit: Unit, earlier: Sequence[str]) -> dict[str, Any]:
    """Text and tokens of one unit."""
    text = searching.search_text([unit.name, *earlier], unit.credit_code)
    return {"text": text, "tokens": [*filters_of(unit), *searching.text_tokens(text)]}


def filters_of(unit: Unit) -> list[str]:
    """The list's filters as tokens; an institution that is also an exam site is found under both."""
    kinds = {unit.kind} | ({UnitKind.EXAM_SITE} if unit.also_exam_site else set())
    return [
        searching.filter_token("r", unit.region_id),
        *(searching.filter_token("k", kind.name) for kind in UnitKind if kind in kinds),
        searching.filter_token("s", unit.sector.name),
        searching.filter_token("v", unit.supervision.name),
        searching.filter_token("t", unit.status.name),
    ]
