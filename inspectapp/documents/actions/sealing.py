"""Sealing: the paper, the ink and the evidence page become one PDF, sealed once, last.

`compose` is slow (typesetting, perhaps five seconds for a time stamp) and runs on what can be read; `seal` is
the short transaction that makes it the paper, if nothing has changed in between.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pypdf import PdfReader
from sqlmodel import Session

from inspectapp.documents import keeping, papers, queries
from inspectapp.documents.actions.ending import end_replaced
from inspectapp.documents.actions.opening import check_not_closed
from inspectapp.documents.actions.signing import REDRAWN, keep_draft
from inspectapp.documents.house import house
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.models import TRANSITIONS, Document, Slot, Version
from inspectapp.documents.rules import signing as rules
from inspectapp.documents.words import State
from inspectapp.people.actor import Actor
from inspectapp.shared import canonical, ledger
from inspectapp.shared import seal as sealing
from inspectapp.shared.refusals import NotNow, Unavailable
from inspectapp.shared.states import check_step

MOVED_ON = "封存的时候文书或签署情况又有变化，没有封存。请核对后再封存一次。"
FAILED = "封存后的自查没有通过，文书没有封存；内容和签名都已保存。请稍后再试，仍不行请联系系统管理员。"
DONE = "文书已经封存或作废，不需要再封存。"


@dataclass(frozen=True)
class Composition:
    """A sealed file in the store that no row names yet, and what it was made from."""

    basis: str
    draft_sha256: str
    sha256: str
    size: int
    pages: int
    signature_sha256: str
    stamped: bool
    credentials: sealing.Credentials


def compose(session: Session, document: Document, *, at: datetime) -> Composition:
    """The finished file. The paper that is sealed must be the one that was signed, byte for byte."""
    check_not_closed(session, document, hold=False)
    version = queries.current_version(session, document)
    slots = queries.slots_of(session, version)
    rules.check_ready(document.state, slots, kind_of(document.kind).officers)
    credentials = keeping.credentials(session, document.office_name, at=at)
    draft_sha256 = _same_draft(document, version, slots)
    finished = papers.paper_of(document, version, slots, keeping.evidence(session, document, at=at))
    sealed = sealing.seal(papers.drawn(finished), credentials, reason="系统封存", tsa_url=house().tsa_url)
    seen = sealing.look(sealed.data, [credentials.certificate])
    if not (seen.intact and seen.covers_all and seen.signatures == 1 and seen.pinned):
        raise Unavailable(FAILED)
    stored = house().files.put_bytes(sealed.data)
    return Composition(
        basis=_basis(version, slots), draft_sha256=draft_sha256, sha256=stored.sha256, size=stored.size,
        pages=len(PdfReader(io.BytesIO(sealed.data)).pages), signature_sha256=seen.cms_sha256,
        stamped=sealed.stamped, credentials=credentials,
    )  # fmt: skip


def seal(
    session: Session, document: Document, made: Composition | None = None, *, by: Actor, at: datetime
) -> Document:
    """From here on the paper never changes. Without a composition it is composed here, in one go."""
    made = made or compose(session, document, at=at)
    check_not_closed(session, document)
    check_step(TRANSITIONS, document.state, State.SEALED, DONE)
    version = queries.current_version(session, document)
    if _basis(version, queries.slots_of(session, version)) != made.basis:
        raise NotNow(MOVED_ON)
    keep_draft(session, version, made.draft_sha256, by=by, at=at)
    keeping.register(session, made.credentials, at=at)
    document.state, document.sealed_at, document.stamped = State.SEALED, at, made.stamped
    document.sealed_sha256, document.sealed_size, document.sealed_pages = made.sha256, made.size, made.pages
    document.signature_sha256, document.certificate_sha256 = (
        made.signature_sha256,
        made.credentials.fingerprint,
    )
    ledger.note(session, document, "封存", by=by, at=at, file=made.sha256, stamped=made.stamped)
    end_replaced(session, document, by=by, at=at)
    ending = kind_of(document.kind).sealed
    if ending is not None:
        ending(session, document, by, at)
    return document


def _same_draft(document: Document, version: Version, slots: Sequence[Slot]) -> str:
    sha256 = papers.stored_draft(papers.paper_of(document, version, slots))
    if version.draft_sha256 and version.draft_sha256 != sha256:
        raise NotNow(REDRAWN)
    return sha256


def _basis(version: Version, slots: Sequence[Slot]) -> str:
    told = [[s.key, s.outcome.name, s.signature_sha256, s.confirmed_by_id] for s in slots]
    return canonical.sha256({"content": version.content_sha256, "slots": told})
