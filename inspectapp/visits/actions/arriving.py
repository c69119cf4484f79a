"""到场: certificates shown, rights told, whom one met, and where the phone believed to be.

Every officer arrives with the own phone. The first one takes the visit on; who comes after, or is heard of
later because there was no network, is kept beside it and stops nothing. Who arrives once more, out of a page
that did not know it, has arrived once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import clock, ledger
from inspectapp.visits.actions.certificates import copy_anew, problem_of
from inspectapp.visits.actions.meeting import fill_in, keep_beside, tell_of_host
from inspectapp.visits.actions.steps import hold, officer_here, officers_of, step
from inspectapp.visits.models import Arrival, Visit, VisitOfficer
from inspectapp.visits.queries import arrivals_of
from inspectapp.visits.rules import (
    act_time,
    check_certificate_on_arrival,
    check_enough_officers,
    check_may_arrive,
    check_may_begin,
)
from inspectapp.visits.words import Consent, State

NOT_NOW = "这次检查现在不能到场。请刷新后查看。"
ARRIVED = "到场"
SHOWN = "出示证件并告知权利"
MET = ("place", "host_name", "host_duty", "host_phone")
TOLD = (*MET, "position")


def arrive(
    session: Session, visit: Visit, values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """An officer stands in the door; a position is kept as evidence and never asked as a condition."""
    own = officer_here(session, visit, by)
    hold(session, visit)
    earlier = [one for one in arrivals_of(session, visit) if one.person_id == by.id]
    if any(_met_the_same(one, values) for one in earlier):
        _add(session, visit, values, by=by, at=at, device_at=device_at)
        return
    check_may_arrive(visit.state)
    told, when = {name: values[name] for name in TOLD}, act_time(at, device_at, visit.made_at)
    if visit.state is State.PREPARED:
        _first(session, visit, told, when, by=by, at=at, device_at=device_at)
        tell_of_host(session, visit, values, by=by, at=at, device_at=device_at)
    else:
        _check_certificates(session, [own], when)
        _add(session, visit, values, by=by, at=at, device_at=device_at)
    arrival = Arrival(visit_id=visit.id, person_id=by.id, name=own.name, at=when, **told)
    session.add(arrival)
    ledger.note(session, arrival, "登记到场人员", by=by, at=at, device_at=device_at, name=own.name)
    keep_beside(session, arrival, values, by=by, at=at, device_at=device_at)


def _first(
    session: Session, visit: Visit, told: Mapping[str, Any], when: datetime, *, by: Actor, at: datetime,
    device_at: datetime | None,
) -> None:  # fmt: skip
    officers = officers_of(session, visit)
    check_enough_officers([one.consent for one in officers])
    present = [one for one in officers if one.consent is Consent.CONFIRMED]
    _check_certificates(session, present, when)
    copy_anew(session, visit, present, by=by, at=at)
    for name, value in told.items():
        setattr(visit, name, value)
    visit.arrived_at = when
    step(session, visit, State.ARRIVED, NOT_NOW, ARRIVED, by=by, at=at, device_at=device_at)


def _met_the_same(earlier: Arrival, values: Mapping[str, Any]) -> bool:
    """Said once more out of an old page, it is nothing new; other words are kept beside the first."""
    return all(getattr(earlier, name) == values[name] for name in MET)


def _add(
    session: Session, visit: Visit, values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None,
) -> None:  # fmt: skip
    """Where nobody had told anything, until there is a record."""
    if visit.state in (State.ARRIVED, State.CHECKING):
        fill_in(session, visit, values, by=by, at=at, device_at=device_at)


def _check_certificates(session: Session, officers: list[VisitOfficer], when: datetime) -> None:
    """The day that was planned may be long past: what counts is the day on which one stands there."""
    day = clock.local(when).date()
    for one in officers:
        check_certificate_on_arrival(problem_of(session, one.person_id, day), one.name)


def begin(
    session: Session, visit: Visit, *, by: Actor, at: datetime, device_at: datetime | None = None
) -> None:  # fmt: skip
    """Certificates were shown and rights told: the checking begins, or goes on with one officer more."""
    officer_here(session, visit, by)
    hold(session, visit)
    check_may_begin(visit.state)
    if visit.state is State.ARRIVED:
        step(session, visit, State.CHECKING, NOT_NOW, SHOWN, by=by, at=at, device_at=device_at)
    else:
        ledger.note(session, visit, SHOWN, by=by, at=at, device_at=device_at)
