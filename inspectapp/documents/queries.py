"""Reads about papers, each limited to what the person may see; strangers read by the id in the code."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, select
from sqlmodel import Session

from inspectapp.documents.house import house
from inspectapp.documents.models import Challenge, Document, HandOver, SealCertificate, Slot, Version
from inspectapp.documents.rules import showing
from inspectapp.documents.rules.judging import Registered
from inspectapp.documents.words import State
from inspectapp.people.actor import BUREAU, Actor, Role
from inspectapp.shared.refusals import NotFound, NotNow

documents = Document.__table__  # type: ignore[attr-defined]
versions, slots = Version.__table__, Slot.__table__  # type: ignore[attr-defined]
challenges, hand_overs = Challenge.__table__, HandOver.__table__  # type: ignore[attr-defined]
certificates = SealCertificate.__table__  # type: ignore[attr-defined]

#: With so many sealed files a stranger's one is compared.
MOST_LIKE = 2000


def visible(actor: Actor) -> ColumnElement[bool]:
    """A bureau sees the papers of its regions; a clerk what was sealed about the own unit."""
    if actor.role in BUREAU:
        return documents.c.region_id.in_(actor.regions)
    if actor.role is Role.CLERK and actor.unit_id:
        return (documents.c.unit_id == actor.unit_id) & documents.c.sealed_at.is_not(None)
    return false()


def papers(
    actor: Actor, words: str = "", state: State | None = None, unit_id: uuid.UUID | None = None
) -> Select[Any]:
    """The register of papers, the newest first."""
    query = select(Document).where(visible(actor))
    if words:
        found = documents.c.number.contains(words, autoescape=True)
        query = query.where(found | documents.c.unit_name.contains(words, autoescape=True))
    if state is not None:
        query = query.where(documents.c.state == state)
    if unit_id is not None:
        query = query.where(documents.c.unit_id == unit_id)
    return query.order_by(documents.c.made_at.desc(), documents.c.id)


def document_for(session: Session, actor: Actor, document_id: uuid.UUID) -> Document:
    """One paper, or the same NotFound for a foreign one as for none at all."""
    found = session.scalars(select(Document).where(visible(actor), documents.c.id == document_id)).first()
    if found is None:
        raise NotFound
    return found


def documents_of(session: Session, of_kind: str, of_id: uuid.UUID, kind: str = "") -> Sequence[Document]:
    """The papers of one thing, the newest first; the stage that owns it has decided who may look."""
    query = select(Document).where(documents.c.of_kind == of_kind, documents.c.of_id == of_id)
    if kind:
        query = query.where(documents.c.kind == kind)
    return session.scalars(query.order_by(documents.c.made_at.desc(), documents.c.id)).all()


def current_version(session: Session, document: Document) -> Version:
    """What the paper says now."""
    here = (versions.c.document_id == document.id) & (versions.c.number == document.version)
    return session.scalars(select(Version).where(here)).one()


def versions_of(session: Session, document: Document) -> Sequence[Version]:
    """All it ever said, the newest first."""
    query = select(Version).where(versions.c.document_id == document.id)
    return session.scalars(query.order_by(versions.c.number.desc())).all()


def slots_of(session: Session, version: Version) -> Sequence[Slot]:
    """Its signatures in the order of the paper."""
    return session.scalars(select(Slot).where(slots.c.version_id == version.id).order_by(slots.c.place)).all()


def slots_on(session: Session, document: Document) -> Sequence[Slot]:
    """The signatures of the version that stands."""
    return slots_of(session, current_version(session, document))


def void_slots(session: Session, document: Document) -> Sequence[Slot]:
    """Signatures on versions that were changed afterwards: kept, and void."""
    query = select(Slot).where(slots.c.document_id == document.id, slots.c.ended_at.is_not(None))
    return session.scalars(
        query.where(slots.c.at.is_not(None)).order_by(slots.c.ended_at, slots.c.place)
    ).all()


def slot_of(session: Session, document: Document, slot_id: uuid.UUID) -> Slot:
    """A place on the version that stands."""
    found = session.get(Slot, slot_id)
    if found is None or found.document_id != document.id:
        raise NotFound
    return found


def ink_seen(session: Session, ink_sha256: str) -> bool:
    """Did a hand ever move like this before, on any paper?"""
    return session.scalar(select(slots.c.id).where(slots.c.ink_sha256 == ink_sha256).limit(1)) is not None


def token_digest(token: str) -> str:
    """Only the digest of a link lies in the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def challenge_by_token(session: Session, token: str) -> Challenge:
    """The invitation behind a link."""
    query = select(Challenge).where(challenges.c.token_sha256 == token_digest(token))
    found = session.scalars(query).first()
    if found is None:
        raise NotFound("这个签名链接不对或已经失效。请由执法人员重新发起签名。")
    return found


