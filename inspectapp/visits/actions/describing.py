"""现场信息 corrected later, by whichever officer of the visit notices."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import clock, ledger
from inspectapp.shared.ledger.models import Line
from inspectapp.shared.refusals import NotNow
from inspectapp.subjects.refused import Difference, Stale
from inspectapp.visits.actions.arriving import ARRIVED, MET
from inspectapp.visits.actions.meeting import FILLED, tell_of_host
from inspectapp.visits.actions.steps import hold, officer_here
from inspectapp.visits.models import Visit
from inspectapp.visits.queries import host_of
from inspectapp.visits.rules import SCENE, check_not_ended, scene_changes, scene_in_words, told_by_others
from inspectapp.visits.words import State

DESCRIBED = "补充现场信息"
OWN = (*MET, "situation")


def describe(
    session: Session, visit: Visit, values: Mapping[str, Any], seen: int, *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """Correct whom one met and where, while the record is not being signed.

    `seen` is how often it had been told when these values were typed over it.
    """
    officer_here(session, visit, by)
    hold(session, visit)
    check_not_ended(visit.state)
    if visit.state not in (State.ARRIVED, State.CHECKING):
        raise NotNow("现在不能修改现场信息。需要修改时，请先退回检查。")
    told = _told(session, visit)
    if told_by_others([line.by_id for line in told], seen, by.id):
        _check_same(session, visit, values, told[-1])
    for name in OWN:
        if name in values:
            setattr(visit, name, values[name])
    visit.version += 1
    ledger.note(session, visit, DESCRIBED, by=by, at=at, device_at=device_at)
    tell_of_host(session, visit, values, by=by, at=at, device_at=device_at)


def times_told(session: Session, visit: Visit) -> int:
    """How often the scene was told up to now."""
    return len(_told(session, visit))


def scene_of(session: Session, visit: Visit) -> dict[str, Any]:
    """The scene as it stands, wherever its parts are kept."""
    host = host_of(session, visit)
    kept = (host.model_dump() if host else {}) | visit.model_dump()
    return {name: kept.get(name) for name in SCENE}


def _told(session: Session, visit: Visit) -> Sequence[Line]:
    acts = (ARRIVED, FILLED, DESCRIBED)
    return [line for line in ledger.history(session, *visit.chain()) if line.act in acts]


def _check_same(session: Session, visit: Visit, values: Mapping[str, Any], last: Line) -> None:
    stands = scene_of(session, visit)
    changes = scene_changes(stands, values)
    if changes:
        raise Stale(last.by_name, clock.daytime(last.at), [
            Difference(SCENE[name], scene_in_words(name, stands[name]), scene_in_words(name, typed))
            for name, typed in changes.items()
        ])  # fmt: skip
