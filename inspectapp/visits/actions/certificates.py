"""What the account says now of an officer: certificate and bureau, as they are shown and printed."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.people.models import Person, Region
from inspectapp.people.rules import certificate_problem
from inspectapp.shared import ledger
from inspectapp.visits import queries
from inspectapp.visits.models import OfficerOffice, Visit, VisitOfficer


def problem_of(session: Session, person_id: uuid.UUID, day: date) -> str:
    """Why this officer may not inspect on that day; empty when nothing stands against it."""
    person = session.get_one(Person, person_id)
    return certificate_problem(person.certificate_number, person.certificate_valid_to, day)


def copy_anew(
    session: Session, visit: Visit, officers: Iterable[VisitOfficer], *, by: Actor, at: datetime
) -> None:  # fmt: skip
    """What counts is the certificate and the bureau of that day, not those of the plan."""
    for officer in officers:
        person = session.get_one(Person, officer.person_id)
        if officer.certificate_number != person.certificate_number:
            officer.certificate_number = person.certificate_number
            ledger.note(session, officer, "更新执法证信息", by=by, at=at, name=officer.name)
        keep_office(session, visit, officer, by=by, at=at)


def keep_office(session: Session, visit: Visit, officer: VisitOfficer, *, by: Actor, at: datetime) -> None:
    """Nothing is written of who comes from the bureau that inspects."""
    person = session.get_one(Person, officer.person_id)
    own = session.get_one(Region, person.region_id).office_name
    if queries.offices_of(session, visit, [officer])[officer.id] == own:
        return
    row = queries.office_row(session, officer) or OfficerOffice(visit_id=visit.id, officer_id=officer.id)
    row.office = own
    session.add(row)
    ledger.note(session, row, "登记执法人员所属单位", by=by, at=at, name=officer.name)
