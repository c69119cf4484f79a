"""The end of a visit: to signing and back, sealed, or stopped with a reason."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from inspectapp.documents.actions import end_unfinished
from inspectapp.documents.queries import documents_of
from inspectapp.people.actor import Actor
from inspectapp.shared.refusals import NotNow
from inspectapp.visits.actions.steps import arranger_here, hold, officer_here, officers_of, step
from inspectapp.visits.models import Visit
from inspectapp.visits.rules import (
    Gap,
    check_enough_officers,
    check_not_ended,
    check_stop_reason,
    end_of_checking,
    may_be_missing,
    must_be_mended,
)
from inspectapp.visits.words import State

#: What a paper says that nobody will sign any more.
PAPERS_ENDED = "检查中止"
NOT_CHECKING = "现在不能请对方签字。请先完成检查。"


def take_to_signing(
    session: Session, visit: Visit, open_gaps: Sequence[Gap], leave_unchecked: bool, *,
    by: Actor, at: datetime, ended_at: datetime | None = None, given: Iterable[datetime] = (),
) -> None:  # fmt: skip
    """Nothing is missing any more, or what is open is knowingly left 未查.

    Without network the checking ended when the phone says so; that time is in the words that were signed.
    `given`: when the answers, findings and photos were.
    """
    officer_here(session, visit, by)
    check_not_ended(visit.state)
    check_enough_officers([one.consent for one in officers_of(session, visit)])
    blocking, left = must_be_mended(open_gaps), may_be_missing(open_gaps)
    if blocking:
        first = blocking[0].sentence.rstrip("。")
        raise NotNow(f"还差{len(blocking)}处没有补齐：{first}。请补齐后再请对方签字。")
    if left and not leave_unchecked:
        raise NotNow(f"还有{len(left)}项没有检查。请查完，或勾选“其余项目本次未查”。")
    visit.ended_at = end_of_checking(at, ended_at, visit.ended_at, given)
    step(
        session, visit, State.SIGNING, NOT_CHECKING, "检查结束，待签字",
        by=by, at=at, device_at=ended_at,
    )  # fmt: skip


def take_back(session: Session, visit: Visit, *, by: Actor, at: datetime) -> None:
    """Back to the checklist: the paper of before gets a new version.

    The end of the checking stays: who only makes the record anew has not checked until then.
    """
    officer_here(session, visit, by)
    step(session, visit, State.CHECKING, "现在不能退回检查。", "退回检查", by=by, at=at)


def seal(session: Session, visit: Visit, *, by: Actor, at: datetime) -> None:
    """The record is sealed; nothing of this visit changes any more."""
    step(session, visit, State.SEALED, "签字还没有完成，不能封存。", "封存检查记录", by=by, at=at)


def sign_anew(session: Session, visit: Visit, *, by: Actor, at: datetime) -> None:
    """The record of a finished check was voided: what was found stands, and is signed once more."""
    officer_here(session, visit, by)
    check_enough_officers([one.consent for one in officers_of(session, visit)])
    step(session, visit, State.SIGNING, "现在不能重新生成检查记录。", "原记录作废，重新生成", by=by, at=at)


def stop(
    session: Session, visit: Visit, reason: str, *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """The visit ends early; everything gathered stays."""
    hold(session, visit)
    arranger_here(session, visit, by)
    check_stop_reason(reason)
    visit.stop_reason = reason.strip()
    sentence, act = "检查已经结束，不能中止。", "中止检查"
    step(session, visit, State.STOPPED, sentence, act, by=by, at=at, device_at=device_at)
    for paper in documents_of(session, Visit.__tablename__, visit.id):
        end_unfinished(session, paper, PAPERS_ENDED, by=by, at=at)
