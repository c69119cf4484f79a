"""Visits for the demo world: one to set out for today, one in the middle of the checklist."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.checklists import queries as checklists
from inspectapp.checklists.words import Verdict
from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import Person
from inspectapp.people.queries import actor_for, colleagues
from inspectapp.shared import clock
from inspectapp.subjects.models import Unit
from inspectapp.subjects.words import UnitKind
from inspectapp.visits import actions, queries
from inspectapp.visits.models import Visit
from inspectapp.visits.rules import Given
from inspectapp.visits.words import Source, State

people, units = Person.__table__, Unit.__table__  # type: ignore[attr-defined]
visits = Visit.__table__  # type: ignore[attr-defined]
ARRIVAL = {
    "place": "教学楼三楼302教室", "host_name": "苗青禾", "host_duty": "教务主任", "host_phone": None,
    "position": {"missing": "没有取到位置"},
}  # fmt: skip


def furnish(session: Session, *, at: datetime) -> None:
    """Two visits of the first county that has two officers; nothing when there are some already."""
    pair = pair_of_officers(session)
    if pair is None or session.scalars(select(Visit)).first() is not None:
        return
    leading, companion = pair
    ready(session, leading, companion, UnitKind.ENTERPRISE, Source.LOOKBACK, "培训工作回头看", at)
    begun = ready(session, leading, companion, UnitKind.INSTITUTION, Source.PLAN, "安全培训机构专项检查", at)
    if begun is not None:
        _begin(session, begun, leading, at)


def addresses(session: Session) -> dict[str, str]:
    """Where scripts find them."""
    found = {visit.state: f"/visits/{visit.id}" for visit in session.scalars(select(Visit))}
    named = {"visit_ready": State.PREPARED, "visit_in_progress": State.CHECKING}
    return {name: found[state] for name, state in named.items() if state in found}


def pair_of_officers(session: Session) -> tuple[Actor, Person] | None:
    """An officer and a colleague of the same county."""
    query = select(Person).where(people.c.role == Role.OFFICER).order_by(people.c.login)
    for officer in session.scalars(query):
        leading = actor_for(session, officer)
        others = [one for one in colleagues(session, leading, (Role.OFFICER,)) if one.id != officer.id]
        if others:
            return leading, others[0]
    return None


def ready(
    session: Session, by: Actor, companion: Person, kind: UnitKind, source: Source, purpose: str, at: datetime
) -> Visit | None:  # fmt: skip
    """A visit both officers have confirmed, to the first unit of this kind that nobody visits yet."""
    visited = select(visits.c.unit_id)
    query = select(Unit).where(
        units.c.region_id == by.region_id, units.c.kind == kind, units.c.id.not_in(visited)
    )
    for unit in session.scalars(query.order_by(units.c.name)):
        versions = checklists.offered(session, by, [kind], unit.region_id)
        if versions:
            values = {"source": source, "purpose": purpose, "planned_day": clock.local(at).date()}
            visit = actions.prepare(session, unit, values, [companion], versions[:1], by=by, at=at)
            actions.confirm(session, visit, by=actor_for(session, companion), at=at)
            return visit
    return None


def _begin(session: Session, visit: Visit, by: Actor, at: datetime) -> None:
    actions.arrive(session, visit, ARRIVAL, by=by, at=at)
    actions.begin(session, visit, by=by, at=at)
    for number, row in enumerate(queries.answers_of(session, visit)[:6]):
        verdict = Verdict.NOT_APPLICABLE if number == 4 else Verdict.CONFORMS
        actions.answer(session, visit, row, Given(verdict), row.version, by=by, at=at)
