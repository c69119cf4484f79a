"""Ends without ink on the glass: refused, absent, unable to write, signed on paper. None stops the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from inspectapp.documents import content, queries
from inspectapp.documents.actions.opening import check_on_paper, check_open
from inspectapp.documents.models import Document, Slot, Version
from inspectapp.documents.rules import signing as rules
from inspectapp.documents.words import WITHOUT_HAND, Outcome
from inspectapp.people.actor import Actor
from inspectapp.shared import ledger


@dataclass(frozen=True)
class Told:
    """What an officer puts on record; photos are addresses in the file store."""

    outcome: Outcome
    reason: str = ""
    witness: str = ""
    photos: Sequence[str] = ()
    #: What was written by hand beside a signature on paper, copied.
    objection: str = ""
    #: Put on record on a phone before the server had the paper: when, and over which words.
    device_at: datetime | None = None
    field_sha256: str = ""


def record_outcome(
    session: Session, document: Document, slot: Slot, told: Told, *, by: Actor, at: datetime
) -> None:
    """Put on record how a signature ended without ink; a second officer confirms what has no hand on it."""
    check_open(session, document)
    check_on_paper(session, document, by)
    rules.check_same_content("", "", slot.ended_at is not None)
    rules.check_outcome(
        slot, told.outcome, reason=told.reason, photos=len(told.photos), by_id=by.id,
        correction=document.replaces_id is not None,
    )  # fmt: skip
    rules.check_copied(told.outcome, told.objection)
    slot.outcome, slot.reason, slot.witness, slot.photos = (
        told.outcome,
        told.reason,
        told.witness,
        list(told.photos),
    )
    slot.objection, slot.at, slot.by_id, slot.by_name = told.objection, at, by.id, by.name
    slot.device_at, slot.field_sha256 = told.device_at, told.field_sha256
    ledger.note(
        session, slot, told.outcome.title, by=by, at=at, device_at=told.device_at, photos=len(slot.photos)
    )


def confirm(session: Session, document: Document, slot: Slot, *, by: Actor, at: datetime) -> None:
    """The second officer vouches, under the own login."""
    check_open(session, document)
    rules.check_same_content("", "", slot.ended_at is not None)
    rules.check_confirm(slot, by.id, queries.slots_on(session, document))
    _confirm(session, slot, by=by, at=at)


def confirm_by_signing(session: Session, version: Version, shown: str, *, by: Actor, at: datetime) -> None:
    """An officer vouches by signing for what the page showed: for these refusals and absences, no others."""
    slots = queries.slots_of(session, version)
    if not shown or shown != content.ends(slots):
        return
    for slot in slots:
        if slot.outcome in WITHOUT_HAND and slot.confirmed_by_id is None and slot.by_id != by.id:
            _confirm(session, slot, by=by, at=at)


def _confirm(session: Session, slot: Slot, *, by: Actor, at: datetime) -> None:
    slot.confirmed_by_id, slot.confirmed_by_name, slot.confirmed_at = by.id, by.name, at
    ledger.note(session, slot, "第二名执法人员确认", by=by, at=at)
