"""Preparing a visit: the unit, the officers, and one list of questions out of several checklists."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from inspectapp.checklists.models import Version
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.people.refused import FieldRefused
from inspectapp.people.rules import certificate_problem
from inspectapp.shared import clock, db, ledger
from inspectapp.subjects.models import Unit
from inspectapp.subjects.words import UnitStatus
from inspectapp.visits import queries
from inspectapp.visits.actions.asking import ask, named
from inspectapp.visits.actions.certificates import keep_office
from inspectapp.visits.models import Visit, VisitOfficer
from inspectapp.visits.rules import check_certificate, check_reason_over_cap, check_within_reach
from inspectapp.visits.words import Consent


def prepare(
    session: Session, unit: Unit, values: Mapping[str, Any], companions: Sequence[Person],
    versions: Sequence[Version], *, by: Actor, at: datetime,
) -> Visit:  # fmt: skip
    """A visit of this officer with at least one companion, asking what these checklists ask."""
    # Visits of one unit are counted one after the other.
    db.hold(session, unit)
    leading = session.get_one(Person, by.id)
    _check(session, unit, values, companions, versions, at)
    for person in (leading, *companions):
        check_may_go(session, person, unit, values["planned_day"], by=by, at=at)
    visit = Visit(
        **values, unit_id=unit.id, region_id=unit.region_id, made_by=by.id, made_at=at,
        checklists=[named(version) for version in versions],
    )  # fmt: skip
    session.add(visit)
    ledger.note(session, visit, "安排检查", by=by, at=at)
    name_officer(session, visit, leading, leads=True, by=by, at=at)
    for person in companions:
        name_officer(session, visit, person, leads=False, by=by, at=at)
    ask(session, visit, (), versions, by=by, at=at)
    return visit


def _check(
    session: Session, unit: Unit, values: Mapping[str, Any], companions: Sequence[Person],
    versions: Sequence[Version], at: datetime,
) -> None:  # fmt: skip
    if unit.status is UnitStatus.CLOSED:
        raise FieldRefused("unit_id", "这家单位已注销，不能安排检查。")
    if not companions:
        raise FieldRefused("companions", "至少要有一名同行执法人员。请选择。")
    if not versions:
        raise FieldRefused("versions", "请至少选择一份检查表。")
    year = values["planned_day"].year
    so_far, most = queries.checks_this_year(session, unit, year), queries.cap_of(session, unit.region_id)
    check_reason_over_cap(so_far, most, values.get("over_cap_reason", ""), year_words(year, at))


def year_words(year: int, at: datetime) -> str:
    """今年, or which other one."""
    return "今年" if year == clock.local(at).year else f"{year}年"


def check_may_go(
    session: Session, person: Person, where: Unit | Visit, day: date, *, by: Actor, at: datetime
) -> None:  # fmt: skip
    """A certificate that holds on that day, in these regions, and eyes for what is inspected there."""
    day = max(day, clock.local(at).date())
    problem = certificate_problem(person.certificate_number, person.certificate_valid_to, day)
    check_certificate(problem, person.name)
    reach = by.regions & queries.regions_with_eyes_for(session, where.region_id)
    check_within_reach(person.region_id, reach)


def name_officer(
    session: Session, visit: Visit, person: Person, *, leads: bool, by: Actor, at: datetime
) -> VisitOfficer:  # fmt: skip
    """Put an officer on the visit; the leading one confirms by preparing it."""
    officer = VisitOfficer(
        visit_id=visit.id, person_id=person.id, name=person.name, leads=leads,
        certificate_number=person.certificate_number, answered_at=at if leads else None,
        consent=Consent.CONFIRMED if leads else Consent.ASKED,
    )  # fmt: skip
    session.add(officer)
    ledger.note(session, officer, "安排执法人员", by=by, at=at, name=person.name)
    keep_office(session, visit, officer, by=by, at=at)
    return officer