def challenge_of(session: Session, document: Document, challenge_id: uuid.UUID) -> Challenge:
    """An invitation, for the officer who shows its code."""
    found = session.get(Challenge, challenge_id)
    if found is None or found.document_id != document.id:
        raise NotFound
    return found


def hand_overs_of(session: Session, document: Document) -> Sequence[HandOver]:
    """Who got it, when, how."""
    query = select(HandOver).where(hand_overs.c.document_id == document.id)
    return session.scalars(query.order_by(hand_overs.c.at)).all()


def by_public_id(session: Session, public_id: str) -> Document | None:
    """The paper behind a printed code; a draft is nobody's business."""
    query = select(Document).where(documents.c.public_id == public_id, documents.c.state != State.DRAFT)
    return session.scalars(query).first()


def replacement_of(session: Session, document: Document) -> Document | None:
    """The paper to go by in the place of this one, however often it was corrected; none, if that is void."""
    found = _corrected_by(session, document)
    while found is not None and found.state is State.SUPERSEDED:
        found = _corrected_by(session, found)
    return found if found is not None and found.state is State.SEALED else None


def _corrected_by(session: Session, document: Document) -> Document | None:
    query = select(Document).where(documents.c.replaces_id == document.id, documents.c.sealed_at.is_not(None))
    return session.scalars(query.order_by(documents.c.sealed_at.desc())).first()


def instead_of(session: Session, document: Document) -> str:
    """What to go by in the place of a corrected paper, in a sentence; empty: it was not corrected."""
    if document.state is not State.SUPERSEDED:
        return ""
    return showing.instead(replacement_of(session, document))


def pinned(session: Session) -> Sequence[SealCertificate]:
    """The certificates of this installation, the newest first."""
    return session.scalars(select(SealCertificate).order_by(certificates.c.begins.desc())).all()


def by_file(session: Session, sha256: str) -> Document | None:
    """The paper that was sealed as exactly this file."""
    return session.scalars(select(Document).where(documents.c.sealed_sha256 == sha256)).first()


def by_signature(session: Session, cms_sha256: str) -> Document | None:
    """The paper whose seal is inside a file, whatever was done to the file since."""
    if not cms_sha256:
        return None
    return session.scalars(select(Document).where(documents.c.signature_sha256 == cms_sha256)).first()


def registered(session: Session, document: Document) -> Registered:
    """A sealed paper as the judge needs it."""
    assert document.sealed_at is not None
    return Registered(
        number=document.number, title=document.title, state=document.state, sha256=document.sealed_sha256,
        size=document.sealed_size, pages=document.sealed_pages, sealed_at=document.sealed_at,
        stamped=document.stamped, instead=instead_of(session, document),
    )  # fmt: skip


def sealed_file(document: Document) -> bytes:
    """The sealed PDF, checked against its hash while it is read."""
    if not document.sealed_sha256:
        raise NotNow("这份文书还没有封存。请在封存后再打开。")
    return house().files.read(document.sealed_sha256)


def sealed_files(session: Session, most: int) -> list[tuple[int, str]]:
    """Length and hash of sealed files no longer than this one, those nearest to it; a bounded number."""
    near = select(documents.c.sealed_size, documents.c.sealed_sha256).where(
        documents.c.sealed_size.between(1, most)
    )
    found = session.execute(near.order_by(documents.c.sealed_size.desc()).limit(MOST_LIKE)).all()
    return [(size, sha256) for size, sha256 in found]


def by_size(session: Session, size: int) -> Sequence[Document]:
    """Papers whose sealed file has exactly this length; a handful of them."""
    return session.scalars(select(Document).where(documents.c.sealed_size == size).limit(5)).all()
