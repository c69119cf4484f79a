"""Reads of visits, each through the eyes of whoever asks: a bureau its regions, nobody else anything."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, false, func, select
from sqlmodel import Session

from inspectapp.checklists import queries as checklists
from inspectapp.checklists.models import Version
from inspectapp.checklists.words import Verdict
from inspectapp.people.actor import BUREAU, Actor, Role
from inspectapp.people.models import Person, Region
from inspectapp.people.queries import colleagues
from inspectapp.shared.refusals import NotFound
from inspectapp.subjects.models import Unit
from inspectapp.subjects.words import UnitKind
from inspectapp.visits.models import (
    Answer,
    Arrival,
    ArrivalHost,
    Host,
    OfficerOffice,
    Visit,
    VisitCap,
    VisitOfficer,
)
from inspectapp.visits.rules import Step, next_step
from inspectapp.visits.words import AWAY, Consent, State

visits, officers = Visit.__table__, VisitOfficer.__table__  # type: ignore[attr-defined]
answers, caps = Answer.__table__, VisitCap.__table__  # type: ignore[attr-defined]
units, arrivals = Unit.__table__, Arrival.__table__  # type: ignore[attr-defined]
offices = OfficerOffice.__table__  # type: ignore[attr-defined]
_VISIT = select(Visit).where(visits.c.id == bindparam("visit"))
_UNIT = select(Unit).where(units.c.id == bindparam("unit"))
_ANSWERS = select(Answer).where(answers.c.visit_id == bindparam("visit")).order_by(answers.c.position)
_PLACE = select(VisitOfficer).where(
    officers.c.visit_id == bindparam("visit"), officers.c.person_id == bindparam("person")
)
#: Before the signing: who goes along and what is asked may still change.
GOING = (State.PREPARED, State.ARRIVED, State.CHECKING)
OPEN = (*GOING, State.SIGNING)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition on visits that every read of this stage carries."""
    return visits.c.region_id.in_(actor.regions) if actor.role in BUREAU else false()


def visit_for(session: Session, actor: Actor, visit_id: uuid.UUID) -> Visit:
    """One visit; a foreign one looks like none."""
    found = session.scalars(_VISIT, {"visit": visit_id}).first()
    if found is None or actor.role not in BUREAU or found.region_id not in actor.regions:
        raise NotFound
    return found


def listed(
    actor: Actor, states: Sequence[State] = (), unit_id: uuid.UUID | None = None,
    without: Sequence[uuid.UUID] = (),
) -> Select[Any]:  # fmt: skip
    """Visits, the latest planned day first."""
    query = select(Visit).where(visible(actor))
    if states:
        query = query.where(visits.c.state.in_(states))
    if unit_id is not None:
        query = query.where(visits.c.unit_id == unit_id)
    if without:
        query = query.where(visits.c.id.not_in(without))
    return query.order_by(visits.c.planned_day.desc(), visits.c.made_at.desc(), visits.c.id)


def names_of_units(session: Session, found: Sequence[Visit]) -> dict[uuid.UUID, str]:
    """What the units of these visits are called."""
    query = select(units.c.id, units.c.name).where(units.c.id.in_({visit.unit_id for visit in found}))
    return {row.id: row.name for row in session.execute(query)}


def mine(
    session: Session, actor: Actor, states: Sequence[State] = OPEN
) -> list[tuple[Visit, Unit, VisitOfficer]]:
    """Visits this officer is named for and has not stepped back from, the earliest day first."""
    query = (
        select(Visit, Unit, VisitOfficer)
        .join(Unit, units.c.id == visits.c.unit_id)
        .join(VisitOfficer, officers.c.visit_id == visits.c.id)
        .where(visible(actor), officers.c.person_id == actor.id, officers.c.consent.not_in(AWAY))
        .where(visits.c.state.in_(states))
        .order_by(visits.c.planned_day, visits.c.made_at)
    )
    return [(visit, unit, officer) for visit, unit, officer in session.execute(query)]


def tasks(session: Session, actor: Actor) -> list[tuple[Visit, Unit, Step]]:
    """The same with the one thing that each of them asks this officer to do next."""
    found = mine(session, actor)
    steps = _steps(session, [(visit, officer) for visit, _, officer in found])
    return [(visit, unit, steps[visit.id]) for visit, unit, _ in found]


def step_of(session: Session, visit: Visit, own: VisitOfficer | None) -> Step:
    """The one thing to do next, for whoever has this place in the visit or none."""
    return _steps(session, [(visit, own)])[visit.id]


def _steps(
    session: Session, found: Sequence[tuple[Visit, VisitOfficer | None]]
) -> dict[uuid.UUID, Step]:  # fmt: skip
    ids = [visit.id for visit, _ in found]
    consents, unanswered = _consents(session, ids), _unanswered(session, ids)
    return {
        visit.id: next_step(
            visit.state, own.consent if own else None, consents[visit.id], unanswered.get(visit.id, 0)
        )
        for visit, own in found
    }


def _consents(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[Consent, int]]:
    query = select(officers.c.visit_id, officers.c.consent, func.count()).where(officers.c.visit_id.in_(ids))
    found: dict[uuid.UUID, dict[Consent, int]] = {one: {} for one in ids}
    for visit_id, consent, count in session.execute(
        query.group_by(officers.c.visit_id, officers.c.consent)
    ):  # fmt: skip
        found[visit_id][consent] = count
    return found


