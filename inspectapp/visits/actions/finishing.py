"""The end of a visit: to signing and back, sealed, or stopped with a reason."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared.refusals import NotNow
from inspectapp.visits.actions.steps import officer_here, officers_of, step
from inspectapp.visits.models import Visit
from inspectapp.visits.rules import (
    Gap,
    check_enough_officers,
    check_stop_reason,
    may_be_missing,
    must_be_mended,
)
from inspectapp.visits.words import State


def take_to_signing(
    session: Session, visit: Visit, open_gaps: Sequence[Gap], leave_unchecked: bool, *,
    by: Actor, at: datetime, ended_at: datetime | None = None,
) -> None:  # fmt: skip
    """Nothing is missing any more, or what is open is knowingly left 未查.

    Without network the checking ended when the phone says so; that time is in the words that were signed.
    """
    officer_here(session, visit, by)
    check_enough_officers([one.consent for one in officers_of(session, visit)])
    blocking, left = must_be_mended(open_gaps), may_be_missing(open_gaps)
    if blocking:
        first = blocking[0].sentence.rstrip("。")
        raise NotNow(f"还差{len(blocking)}处没有补齐：{first}。请补齐后再请对方签字。")
    if left and not leave_unchecked:
        raise NotNow(f"还有{len(left)}项没有检查。请查完，或勾选“其余项目本次未查”。")
    visit.ended_at = ended_at or at
    step(
        session, visit, State.SIGNING, "现在不能请对方签字。请先完成检查。", "检查结束，待签字",
        by=by, at=at, device_at=ended_at,
    )  # fmt: skip


def take_back(session: Session, visit: Visit, *, by: Actor, at: datetime) -> None:
    """Back to the checklist: the paper of before gets a new version."""
    officer_here(session, visit, by)
    visit.ended_at = None
    step(session, visit, State.CHECKING, "现在不能退回检查。", "退回检查", by=by, at=at)


def seal(session: Session, visit: Visit, *, by: Actor, at: datetime) -> None:
    """The record is sealed; nothing of this visit changes any more."""
    step(session, visit, State.SEALED, "签字还没有完成，不能封存。", "封存检查记录", by=by, at=at)


def stop(
    session: Session, visit: Visit, reason: str, *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """The visit ends early; everything gathered stays."""
    officer_here(session, visit, by)
    check_stop_reason(reason)
    visit.stop_reason = reason.strip()
    sentence, act = "检查已经结束，不能中止。", "中止检查"
    step(session, visit, State.STOPPED, sentence, act, by=by, at=at, device_at=device_at)
