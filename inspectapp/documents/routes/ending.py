"""Sealing, handing over, voiding."""

import uuid
from typing import Any

from flask import Response, flash, request, url_for

from inspectapp.documents import actions, queries
from inspectapp.documents.actions.handing import Handed
from inspectapp.documents.forms import HandOverForm, VoidForm
from inspectapp.documents.models import Document
from inspectapp.documents.routes.blueprint import WRITERS, bp, document_here
from inspectapp.documents.routes.reading import paper_here
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.web.respond import done, go, invalid, page
from inspectapp.web.transaction import apart, session, writes, writes_apart


@bp.post("/documents/<uuid:document_id>/seals")
@allows(*WRITERS)
@writes_apart
def create_seal(document_id: uuid.UUID) -> Response:
    """Typesetting and the time stamp take seconds: nobody waits for them behind a lock."""
    here, now = url_for("documents.show", document_id=document_id), clock.now()
    document = document_here(document_id)
    if document.sealed_at is not None:
        return go(here)
    made = actions.compose(session(), document, at=now)
    with apart() as writing:
        actions.seal(writing, document_here(document_id, writing), made, by=current_actor(), at=now)
    flash("文书已封存")
    return go(here)


@bp.get("/documents/<uuid:document_id>/hand-over")
@allows(*WRITERS)
def new_hand_over(document_id: uuid.UUID) -> Response:
    return page("documents/hand_over.html", **_handing(document_here(document_id), HandOverForm()))


def _handing(document: Document, form: HandOverForm) -> dict[str, Any]:
    actions.check_stands(document)
    handed = queries.hand_overs_of(session(), document)
    return {"document": document, "paper": paper_here(document), "form": form, "hand_overs": handed}


@bp.post("/documents/<uuid:document_id>/hand-overs")
@allows(*WRITERS)
@writes
def create_hand_over(document_id: uuid.UUID) -> Response:
    document, form = document_here(document_id), HandOverForm.read(request.form)
    if not form.ok:
        return invalid(
            "documents/hand_over.html", "documents/_hand_over_form.html", **_handing(document, form)
        )
    actions.hand_over(session(), document, Handed(**form.values), by=current_actor(), at=clock.now())
    return done(url_for("documents.show", document_id=document.id), message="已登记送达")


@bp.get("/documents/<uuid:document_id>/voiding")
@allows(*WRITERS)
def new_voiding(document_id: uuid.UUID) -> Response:
    document = document_here(document_id)
    actions.check_may_void(session(), document, current_actor())
    return page("documents/voiding.html", document=document, form=VoidForm())


@bp.post("/documents/<uuid:document_id>/voiding")
@allows(*WRITERS)
@writes
def create_voiding(document_id: uuid.UUID) -> Response:
    document, form = document_here(document_id), VoidForm.read(request.form)
    actions.check_may_void(session(), document, current_actor())
    if not form.ok:
        return invalid("documents/voiding.html", "documents/_voiding_form.html", document=document, form=form)
    actions.void(session(), document, form.values["reason"], by=current_actor(), at=clock.now())
    return done(url_for("documents.show", document_id=document.id), message="文书已作废")
