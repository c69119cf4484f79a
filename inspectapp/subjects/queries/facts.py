"""Reading the facts that the rules judge: light columns only, no secret is opened for them."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import extract, func, select
from sqlmodel import Session

from inspectapp.people.models import Region
from inspectapp.subjects.models import (
    Agreement,
    Certificate,
    HourRecord,
    InsuranceMonth,
    Room,
    RuleDocument,
    Staff,
    Unit,
)
from inspectapp.subjects.rules import facts as f
from inspectapp.subjects.rules.marks import Mark
from inspectapp.subjects.rules.standing import standing
from inspectapp.subjects.words import HourKind, StaffRole

regions = Region.__table__  # type: ignore[attr-defined]
hours = HourRecord.__table__  # type: ignore[attr-defined]
months = InsuranceMonth.__table__  # type: ignore[attr-defined]
Ids = Sequence[uuid.UUID]


def marks_of(session: Session, unit: Unit, day: date) -> list[Mark]:
    """How one unit stands on a day."""
    return marks_of_all(session, [unit], day)[unit.id]


def marks_of_all(session: Session, units: Iterable[Unit], day: date) -> dict[uuid.UUID, list[Mark]]:
    """How each of these units stands, in the same few statements for one as for thirty."""
    return {unit_id: standing(facts, day) for unit_id, facts in facts_of_all(session, list(units)).items()}


def facts_of(session: Session, unit: Unit) -> f.UnitFacts:
    """The facts of one unit."""
    return facts_of_all(session, [unit])[unit.id]


def facts_of_all(session: Session, units: Sequence[Unit]) -> dict[uuid.UUID, f.UnitFacts]:
    """The facts of several units."""
    ids, places = [unit.id for unit in units], _places(session)
    held = {name: _parts(session, ids, *source) for name, source in _SOURCES.items()}
    held["staff"] = _staff(session, ids)
    return {
        unit.id: f.UnitFacts(
            kind=unit.kind, is_exam_site=unit.is_exam_site, legal_standing=unit.legal_standing,
            building=unit.building, premises=unit.premises, business_scope=unit.business_scope,
            places=places.get(unit.region_id, frozenset()),
            **{name: tuple(found[unit.id]) for name, found in held.items()},
        )
        for unit in units
    }  # fmt: skip


_SOURCES: dict[str, tuple[Any, Any]] = {
    "agreements": (Agreement, f.AgreementFacts),
    "rooms": (Room, f.RoomFacts),
    "documents": (RuleDocument, f.DocumentFacts),
    "certificates": (Certificate, f.CertificateFacts),
}


def _parts(session: Session, ids: Ids, model: Any, made: Any) -> Mapping[uuid.UUID, list[Any]]:
    names = list(made.__dataclass_fields__)
    table = model.__table__
    query = select(table.c.unit_id, *(table.c[name] for name in names))
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in session.execute(query.where(table.c.unit_id.in_(ids), table.c.ended_at.is_(None))):
        found[row[0]].append(made(**dict(zip(names, row[1:], strict=True))))
    return found


_STAFF_COLUMNS = (
    "name", "employment", "full_time", "rank", "practice_years", "teacher_certificate",
    "teacher_certificate_to", "hired_on", "left_on",
)  # fmt: skip


def _staff(session: Session, ids: Ids) -> Mapping[uuid.UUID, list[f.StaffFacts]]:
    table = Staff.__table__  # type: ignore[attr-defined]
    insured, spent = _insured_to(session, ids), _hours(session, ids)
    columns = [table.c[name] for name in _STAFF_COLUMNS]
    query = select(table.c.id, table.c.unit_id, table.c.roles, *columns)
    found: dict[uuid.UUID, list[f.StaffFacts]] = defaultdict(list)
    for staff_id, unit_id, roles, *rest in session.execute(
        query.where(table.c.unit_id.in_(ids), table.c.ended_at.is_(None)).order_by(table.c.name)
    ):  # fmt: skip
        known = dict(zip(_STAFF_COLUMNS, rest, strict=True))
        held = frozenset(StaffRole[word] for word in roles if word in StaffRole.__members__)
        facts = f.StaffFacts(
            roles=held, insured_to=insured.get(staff_id), hours=spent.get(staff_id, {}), **known
        )
        found[unit_id].append(facts)
    return found


def _insured_to(session: Session, ids: Ids) -> dict[uuid.UUID, str]:
    query = select(months.c.staff_id, func.max(months.c.month)).where(months.c.unit_id.in_(ids))
    rows = session.execute(query.where(months.c.ended_at.is_(None)).group_by(months.c.staff_id))
    return {staff_id: month for staff_id, month in rows}


def _hours(session: Session, ids: Ids) -> dict[uuid.UUID, dict[tuple[HourKind, int], float]]:
    """Added up by the database: a teacher has a line a fortnight, the rules ask for sums of years."""
    year = extract("year", hours.c.held_on)
    query = select(hours.c.staff_id, hours.c.kind, year, func.sum(hours.c.hours)).where(
        hours.c.unit_id.in_(ids), hours.c.ended_at.is_(None)
    )
    spent: dict[uuid.UUID, dict[tuple[HourKind, int], float]] = defaultdict(dict)
    for staff_id, kind, of_year, number in session.execute(
        query.group_by(hours.c.staff_id, hours.c.kind, year)
    ):
        spent[staff_id][kind, int(of_year)] = number
    return spent


def _places(session: Session) -> dict[uuid.UUID, frozenset[str]]:
    """The names of each region and of the one above it."""
    rows = session.execute(select(regions.c.id, regions.c.name, regions.c.parent_id)).all()
    names = {row.id: row.name for row in rows}
    return {row.id: frozenset({row.name, names.get(row.parent_id, "")} - {""}) for row in rows}
