"""Whether an officer's certificate holds on a day, as the account says now."""

import uuid
from datetime import date

from sqlmodel import Session

from inspectapp.people.models import Person
from inspectapp.people.rules import certificate_problem


def problem_of(session: Session, person_id: uuid.UUID, day: date) -> str:
    """Why this officer may not inspect on that day; empty when nothing stands against it."""
    person = session.get_one(Person, person_id)
    return certificate_problem(person.certificate_number, person.certificate_valid_to, day)
