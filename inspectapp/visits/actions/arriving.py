"""到场: certificates shown, rights told, whom one met, and where the phone believed to be."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotNow
from inspectapp.visits.actions.meeting import tell_of_host
from inspectapp.visits.actions.steps import officer_here, officers_of, step
from inspectapp.visits.models import Visit
from inspectapp.visits.rules import act_time, check_enough_officers
from inspectapp.visits.words import State

NOT_NOW = "这次检查已经到场或已经结束。请刷新后查看。"
MET = ("place", "host_name", "host_duty", "host_phone")


def arrive(
    session: Session, visit: Visit, values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """The officers stand in the door; a position is kept as evidence and never asked as a condition."""
    officer_here(session, visit, by)
    check_enough_officers([one.consent for one in officers_of(session, visit)])
    for name in (*MET, "position"):
        setattr(visit, name, values[name])
    visit.arrived_at = act_time(at, device_at, visit.made_at)
    step(session, visit, State.ARRIVED, NOT_NOW, "到场", by=by, at=at, device_at=device_at)
    tell_of_host(session, visit, values, by=by, at=at, device_at=device_at)


def begin(
    session: Session, visit: Visit, *, by: Actor, at: datetime, device_at: datetime | None = None
) -> None:  # fmt: skip
    """Certificates were shown and rights told: the checking begins."""
    officer_here(session, visit, by)
    sentence, act = "请先到场，再开始检查。", "出示证件并告知权利"
    step(session, visit, State.CHECKING, sentence, act, by=by, at=at, device_at=device_at)


def describe(
    session: Session, visit: Visit, values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """Correct whom one met and where, while the record is not being signed."""
    officer_here(session, visit, by)
    if visit.state not in (State.ARRIVED, State.CHECKING):
        raise NotNow("现在不能修改现场信息。需要修改时，请先退回检查。")
    for name in (*MET, "situation"):
        if name in values:
            setattr(visit, name, values[name])
    visit.version += 1
    ledger.note(session, visit, "补充现场信息", by=by, at=at, device_at=device_at)
    tell_of_host(session, visit, values, by=by, at=at, device_at=device_at)
