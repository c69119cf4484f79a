"""Reads of a visit's papers; whoever may see the visit may see them."""

from collections.abc import Sequence

from sqlmodel import Session

from inspectapp.documents import queries as documents
from inspectapp.documents.models import Document
from inspectapp.documents.words import State
from inspectapp.records.papers import OF, RECORD, TABLE
from inspectapp.visits.models import Visit

STANDING = (State.DRAFT, State.FROZEN, State.SEALED)


def papers_of(session: Session, visit: Visit) -> Sequence[Document]:
    """All papers of a visit that stand, the record first; what is being signed before what it replaces."""
    found = [one for one in documents.documents_of(session, OF, visit.id) if one.state in STANDING]
    return sorted(found, key=lambda one: (one.kind != RECORD, one.title, one.state is State.SEALED))


def past_papers_of(session: Session, visit: Visit) -> Sequence[Document]:
    """What was voided or replaced: numbers and files stay, and whoever looks for them finds them."""
    return [one for one in documents.documents_of(session, OF, visit.id) if one.state not in STANDING]


def record_of(session: Session, visit: Visit) -> Document | None:
    """The record of a visit that was written last and stands: while it is being corrected, the correction."""
    return next((one for one in papers_of(session, visit) if one.kind == RECORD), None)


def sealed_record_of(session: Session, visit: Visit) -> Document | None:
    """The record that counts, also while its correction is being signed."""
    found = (one for one in papers_of(session, visit) if one.kind == RECORD)
    return next((one for one in found if one.state is State.SEALED), None)


def lost_tables_of(session: Session, visit: Visit) -> set[str]:
    """Titles of the tables that were voided and have nothing in their place."""
    past, standing = past_papers_of(session, visit), papers_of(session, visit)
    voided = {one.title for one in past if one.kind == TABLE and one.state is State.VOID}
    return voided - {one.title for one in standing}
