"""What the account says now of an officer: whether the certificate holds on a day, and its number."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.people.rules import certificate_problem
from inspectapp.shared import ledger
from inspectapp.visits.models import VisitOfficer

COPIED = "更新执法证信息"


def problem_of(session: Session, person_id: uuid.UUID, day: date) -> str:
    """Why this officer may not inspect on that day; empty when nothing stands against it."""
    person = session.get_one(Person, person_id)
    return certificate_problem(person.certificate_number, person.certificate_valid_to, day)


def copy_anew(session: Session, officer: VisitOfficer) -> bool:
    """Take over what the account says; whether that is something else than before."""
    person = session.get_one(Person, officer.person_id)
    before, officer.certificate_number = officer.certificate_number, person.certificate_number
    return officer.certificate_number != before


def copy_all_anew(session: Session, officers: Iterable[VisitOfficer], *, by: Actor, at: datetime) -> None:
    """What is shown in the door and printed is the certificate of that day, not the one of the plan."""
    for officer in officers:
        if copy_anew(session, officer):
            ledger.note(session, officer, COPIED, by=by, at=at, name=officer.name)
