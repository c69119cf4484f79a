"""The signer's page: hand over the phone, read to the end, sign on the glass. Also by a one-time link."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Response, flash, request, url_for

from inspectapp.documents import actions, content, papers, queries, strokes
from inspectapp.documents.forms import SignForm
from inspectapp.documents.house import house
from inspectapp.documents.kinds import ON_THE_GLASS
from inspectapp.documents.models import Challenge, Document, Slot
from inspectapp.documents.routes.blueprint import (
    JPEG,
    PDF,
    WRITERS,
    bp,
    device,
    document_here,
    file_answer,
    paper_of_mine,
    pdf_name,
)
from inspectapp.documents.routes.reading import paper_here
from inspectapp.documents.rules import signing as rules
from inspectapp.documents.words import WITHOUT_HAND, Mode
from inspectapp.people.access import actor_or_none, allows, current_actor, open_to_all
from inspectapp.people.actor import Actor
from inspectapp.shared import clock, qr
from inspectapp.shared.refusals import NotFound, Unreadable
from inspectapp.web.respond import go, page
from inspectapp.web.transaction import apart, session, writes, writes_apart


@bp.post("/documents/<uuid:document_id>/slots/<uuid:slot_id>/signings")
@allows(*WRITERS)
@writes_apart
def create_signing(document_id: uuid.UUID, slot_id: uuid.UUID) -> Response:
    """The draft is typeset before anything is locked."""
    document = paper_of_mine(document_id)
    queries.slot_of(session(), document, slot_id)
    mode = request.form.get("mode", "")
    if mode not in Mode.__members__:
        raise Unreadable("请选择签名方式。")
    draft = actions.prepare_draft(session(), document)
    with apart() as writing:
        document = document_here(document_id, writing)
        slot = queries.slot_of(writing, document, slot_id)
        made = actions.begin(
            writing, document, slot, Mode[mode], by=current_actor(), at=clock.now(), draft_sha256=draft
        )
    if made.mode is Mode.OWN_PHONE:
        return go(url_for("documents.show_signing", document_id=document_id, challenge_id=made.id))
    return go(url_for("documents.sign", token=house().token(made.id)))


@bp.get("/documents/<uuid:document_id>/signings/<uuid:challenge_id>")
@allows(*WRITERS)
def show_signing(document_id: uuid.UUID, challenge_id: uuid.UUID) -> Response:
    """The code that the signer scans; it works once, for ten minutes."""
    document = paper_of_mine(document_id)
    challenge = queries.challenge_of(session(), document, challenge_id)
    link = f"{house().address}{url_for('documents.sign', token=house().token(challenge.id))}"
    return page(
        "documents/link.html", document=document, slot=session().get_one(Slot, challenge.slot_id),
        challenge=challenge, link=link, code=qr.drawn(link), over=clock.now() > challenge.expires_at,
    )  # fmt: skip


def _open(token: str) -> tuple[Challenge, Document, Slot]:
    """The invitation of a link, as long as it stands; an officer's own only on the own login."""
    challenge = queries.challenge_by_token(session(), token)
    document, slot = (
        session().get_one(Document, challenge.document_id),
        session().get_one(Slot, challenge.slot_id),
    )
    version = queries.current_version(session(), document)
    if challenge.used_at is None:
        rules.check_same_content(challenge.content_sha256, version.content_sha256, slot.ended_at is not None)
        actions.check_open(session(), document, hold=False)
        rules.check_pending(slot)
    rules.check_challenge(challenge.expires_at, challenge.used_at, clock.now())
    if challenge.mode is Mode.OWN_LOGIN:
        actor = actor_or_none()
        if actor is None or actor.id != slot.person_id:
            raise NotFound("这个签名链接不对或已经失效。请由执法人员重新发起签名。")
    return challenge, document, slot


@bp.get("/s/<token>")
@open_to_all
def sign(token: str) -> Response:
    challenge, document, slot = _open(token)
    one = paper_here(document)
    others = [other for other in one.slots if other.id != slot.id and other.at is not None]
    return page(
        "documents/sign.html", challenge=challenge, document=document, slot=slot, paper=one, token=token,
        values=one.content["values"], agreement=ON_THE_GLASS, handed=challenge.mode is Mode.HANDED_OVER,
        picture=lambda sha256: url_for("documents.sign_file", token=token, sha256=sha256),
        others=others, vouches=_vouches(challenge, slot, one.slots),
    )  # fmt: skip


def _vouches(challenge: Challenge, slot: Slot, slots: Sequence[Slot]) -> bool:
    """Does this officer, by signing, confirm what a colleague has put on record?"""
    shown = challenge.ends_sha256 and challenge.ends_sha256 == content.ends(slots)
    open_ones = [one for one in slots if one.outcome in WITHOUT_HAND and one.confirmed_by_id is None]
    return bool(shown) and any(one.by_id != slot.person_id for one in open_ones)


@bp.get("/s/<token>/draft.pdf")
@open_to_all
def sign_draft(token: str) -> Response:
    challenge, document, _ = _open(token)
    return file_answer(house().files.read(challenge.draft_sha256), PDF, f"签署稿-{pdf_name(document)}")


@bp.get("/s/<token>/files/<sha256>")
@open_to_all
def sign_file(token: str, sha256: str) -> Response:
    _, document, _ = _open(token)
    if sha256 not in set(content.files(paper_here(document).content["values"])):
        raise NotFound
    return file_answer(papers.photo_copy(sha256), JPEG)


@bp.post("/s/<token>/signatures")
@open_to_all
@writes
def create_signature(token: str) -> Response:
    form = SignForm.read(request.form)
    challenge, document, _ = _open(token)
    if not form.ok:
        raise Unreadable(next(iter(form.errors.values())))
    drawn = actions.Drawn(
        strokes=strokes.read(request.form.get("strokes", "")),
        read_to_end=form.values["read_to_end"] == "yes", objection=form.values["objection"],
        device=device(), device_at=_moment(form.values["ended"]),
    )  # fmt: skip
    actions.sign(session(), challenge, drawn, by=_signer(challenge), at=clock.now())
    if challenge.mode is Mode.OWN_PHONE:
        return go(url_for("documents.signed"))
    flash("签名已保存")
    return go(url_for("documents.show", document_id=document.id))


def _signer(challenge: Challenge) -> Actor | None:
    return actor_or_none() if challenge.mode is Mode.OWN_LOGIN else None


def _moment(typed: str) -> datetime | None:
    """The phone's clock, kept as a remark; a mad one is left out."""
    if not typed.isascii() or not typed.isdigit() or len(typed) > 14:
        return None
    return datetime.fromtimestamp(int(typed) / 1000, UTC)


@bp.get("/s/signed")
@open_to_all
def signed() -> Response:
    return page("documents/signed.html")
