"""May this paper be signed just now, and by this person? Every act on a frozen paper asks here first."""

from sqlmodel import Session

from inspectapp.documents import queries
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.models import Document
from inspectapp.documents.rules import signing as rules
from inspectapp.people.actor import Actor
from inspectapp.shared.refusals import NotNow


def check_open(session: Session, document: Document, *, hold: bool = True) -> None:
    """It is frozen, and what it is about agrees. `hold`: that stays so until this transaction ends."""
    why = _closed(session, document, hold)
    if hold:
        # Whoever was faster may have ended it while we waited.
        session.refresh(document)
    rules.check_open(document.state)
    if why:
        raise NotNow(why)


def check_not_closed(session: Session, document: Document, *, hold: bool = True) -> None:
    """What it is about agrees; of the paper itself nothing is asked."""
    if why := _closed(session, document, hold):
        raise NotNow(why)


def check_on_paper(session: Session, document: Document, by: Actor) -> None:
    """Only its own officers act on a paper that is being signed."""
    rules.check_on_paper(by.id, queries.slots_on(session, document))


def _closed(session: Session, document: Document, hold: bool) -> str:
    asked = kind_of(document.kind).closed
    return asked(session, document, hold) if asked else ""
