"""Signed on a phone before the server had the paper: invitation and signature arrive in one.

Whoever signed read the words on the phone. The server has put the paper together by itself out of everything
that came, and takes the signature only where both are the same words.
"""

from datetime import datetime

from sqlmodel import Session

from inspectapp.documents import queries
from inspectapp.documents.actions.opening import check_open
from inspectapp.documents.actions.outcomes import Told, record_outcome
from inspectapp.documents.actions.signing import Drawn, begin, sign
from inspectapp.documents.models import Document, Slot
from inspectapp.documents.rules import signing as rules
from inspectapp.documents.words import Mode, Party
from inspectapp.people.actor import Actor
from inspectapp.shared.refusals import NotFound


def sign_in_field(
    session: Session, document: Document, key: str, drawn: Drawn, *, by: Actor, at: datetime,
    draft_sha256: str | None = None,
) -> Slot:  # fmt: skip
    """An officer's own hand on the own login, or another hand on the glass of the officer's phone."""
    slot = _slot(session, document, key, drawn.field_sha256)
    own = slot.party is Party.OFFICER
    mode = Mode.OWN_LOGIN if own else Mode.HANDED_OVER
    challenge = begin(
        session, document, slot, mode, by=by, at=at, draft_sha256=draft_sha256, shown=drawn.ends_sha256
    )
    return sign(session, challenge, drawn, by=by if own else None, at=at)


def end_in_field(
    session: Session, document: Document, key: str, told: Told, *, by: Actor, at: datetime
) -> Slot:  # fmt: skip
    """Refused, absent or unable to write, over the words that were on the phone."""
    slot = _slot(session, document, key, told.field_sha256)
    record_outcome(session, document, slot, told, by=by, at=at)
    return slot


def _slot(session: Session, document: Document, key: str, field_sha256: str) -> Slot:
    check_open(session, document)
    version = queries.current_version(session, document)
    rules.check_field(field_sha256, version.field_sha256)
    found = next((one for one in queries.slots_of(session, version) if one.key == key), None)
    if found is None:
        raise NotFound
    return found
