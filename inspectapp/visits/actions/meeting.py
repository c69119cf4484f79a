"""What else is told of whom one met: sex, how it was made sure who that is, and who was there to see it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import ledger
from inspectapp.visits.models import Host, Visit
from inspectapp.visits.queries import host_of

TOLD = ("host_sex", "host_id_check", "host_id_tail", "witness")


def tell_of_host(
    session: Session, visit: Visit, values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """Keep what was told; nothing is written where nothing is told or changed."""
    told = {name: values[name] for name in TOLD if name in values}
    row = host_of(session, visit) or Host(visit_id=visit.id)
    if all(getattr(row, name) == value for name, value in told.items()):
        return
    for name, value in told.items():
        setattr(row, name, value)
    session.add(row)
    ledger.note(session, row, "登记证件核对和见证人", by=by, at=at, device_at=device_at)
