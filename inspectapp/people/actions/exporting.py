"""Taking a part of the ledger home is itself noted."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.people import rules
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.shared import ledger


def note_export(session: Session, rows: int, *, by: Actor, at: datetime) -> None:
    """The audit administrator takes lines of the ledger home."""
    rules.check_read_ledger(by.role)
    ledger.note(session, session.get_one(Person, by.id), "导出日志", by=by, at=at, rows=rows)
