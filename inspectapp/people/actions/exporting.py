"""Taking a part of the ledger home is itself noted."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.people import rules
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.shared import db, ledger


def note_export(session: Session, rows: int, *, by: Actor, at: datetime) -> None:
    """The audit administrator takes lines of the ledger home."""
    rules.check_read_ledger(by.role)
    person = session.get_one(Person, by.id)
    db.hold(session, person)
    ledger.note(session, person, "导出日志", by=by, at=at, rows=rows)
