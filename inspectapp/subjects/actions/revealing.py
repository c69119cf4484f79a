"""Showing one full number: by role, with a reason, once, and on record."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import db, ledger
from inspectapp.shared.refusals import NotFound
from inspectapp.shared.text import mask_numbers
from inspectapp.subjects.models import Part, Unit
from inspectapp.subjects.refused import FieldRefused
from inspectapp.subjects.registers import register_of
from inspectapp.subjects.rules import editing


def reveal(session: Session, row: Unit | Part, field: str, reason: str, *, by: Actor, at: datetime) -> str:
    """The full number; the ledger keeps who looked, at what and why, never the number."""
    editing.check_may_reveal(by.role)
    # The line tells what the row says: a colleague who is just correcting it comes before or after.
    db.hold(session, row)
    register = register_of(row)
    if field not in register.secrets or not getattr(row, field):
        raise NotFound
    if len(reason) < editing.SHORTEST_REASON:
        raise FieldRefused("reason", f"请写明查看原因，至少{editing.SHORTEST_REASON}个字。")
    label = register.labels[field]
    which = register.short_name(row)
    ledger.note(session, row, f"查看完整{label}", by=by, at=at, which=which, reason=mask_numbers(reason))
    return str(getattr(row, field))