def _unanswered(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    query = select(answers.c.visit_id, func.count()).where(answers.c.visit_id.in_(ids))
    open_ones = query.where(answers.c.verdict == Verdict.UNCHECKED).group_by(answers.c.visit_id)
    return {visit_id: count for visit_id, count in session.execute(open_ones)}


def unit_of(session: Session, visit: Visit) -> Unit:
    """Who is inspected."""
    return session.scalars(_UNIT, {"unit": visit.unit_id}).one()


def officers_of(session: Session, visit: Visit) -> Sequence[VisitOfficer]:
    """All who were named, the leading officer first."""
    query = select(VisitOfficer).where(officers.c.visit_id == visit.id)
    return session.scalars(query.order_by(officers.c.leads.desc(), officers.c.name, officers.c.id)).all()


def office_of(session: Session, visit: Visit) -> str:
    """The bureau that inspects."""
    return session.get_one(Region, visit.region_id).office_name


def offices_of(
    session: Session, visit: Visit, present: Sequence[VisitOfficer]
) -> dict[uuid.UUID, str]:  # fmt: skip
    """The bureau of each of these officers: where nothing else was kept, the one that inspects."""
    told, here = offices_elsewhere(session, visit), office_of(session, visit)
    return {one.id: told.get(one.id, here) for one in present}


def offices_elsewhere(session: Session, visit: Visit) -> dict[uuid.UUID, str]:
    """Officers of this visit who are not of the bureau that inspects → their own one."""
    query = select(OfficerOffice).where(offices.c.visit_id == visit.id)
    return {row.officer_id: row.office for row in session.scalars(query)}


def office_row(session: Session, officer: VisitOfficer) -> OfficerOffice | None:
    """What was kept of an officer from elsewhere."""
    return session.scalars(select(OfficerOffice).where(offices.c.officer_id == officer.id)).first()


def arrivals_of(session: Session, visit: Visit) -> Sequence[Arrival]:
    """Who stood in the door and when, as each phone told it."""
    query = select(Arrival).where(arrivals.c.visit_id == visit.id)
    return session.scalars(query.order_by(arrivals.c.at, arrivals.c.id)).all()


def hosts_of_arrivals(session: Session, visit: Visit) -> dict[uuid.UUID, ArrivalHost]:
    """By arrival: what else was told there of whom one met."""
    query = select(ArrivalHost).where(ArrivalHost.__table__.c.visit_id == visit.id)  # type: ignore[attr-defined]
    return {one.arrival_id: one for one in session.scalars(query)}


def regions_with_eyes_for(session: Session, region_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """People of these regions can open a visit there: those of the region and of the city above it."""
    return frozenset(region.id for region in checklists.region_line(session, region_id))


def may_go(session: Session, actor: Actor, region_id: uuid.UUID) -> list[Person]:
    """Who may be named for a visit there, out of those whom the asking person may send."""
    reach = regions_with_eyes_for(session, region_id)
    everyone = colleagues(session, actor, (Role.OFFICER, Role.HEAD, Role.CITY))
    return [person for person in everyone if person.region_id in reach]


def offered(session: Session, actor: Actor, unit: Unit) -> list[Version]:
    """The checklists that fit this unit."""
    kinds = [unit.kind, UnitKind.EXAM_SITE] if unit.also_exam_site else [unit.kind]
    return checklists.offered(session, actor, kinds, unit.region_id)


def host_of(session: Session, visit: Visit) -> Host | None:
    """What else was told of whom one met."""
    return session.scalars(select(Host).where(Host.__table__.c.visit_id == visit.id)).first()  # type: ignore[attr-defined]


def answers_of(session: Session, visit: Visit) -> Sequence[Answer]:
    """Every question of the visit with its answer, in order."""
    return session.scalars(_ANSWERS, {"visit": visit.id}).all()


def answer_for(session: Session, visit: Visit, answer_id: uuid.UUID) -> Answer:
    """One question of this visit."""
    query = select(Answer).where(answers.c.id == answer_id, answers.c.visit_id == visit.id)
    found = session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def answered_since(session: Session, visit: Visit, since: datetime) -> Sequence[Answer]:
    """What was answered after a moment, for the other officer's phone."""
    query = select(Answer).where(answers.c.visit_id == visit.id, answers.c.at >= since)
    return session.scalars(query.order_by(answers.c.position)).all()


def checks_this_year(session: Session, unit: Unit, year: int) -> int:
    """How often this unit was visited or is about to be, in a calendar year; stopped visits count not."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = select(func.count()).select_from(visits).where(visits.c.unit_id == unit.id)
    return session.scalar(
        query.where(visits.c.state != State.STOPPED, visits.c.planned_day.between(first, last))
    ) or 0  # fmt: skip


def cap_row(session: Session, region_id: uuid.UUID) -> VisitCap | None:
    """The cap a bureau entered."""
    return session.scalars(select(VisitCap).where(caps.c.region_id == region_id)).first()


def cap_of(session: Session, region_id: uuid.UUID) -> int | None:
    """How many checks a year one enterprise may have here, if published."""
    found = cap_row(session, region_id)
    return found.most if found else None


def waits_for(session: Session, actor: Actor) -> int:
    """How many visits wait for this officer's word."""
    query = select(func.count()).select_from(officers.join(visits, visits.c.id == officers.c.visit_id))
    named = (officers.c.person_id == actor.id, officers.c.consent == Consent.ASKED)
    return session.scalar(query.where(visible(actor), *named, visits.c.state.in_(GOING))) or 0


def place_of(session: Session, visit: Visit, actor: Actor) -> VisitOfficer | None:
    """The asking person's own place in the visit, if named for it."""
    return session.scalars(_PLACE, {"visit": visit.id, "person": actor.id}).first()
