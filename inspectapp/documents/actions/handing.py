"""Handing over: the unit's copy by code, print or file, and the six characters that open it."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from inspectapp.documents.actions.opening import hold_paper
from inspectapp.documents.codes import cleaned
from inspectapp.documents.models import Document, HandOver
from inspectapp.documents.words import State, Way
from inspectapp.people.actor import Actor
from inspectapp.people.models import Tries
from inspectapp.people.rules import wait_after
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotNow, TooOften, Unreadable

UNSEALED = "文书还没有封存，不能送达。请先完成签署并封存。"
#: What does not stand any more is not handed to anybody as if it did.
NO_COPY = {
    State.VOID: "文书已作废，不能送达。请送达重新出具的文书。",
    State.SUPERSEDED: "文书已被更正，不能送达。请打开更正后的文书，送达那一份。",
}
WRONG_CODE = "查阅码不对。请核对文书末页或执法人员告知的6位查阅码。"


@dataclass(frozen=True)
class Handed:
    """How a copy changed hands."""

    way: Way
    receiver: str
    remark: str = ""


def check_stands(document: Document) -> None:
    """Only a sealed paper that still counts is handed over."""
    if document.state is not State.SEALED:
        raise NotNow(NO_COPY.get(document.state, UNSEALED))


def hand_over(session: Session, document: Document, handed: Handed, *, by: Actor, at: datetime) -> HandOver:
    """Put on record that the unit has its copy."""
    # Voided at this very moment, it is no longer handed over.
    hold_paper(session, document)
    check_stands(document)
    row = HandOver(
        document_id=document.id,
        way=handed.way,
        receiver=handed.receiver,
        remark=handed.remark,
        by_name=by.name,
        at=at,
    )
    session.add(row)
    ledger.note(session, row, "送达", by=by, at=at, way=handed.way.name)
    return row


def take_try(session: Session, document: Document, *, at: datetime) -> None:
    """Count a try before it is judged; whoever guesses waits longer and longer."""
    bucket = f"copy:{document.id}"
    tries = session.scalars(select(Tries).where(Tries.bucket == bucket).with_for_update()).first()
    if tries is None:
        session.add(Tries(bucket=bucket, failures=1, last_at=at))
        return
    left = tries.last_at + wait_after(tries.failures) - at
    if left > timedelta(0):
        raise TooOften(f"查阅码输错次数较多。请{max(1, -(-int(left.total_seconds()) // 60))}分钟后再试。")
    tries.failures, tries.last_at = tries.failures + 1, at


def check_copy_code(session: Session, document: Document, typed: str) -> None:
    """The code opens the copy and forgets earlier slips."""
    if not hmac.compare_digest(cleaned(typed).encode(), document.copy_code.encode()):
        raise Unreadable(WRONG_CODE)
    tries = session.scalars(select(Tries).where(Tries.bucket == f"copy:{document.id}")).first()
    if tries is not None:
        session.delete(tries)
