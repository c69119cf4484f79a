"""Preparing a visit: the unit, the officers, and one list of questions out of several checklists."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.checklists import queries as checklists
from inspectapp.checklists.content import as_json
from inspectapp.checklists.models import Version
from inspectapp.checklists.rules import merge
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.people.rules import certificate_problem
from inspectapp.shared import clock, ledger
from inspectapp.shared.refusals import NotAllowed, Unreadable
from inspectapp.subjects.models import Unit
from inspectapp.subjects.words import UnitStatus
from inspectapp.visits import queries
from inspectapp.visits.models import Answer, Visit, VisitOfficer
from inspectapp.visits.rules import check_certificate, check_reason_over_cap
from inspectapp.visits.words import Consent


def prepare(
    session: Session, unit: Unit, values: Mapping[str, Any], companions: Sequence[Person],
    versions: Sequence[Version], *, by: Actor, at: datetime,
) -> Visit:  # fmt: skip
    """A visit of this officer with at least one companion, asking what these checklists ask."""
    _check(session, unit, values, companions, versions, at)
    visit = Visit(
        **values, unit_id=unit.id, region_id=unit.region_id, made_by=by.id, made_at=at,
        checklists=[_named(version) for version in versions],
    )  # fmt: skip
    session.add(visit)
    ledger.note(session, visit, "安排检查", by=by, at=at)
    leading = session.get_one(Person, by.id)
    name_officer(session, visit, leading, leads=True, by=by, at=at)
    for person in companions:
        name_officer(session, visit, person, leads=False, by=by, at=at)
    _ask(session, visit, versions, by=by, at=at)
    return visit


def _check(
    session: Session, unit: Unit, values: Mapping[str, Any], companions: Sequence[Person],
    versions: Sequence[Version], at: datetime,
) -> None:  # fmt: skip
    if unit.status is UnitStatus.CLOSED:
        raise Unreadable("这家单位已注销，不能安排检查。")
    if not companions:
        raise Unreadable("至少要有一名同行执法人员。请选择。")
    if not versions:
        raise Unreadable("请至少选择一份检查表。")
    so_far = queries.checks_this_year(session, unit, clock.local(at).year)
    check_reason_over_cap(so_far, queries.cap_of(session, unit.region_id), values.get("over_cap_reason", ""))


def name_officer(
    session: Session, visit: Visit, person: Person, *, leads: bool, by: Actor, at: datetime
) -> VisitOfficer:  # fmt: skip
    """Put an officer on the visit; the leading one confirms by preparing it."""
    problem = certificate_problem(person.certificate_number, person.certificate_valid_to, visit.planned_day)
    check_certificate(problem, person.name)
    if person.region_id not in by.regions:
        raise NotAllowed("只能选择本辖区的执法人员。请重新选择。")
    officer = VisitOfficer(
        visit_id=visit.id, person_id=person.id, name=person.name, leads=leads,
        certificate_number=person.certificate_number, answered_at=at if leads else None,
        consent=Consent.CONFIRMED if leads else Consent.ASKED,
    )  # fmt: skip
    session.add(officer)
    ledger.note(session, officer, "安排执法人员", by=by, at=at, name=person.name)
    return officer


def _named(version: Version) -> dict[str, Any]:
    return {
        "version_id": str(version.id),
        "title": version.title,
        "document_number": version.document_number,
        "number": version.number,
    }


def _ask(session: Session, visit: Visit, versions: Sequence[Version], *, by: Actor, at: datetime) -> None:
    merged = merge([checklists.source_of(session, version) for version in versions])
    rows = [
        Answer(
            visit_id=visit.id, position=position, content=as_json(one.item),
            sources=[[str(key), code] for key, code in one.sources],
        )
        for position, one in enumerate(merged, start=1)
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    ledger.note_many(session, [ledger.Act(row, "列入检查项") for row in rows], by=by, at=at)
