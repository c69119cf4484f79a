"""Reads of a visit's papers; whoever may see the visit may see them."""

from collections.abc import Sequence

from sqlmodel import Session

from inspectapp.documents import queries as documents
from inspectapp.documents.models import Document
from inspectapp.documents.words import State
from inspectapp.records.papers import OF, RECORD
from inspectapp.visits.models import Visit

STANDING = (State.DRAFT, State.FROZEN, State.SEALED)


def papers_of(session: Session, visit: Visit) -> Sequence[Document]:
    """All papers of a visit that have not been voided or replaced, the record first."""
    found = [one for one in documents.documents_of(session, OF, visit.id) if one.state in STANDING]
    return sorted(found, key=lambda one: (one.kind != RECORD, one.title))


def record_of(session: Session, visit: Visit) -> Document | None:
    """The record of a visit."""
    return next((one for one in papers_of(session, visit) if one.kind == RECORD), None)
