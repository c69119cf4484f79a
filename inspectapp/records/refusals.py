"""A refusal to sign is reported 向本部门报告: it waits for the head of the section to note it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.documents.models import Document, Slot
from inspectapp.documents.queries import visible
from inspectapp.documents.words import Outcome, Party, State
from inspectapp.people.actor import Actor, Role
from inspectapp.records.models import RefusalNote
from inspectapp.records.papers import OF
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotAllowed, NotFound, Unreadable

documents, slots = Document.__table__, Slot.__table__  # type: ignore[attr-defined]
notes = RefusalNote.__table__  # type: ignore[attr-defined]
HEADS = (Role.HEAD, Role.CITY)


@dataclass(frozen=True)
class Refusal:
    """One refusal that stands on a paper of a visit."""

    slot: Slot
    document: Document


def waiting(session: Session, actor: Actor) -> Sequence[Refusal]:
    """What the head of the section has not noted yet, the earliest first; nothing for anybody else."""
    if actor.role not in HEADS:
        return []
    query = (
        select(Slot, Document)
        .join(Document, documents.c.id == slots.c.document_id)
        .outerjoin(RefusalNote, notes.c.slot_id == slots.c.id)
        .where(visible(actor), documents.c.of_kind == OF, documents.c.state != State.VOID)
        .where(slots.c.outcome == Outcome.REFUSED, slots.c.party == Party.UNIT, slots.c.ended_at.is_(None))
        .where(notes.c.id.is_(None))
        .order_by(slots.c.at, slots.c.id)
    )
    return [Refusal(slot, document) for slot, document in session.execute(query)]


def note(session: Session, visit_id: uuid.UUID, slot_id: str, *, by: Actor, at: datetime) -> None:
    """The head has read the report. Noting it twice does nothing."""
    if by.role not in HEADS:
        raise NotAllowed("拒签报告由科室负责人查阅。请告知科室负责人。")
    slot = _slot(session, visit_id, slot_id)
    if session.scalars(select(RefusalNote).where(notes.c.slot_id == slot.id)).first() is not None:
        return
    row = RefusalNote(document_id=slot.document_id, slot_id=slot.id, by_name=by.name, at=at)
    session.add(row)
    ledger.note(session, row, "科室负责人已知悉拒签", by=by, at=at)


def _slot(session: Session, visit_id: uuid.UUID, slot_id: str) -> Slot:
    try:
        key = uuid.UUID(slot_id)
    except ValueError:
        raise Unreadable("没有找到这条拒签记录。请刷新后再试。") from None
    query = select(Slot).join(Document, documents.c.id == slots.c.document_id)
    query = query.where(slots.c.id == key, documents.c.of_kind == OF, documents.c.of_id == visit_id)
    found = session.scalars(query.where(slots.c.outcome == Outcome.REFUSED)).first()
    if found is None:
        raise NotFound
    return found
