"""Signing on the glass: an invitation bound to what is shown, then strokes, judged and kept as strokes."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from inspectapp.documents import content, papers, queries
from inspectapp.documents.actions.opening import check_on_paper, check_open
from inspectapp.documents.actions.outcomes import confirm_by_signing
from inspectapp.documents.house import house
from inspectapp.documents.models import Challenge, Document, Slot, Version
from inspectapp.documents.rules import ink
from inspectapp.documents.rules import signing as rules
from inspectapp.documents.strokes import Strokes
from inspectapp.documents.words import Mode, Outcome
from inspectapp.people.actor import Actor
from inspectapp.shared import canonical, ledger
from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable

SIGNATURE = "sig/v2"
NOT_READ = "请先从头到尾看完文书，再签名。"
REDRAWN = (
    "文书的版式在发起签名之后有更新，已有的签名不能沿用。"
    "请退回检查后重新生成（更正文书请再保存一次更正内容），再请各方签署。"
)


@dataclass(frozen=True)
class Drawn:
    """What came from the glass."""

    strokes: Strokes
    read_to_end: bool
    objection: str = ""
    device: str = ""
    device_at: datetime | None = None
    #: What the phone showed before the server had it; empty: the server showed it.
    field_sha256: str = ""
    #: The refusals and absences that the phone had shown then.
    ends_sha256: str = ""


def prepare_draft(session: Session, document: Document) -> str:
    """The PDF that signers see, in the store; its hash. Slow: called before the writing transaction."""
    version = queries.current_version(session, document)
    rules.check_open(document.state)
    if version.draft_sha256:
        return version.draft_sha256
    return papers.stored_draft(papers.paper_of(document, version, blank(session, version)))


def blank(session: Session, version: Version) -> list[Slot]:
    """The slots of a version; a draft prints their places only."""
    return list(queries.slots_of(session, version))


def begin(
    session: Session, document: Document, slot: Slot, mode: Mode, *, by: Actor, at: datetime,
    draft_sha256: str | None = None, shown: str | None = None,
) -> Challenge:  # fmt: skip
    """Invite somebody to read and sign the version that stands. `shown`: the ends that a phone has told."""
    check_open(session, document)
    check_on_paper(session, document, by)
    rules.check_same_content("", "", slot.ended_at is not None)
    rules.check_pending(slot)
    rules.check_mode(slot, mode, by.id)
    version = queries.current_version(session, document)
    keep_draft(session, version, draft_sha256 or prepare_draft(session, document), by=by, at=at)
    challenge = Challenge(
        document_id=document.id, slot_id=slot.id, version_id=version.id, token_sha256="", mode=mode,
        content_sha256=version.content_sha256, draft_sha256=version.draft_sha256,
        ends_sha256=content.ends(queries.slots_of(session, version)) if shown is None else shown,
        made_by_id=by.id, made_by_name=by.name, made_at=at, expires_at=at + rules.CHALLENGE_LASTS,
    )  # fmt: skip
    challenge.token_sha256 = queries.token_digest(house().token(challenge.id))
    session.add(challenge)
    ledger.note(session, slot, "发起签名", by=by, at=at, mode=mode.name)
    return challenge


def keep_draft(session: Session, version: Version, draft_sha256: str, *, by: Actor, at: datetime) -> None:
    """The first drawing of a version is the one that everybody signs."""
    if version.draft_sha256 == draft_sha256:
        return
    if version.draft_sha256:
        raise NotNow(REDRAWN)
    version.draft_sha256 = draft_sha256
    ledger.note(session, version, "生成签署稿", by=by, at=at, draft=draft_sha256)


def sign(session: Session, challenge: Challenge, drawn: Drawn, *, by: Actor | None, at: datetime) -> Slot:
    """The signature: bound to the invitation, and through it to every word that was shown."""
    document = session.get_one(Document, challenge.document_id)
    check_open(session, document)
    slot, version = session.get_one(Slot, challenge.slot_id), queries.current_version(session, document)
    rules.check_challenge(challenge.expires_at, challenge.used_at, at)
    rules.check_same_content(challenge.content_sha256, version.content_sha256, slot.ended_at is not None)
    rules.check_pending(slot)
    _check_person(challenge, slot, by)
    if not drawn.read_to_end:
        raise Unreadable(NOT_READ)
    ink.check_ink(drawn.strokes)
    ink.check_not_replayed(queries.ink_seen(session, drawn.strokes.digest))
    challenge.used_at = at
    _keep(slot, challenge, drawn, at)
    ledger.note(
        session,
        slot,
        slot.outcome.title,
        by=by,
        at=at,
        device_at=drawn.device_at,
        signature=slot.signature_sha256,
    )
    if by is not None and challenge.mode is Mode.OWN_LOGIN:
        confirm_by_signing(session, version, challenge.ends_sha256, by=by, at=at)
    return slot


def _check_person(challenge: Challenge, slot: Slot, by: Actor | None) -> None:
    if challenge.mode is Mode.OWN_LOGIN and (by is None or by.id != slot.person_id):
        raise NotAllowed(f"{slot.name}要用自己的账号登录后签名。请换到本人的手机上操作。")


def _keep(slot: Slot, challenge: Challenge, drawn: Drawn, at: datetime) -> None:
    slot.outcome = Outcome.OBJECTED if drawn.objection else Outcome.SIGNED
    slot.objection, slot.mode, slot.device = drawn.objection, challenge.mode, drawn.device
    slot.at, slot.device_at, slot.field_sha256 = at, drawn.device_at, drawn.field_sha256
    slot.by_id, slot.by_name = challenge.made_by_id, challenge.made_by_name
    slot.ink, slot.ink_sha256 = drawn.strokes.packed(), drawn.strokes.digest
    slot.signature_sha256 = canonical.sha256({
        "form": SIGNATURE, "challenge": challenge.id, "nonce": challenge.token_sha256,
        "content": challenge.content_sha256, "draft": challenge.draft_sha256, "slot": slot.key,
        "role": slot.role, "name": slot.name, "outcome": slot.outcome.name, "objection": slot.objection,
        "strokes": slot.ink_sha256, "ends": challenge.ends_sha256, "at": at,
        "field": drawn.field_sha256, "device_at": drawn.device_at,
    })  # fmt: skip
