"""The papers of a visit: composed, taken back, and where each stands."""

import uuid

from flask import Response, request

from inspectapp.documents.queries import slots_on
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import BUREAU
from inspectapp.records import actions, queries
from inspectapp.records.routes.blueprint import INSPECTORS, bp, visit_here
from inspectapp.records.routes.shown import shown
from inspectapp.shared import clock
from inspectapp.visits import queries as visits
from inspectapp.visits.words import Consent, State
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/record")
@allows(*BUREAU)
def show(visit_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    own = visits.place_of(session(), visit, current_actor())
    papers = [(one, slots_on(session(), one)) for one in queries.papers_of(session(), visit)]
    return page(
        "records/show.html", visit=visit, unit=visits.unit_of(session(), visit), papers=papers,
        may_take_back=own is not None and own.consent is Consent.CONFIRMED and visit.state is State.SIGNING,
    )  # fmt: skip


@bp.post("/record")
@allows(*INSPECTORS)
@writes
def compose(visit_id: uuid.UUID) -> Response:
    visit, left = visit_here(visit_id), request.form.get("leave_unchecked", "") != ""
    on_the_phone, who, now = shown(), current_actor(), clock.now()
    if on_the_phone is None:
        actions.compose(session(), visit, leave_unchecked=left, by=who, at=now)
    else:
        actions.compose_as_shown(session(), visit, on_the_phone, leave_unchecked=left, by=who, at=now)
    return done(f"/visits/{visit.id}/record", message="检查记录已生成，请各方签字")


@bp.post("/record/returns")
@allows(*INSPECTORS)
@writes
def take_back(visit_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    actions.take_back(session(), visit, by=current_actor(), at=clock.now())
    return done(f"/visits/{visit.id}/checklist", message="已退回检查，改好后重新生成检查记录")
