"""The papers of a visit: composed, taken back, and where each stands."""

import uuid

from flask import Response, request

from inspectapp.documents.queries import slots_on
from inspectapp.documents.words import State as Paper
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import BUREAU
from inspectapp.records import actions, queries, refusals
from inspectapp.records.papers import RECORD
from inspectapp.records.refusals import HEADS
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
    works = own is not None and own.consent is Consent.CONFIRMED
    standing, record = [one.kind for one, _ in papers], queries.record_of(session(), visit)
    over = visit.state in (State.SIGNING, State.SEALED)
    return page(
        "records/show.html", visit=visit, unit=visits.unit_of(session(), visit), papers=papers, works=works,
        past=queries.past_papers_of(session(), visit), sealed=queries.sealed_record_of(session(), visit),
        may_take_back=works and visit.state is State.SIGNING and record is not None,
        stray=record is not None and record.replaces_id is not None and record.state is Paper.FROZEN
        and queries.sealed_record_of(session(), visit) is None,
        voided=over and RECORD not in standing,
        lost=queries.lost_tables_of(session(), visit) if over and record is not None else set(),
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


@bp.post("/record/tables")
@allows(*INSPECTORS)
@writes
def compose_lost_tables(visit_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    actions.compose_lost_tables(session(), visit, by=current_actor(), at=clock.now())
    return done(f"/visits/{visit.id}/record", message="检查表已重新生成，请各方签字")


@bp.post("/record/refusals")
@allows(*HEADS)
@writes
def note_refusal(visit_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    refusals.note(session(), visit.id, request.form.get("slot", ""), by=current_actor(), at=clock.now())
    return done("/", message="已记下：科室负责人已知悉")


@bp.post("/record/returns")
@allows(*INSPECTORS)
@writes
def take_back(visit_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    actions.take_back(session(), visit, by=current_actor(), at=clock.now())
    return done(f"/visits/{visit.id}/checklist", message="已退回检查，改好后重新生成检查记录")
