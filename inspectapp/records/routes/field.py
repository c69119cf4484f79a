"""Signing where there is no network: the page with the frame, and what arrives later."""

import io
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Response, g, request

from inspectapp.documents import actions as documents
from inspectapp.documents import queries as papers
from inspectapp.documents import strokes
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.forms import OutcomeForm, SignForm
from inspectapp.documents.house import house
from inspectapp.documents.kinds import ON_THE_GLASS
from inspectapp.documents.models import Document
from inspectapp.documents.rules.signing import NOT_COMPOSED
from inspectapp.documents.words import State
from inspectapp.people.access import allows, current_actor
from inspectapp.records import field, queries, rules, values
from inspectapp.records.routes.blueprint import INSPECTORS, bp, visit_here
from inspectapp.records.routes.shown import ends_sha256, field_sha256, moment
from inspectapp.shared import canonical, clock
from inspectapp.shared.images import Shape, look_at, smaller
from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable
from inspectapp.visits import actions as visits
from inspectapp.visits import queries as visit_queries
from inspectapp.visits.models import Visit
from inspectapp.visits.rules import KEEP_IT
from inspectapp.visits.words import State as VisitState
from inspectapp.web.devices import device_words
from inspectapp.web.forms import Form
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes

STOPPED = f"这次检查已经中止，现场的签名不再采用。{KEEP_IT}"
View = Callable[..., Any]


@bp.get("/record/field")
@allows(*INSPECTORS)
def field_page(visit_id: uuid.UUID) -> Response:
    visit, who = visit_here(visit_id), current_actor()
    visits.officer_here(session(), visit, who)
    found = values.gather(session(), visit)
    return page(
        "records/field.html", visit=visit, unit=visit_queries.unit_of(session(), visit),
        frame=canonical.text(field.frame(session(), found, by=who, at=clock.now())), agreement=ON_THE_GLASS,
    )  # fmt: skip


def typeset_before(view: View) -> View:
    """The paper to sign is typeset before anything is locked; what stands in the way is said inside."""

    @wraps(view)
    def around(visit_id: uuid.UUID) -> Response:
        record = queries.record_of(session(), visit_here(visit_id))
        g.draft = ("", None)
        if record is not None and record.state is State.FROZEN:
            version = papers.current_version(session(), record)
            g.draft = (version.content_sha256, documents.prepare_draft(session(), record))
        answer: Response = view(visit_id)
        return answer

    return around


@bp.post("/record/field-signatures")
@allows(*INSPECTORS)
@typeset_before
@writes
def sign_in_field(visit_id: uuid.UUID) -> Response:
    visit, document = _at_signing(visit_id)
    given, now = _readable(SignForm.read(request.form)), clock.now()
    drawn = documents.Drawn(
        strokes=strokes.read(request.form.get("strokes", "")),
        read_to_end=given["read_to_end"] == "yes", objection=given["objection"],
        device=device_words(request.headers.get("User-Agent", "")),
        device_at=_on_the_spot(visit, now), field_sha256=field_sha256(), ends_sha256=ends_sha256(),
    )  # fmt: skip
    documents.sign_in_field(
        session(), document, request.form.get("slot", ""), drawn, by=current_actor(), at=now,
        draft_sha256=_draft(document),
    )  # fmt: skip
    return done(f"/visits/{visit.id}/record", message="现场签名已送达")


@bp.post("/record/field-outcomes")
@allows(*INSPECTORS)
@writes
def end_in_field(visit_id: uuid.UUID) -> Response:
    visit, document = _at_signing(visit_id)
    given, now = _readable(OutcomeForm.read(request.form)), clock.now()
    told = Told(
        given["outcome"], given["reason"], given["witness"], _photos(),
        device_at=_on_the_spot(visit, now), field_sha256=field_sha256(),
    )  # fmt: skip
    documents.end_in_field(
        session(), document, request.form.get("slot", ""), told, by=current_actor(), at=now
    )
    return done(f"/visits/{visit.id}/record", message="现场登记的签署结果已送达")


def _at_signing(visit_id: uuid.UUID) -> tuple[Visit, Document]:
    """The record that stands, for an officer of the visit who held this phone."""
    visit, who = visit_here(visit_id), current_actor()
    visits.officer_here(session(), visit, who)
    holder = request.form.get("person", "")
    if not holder:
        raise Unreadable(rules.UNREAD)
    if holder != str(who.id):
        raise NotAllowed("这份签名是另一名执法人员在现场收的。请由本人登录后上传。")
    document = queries.record_of(session(), visit)
    if visit.state is VisitState.STOPPED:
        raise NotNow(STOPPED)
    if document is None:
        raise NotNow(NOT_COMPOSED)
    return visit, document


def _readable(form: Form) -> dict[str, Any]:
    """What the phone sent. Nobody sits before a form here: the first thing that is wrong is told."""
    if not form.ok:
        raise Unreadable(next(iter(form.errors.values())))
    return form.values


def _on_the_spot(visit: Visit, now: datetime) -> datetime | None:
    """When it was done in front of the unit's person."""
    return rules.signed_at(moment(request.form.get("ended", "")), visit.ended_at, now)


def _draft(document: Document) -> str | None:
    content, draft = g.draft
    return draft if content == papers.current_version(session(), document).content_sha256 else None


def _photos() -> list[str]:
    sent = request.files.get("photo")
    if sent is None:
        return []
    data = sent.read()
    look_at(io.BytesIO(data))
    smaller(data, Shape.PAPER)  # decoded once, in a child with limits: whole, or refused
    return [house().files.put_bytes(data).sha256]
