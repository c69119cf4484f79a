"""What every act of a visit asks first: who acts here, and may the visit take this step."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import db, ledger
from inspectapp.shared.states import check_step
from inspectapp.visits import queries
from inspectapp.visits.models import TRANSITIONS, Visit, VisitOfficer
from inspectapp.visits.rules import check_confirmed, check_named, check_no_recusal, may_arrange
from inspectapp.visits.words import State

officers = VisitOfficer.__table__  # type: ignore[attr-defined]


def officers_of(session: Session, visit: Visit) -> list[VisitOfficer]:
    """All who were named, the leading officer first."""
    query = select(VisitOfficer).where(officers.c.visit_id == visit.id)
    return list(session.scalars(query.order_by(officers.c.leads.desc(), officers.c.name, officers.c.id)))


def named_here(session: Session, visit: Visit, by: Actor) -> VisitOfficer:
    """The acting officer's own place in this visit, confirmed or not yet; anybody else is refused."""
    found = queries.place_of(session, visit, by)
    check_named(by.id, {found.person_id} if found else set())
    assert found is not None
    check_no_recusal(found.consent)
    return found


def officer_here(session: Session, visit: Visit, by: Actor) -> VisitOfficer:
    """The same of somebody who works on this visit: confirmed, and not before."""
    found = named_here(session, visit, by)
    check_confirmed(found.consent, visit.id)
    return found


def arranger_here(session: Session, visit: Visit, by: Actor) -> None:
    """One of its officers, or who leads the section or supervises the city without going along."""
    found = queries.place_of(session, visit, by)
    if not may_arrange(by.role, found.consent if found else None):
        officer_here(session, visit, by)


def hold(session: Session, visit: Visit) -> None:
    """The visit and all that was read of it as they stand now; of two phones the second waits here."""
    db.hold(session, visit)


def step(
    session: Session, visit: Visit, new: State, sentence: str, act: str, *, by: Actor, at: datetime,
    device_at: datetime | None = None, **detail: Any,
) -> None:  # fmt: skip
    """Take the visit one step on, with its line in the ledger."""
    check_step(TRANSITIONS, visit.state, new, sentence)
    visit.state = new
    visit.version += 1
    ledger.note(session, visit, act, by=by, at=at, device_at=device_at, **detail)
