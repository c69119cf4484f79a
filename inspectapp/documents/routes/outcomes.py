"""Refused, absent, unable to write, or signed on paper: put on record with reason, witness and photos."""

import io
import uuid
from typing import Any

from flask import Response, request, url_for
from werkzeug.datastructures import FileStorage

from inspectapp.documents import actions, content, queries
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.forms import OutcomeForm
from inspectapp.documents.house import house
from inspectapp.documents.models import Document, Slot
from inspectapp.documents.routes.blueprint import WRITERS, bp, paper_of_mine
from inspectapp.documents.rules import signing as rules
from inspectapp.documents.words import Outcome, Party
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.images import Shape, look_at, smaller
from inspectapp.shared.refusals import Unreadable
from inspectapp.web.respond import done, go, invalid, page
from inspectapp.web.transaction import session, writes

MOST_PHOTOS = 10
CHOICES = (
    (Outcome.ON_PAPER, "打印签署稿，本人用笔签名后拍照"),
    (Outcome.REFUSED, "写明理由，由两名执法人员确认"),
    (Outcome.ABSENT, "写明谁不在、为什么"),
    (Outcome.CANNOT_WRITE, "捺印、盖章或由他人代签，拍照存证"),
)


def _choices(slot: Slot) -> list[tuple[str, str, str]]:
    fit = CHOICES[:1] if slot.party is Party.OFFICER else CHOICES
    return [(outcome.name, outcome.title, hint) for outcome, hint in fit]


@bp.get("/documents/<uuid:document_id>/slots/<uuid:slot_id>/outcome")
@allows(*WRITERS)
def new_outcome(document_id: uuid.UUID, slot_id: uuid.UUID) -> Response:
    document = paper_of_mine(document_id)
    slot = queries.slot_of(session(), document, slot_id)
    actions.check_open(session(), document, hold=False)
    rules.check_pending(slot)
    return page("documents/outcome.html", **_context(document, slot, OutcomeForm()))


def _context(document: Document, slot: Slot, form: OutcomeForm) -> dict[str, Any]:
    code = content.code(queries.current_version(session(), document))
    return {
        "document": document, "slot": slot, "form": form, "choices": _choices(slot), "most": MOST_PHOTOS,
        "code": code,
    }  # fmt: skip


@bp.post("/documents/<uuid:document_id>/slots/<uuid:slot_id>/outcome")
@allows(*WRITERS)
@writes
def create_outcome(document_id: uuid.UUID, slot_id: uuid.UUID) -> Response:
    document, form = paper_of_mine(document_id), OutcomeForm.read(request.form)
    slot = queries.slot_of(session(), document, slot_id)
    if form.ok:
        try:
            told = Told(
                form.values["outcome"], form.values["reason"], form.values["witness"], _photos(),
                objection=form.values["objection"],
            )  # fmt: skip
            actions.record_outcome(session(), document, slot, told, by=current_actor(), at=clock.now())
        except Unreadable as wrong:
            form.fail(_about(wrong.sentence), wrong.sentence)
    if not form.ok:
        return invalid(
            "documents/outcome.html", "documents/_outcome_form.html", **_context(document, slot, form)
        )
    return done(url_for("documents.show", document_id=document.id), message="已登记签署结果")


def _about(sentence: str) -> str:
    """The field that a refusal speaks of."""
    words = {"照片": "photos", "照录": "objection"}
    return next((name for word, name in words.items() if word in sentence), "reason")


def _photos() -> list[str]:
    """Each is looked at before it is kept; the bytes that came are the bytes that stay."""
    sent = [one for one in request.files.getlist("photos") if one.filename]
    if len(sent) > MOST_PHOTOS:
        raise Unreadable(f"照片最多{MOST_PHOTOS}张。请减少后再提交。")
    return [_kept(one) for one in sent]


def _kept(upload: FileStorage) -> str:
    data = upload.read()
    look_at(io.BytesIO(data))
    smaller(data, Shape.PAPER)  # decoded once, in a child with limits: whole, or refused
    return house().files.put_bytes(data).sha256


@bp.post("/documents/<uuid:document_id>/slots/<uuid:slot_id>/confirmations")
@allows(*WRITERS)
@writes
def create_confirmation(document_id: uuid.UUID, slot_id: uuid.UUID) -> Response:
    document = paper_of_mine(document_id)
    slot = queries.slot_of(session(), document, slot_id)
    actions.confirm(session(), document, slot, by=current_actor(), at=clock.now())
    return go(url_for("documents.show", document_id=document.id))
