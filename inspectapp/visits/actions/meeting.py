"""What else is told of whom one met: sex, how it was made sure who that is, and who was there to see it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import ledger
from inspectapp.visits.models import Arrival, ArrivalHost, Host, Visit
from inspectapp.visits.queries import host_of
from inspectapp.visits.rules import filled_in

TOLD = ("host_sex", "host_id_check", "host_id_tail", "witness")
#: Counts as telling of the scene: a form that was opened before does not take it away unseen.
FILLED = "补充证件核对和见证人"


def tell_of_host(
    session: Session, visit: Visit, values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None, act: str = "登记证件核对和见证人",
) -> None:  # fmt: skip
    """Keep what was told; nothing is written where nothing is told or changed."""
    told = {name: values[name] for name in TOLD if name in values}
    row = host_of(session, visit) or Host(visit_id=visit.id)
    if all(getattr(row, name) == value for name, value in told.items()):
        return
    for name, value in told.items():
        setattr(row, name, value)
    session.add(row)
    ledger.note(session, row, act, by=by, at=at, device_at=device_at)


def fill_in(
    session: Session, visit: Visit, values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """What the officer who came later told, where nobody had told anything."""
    host = host_of(session, visit) or Host(visit_id=visit.id)
    stands = {name: getattr(host, name) for name in TOLD} | {"host_name": visit.host_name}
    added = filled_in(stands, values)
    tell_of_host(session, visit, added, by=by, at=at, device_at=device_at, act=FILLED)


def keep_beside(
    session: Session, arrival: Arrival, values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """What this officer told stays as it was told, also where something else stands for the visit."""
    told = {name: values[name] for name in TOLD if values.get(name)}
    if not told:
        return
    row = ArrivalHost(visit_id=arrival.visit_id, arrival_id=arrival.id, **told)
    session.add(row)
    ledger.note(session, row, "登记到场时的证件核对和见证人", by=by, at=at, device_at=device_at)
