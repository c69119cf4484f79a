"""May this paper be signed just now, and by this person? Every act on a frozen paper asks here first."""

from sqlmodel import Session

from inspectapp.documents import queries
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.models import Document
from inspectapp.documents.rules import signing as rules
from inspectapp.people.actor import Actor
from inspectapp.shared import db
from inspectapp.shared.refusals import NotNow


def check_open(session: Session, document: Document, *, hold: bool = True) -> None:
    """It is frozen, and what it is about agrees. `hold`: that stays so until this transaction ends."""
    why = _closed(session, document, hold)
    rules.check_open(document.state)
    if why:
        raise NotNow(why)


def check_not_closed(session: Session, document: Document, *, hold: bool = True) -> None:
    """What it is about agrees; of the paper itself nothing is asked."""
    if why := _closed(session, document, hold):
        raise NotNow(why)


def hold_paper(session: Session, document: Document) -> None:
    """The paper and what it is about as they stand now, and so they stay until this transaction ends."""
    _closed(session, document, True)


def check_on_paper(session: Session, document: Document, by: Actor) -> None:
    """Only its own officers act on a paper that is being signed."""
    rules.check_on_paper(by.id, queries.slots_on(session, document))


def _closed(session: Session, document: Document, hold: bool) -> str:
    asked = kind_of(document.kind).closed
    why = asked(session, document, hold) if asked else ""
    if hold:
        # Whoever was faster may have ended it, or one of its signatures, while we waited.
        db.hold(session, document)
    return why
