"""Papers that count no more: voided with a reason, or corrected by a later one. Numbers and files stay."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.documents.actions.opening import check_on_paper, hold_paper
from inspectapp.documents.models import TRANSITIONS, Document
from inspectapp.documents.words import State
from inspectapp.people.actor import Actor, Role
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable
from inspectapp.shared.states import check_step

UNFINISHED = (State.DRAFT, State.FROZEN)
MAY_VOID = (Role.HEAD, Role.CITY)


def void(session: Session, document: Document, reason: str, *, by: Actor, at: datetime) -> None:
    """It counts no more; the reason stays beside it."""
    if not reason:
        raise Unreadable("请写明作废的原因。")
    # Sealed at this very moment, it is no longer the officers' to void.
    hold_paper(session, document)
    check_may_void(session, document, by)
    _end(session, document, State.VOID, reason, "作废", by=by, at=at)


def check_may_void(session: Session, document: Document, by: Actor) -> None:
    """What is being signed by its own officers; a sealed one by the head of the section or the city."""
    if document.state is State.FROZEN:
        check_on_paper(session, document, by)
    if document.sealed_at is not None and by.role not in MAY_VOID:
        raise NotAllowed("已封存的文书由科室负责人作废。请把原因告诉科室负责人。")


def end_unfinished(session: Session, document: Document, why: str, *, by: Actor, at: datetime) -> None:
    """What it is about came to an end without it: nobody waits for its signatures any more."""
    if document.state in UNFINISHED:
        _end(session, document, State.VOID, why, "作废", by=by, at=at)


def end_replaced(session: Session, document: Document, *, by: Actor, at: datetime) -> None:
    """When the correction is sealed, what it corrects says so from now on."""
    if document.replaces_id is None:
        return
    old = session.get_one(Document, document.replaces_id)
    if old.state is not State.SEALED:
        raise NotNow("被更正的文书刚刚被更正或作废。请核对后再处理。")
    _end(
        session, old, State.SUPERSEDED, f"已由{document.number or document.title}更正", "被更正", by=by, at=at
    )


def _end(
    session: Session, document: Document, state: State, why: str, act: str, *, by: Actor, at: datetime
) -> None:
    check_step(TRANSITIONS, document.state, state, "文书已经作废或更正，不需要再处理。")
    document.state, document.ended_at, document.ended_why = state, at, why
    ledger.note(session, document, act, by=by, at=at)
