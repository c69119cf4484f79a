"""Findings in their card: written, corrected, taken back."""

import uuid
from typing import Any

from flask import Response, request

from inspectapp.evidence import actions, queries
from inspectapp.evidence.forms import FindingForm, WithdrawForm
from inspectapp.evidence.routes.blueprint import (
    INSPECTORS,
    bp,
    card_done,
    card_refused,
    version_seen,
    visit_at_work,
)
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.refusals import Unreadable
from inspectapp.visits import queries as visits
from inspectapp.visits.models import Answer, Visit
from inspectapp.web.device import device_time
from inspectapp.web.transaction import op_id, session, writes


@bp.post("/answers/<uuid:answer_id>/findings")
@allows(*INSPECTORS)
@writes
def find(visit_id: uuid.UUID, answer_id: uuid.UUID) -> Response:
    visit = visit_at_work(visit_id)
    answer, form = visits.answer_for(session(), visit, answer_id), FindingForm.read(request.form)
    if not form.ok:
        return _refused(visit, answer, form)
    try:
        actions.find(
            session(), visit, answer, _values(form) | {"id": op_id()},
            by=current_actor(), at=clock.now(), device_at=device_time(),
        )  # fmt: skip
    except Unreadable as refused:
        return _refused(visit, answer, form, refused.sentence)
    return card_done(visit, answer)


@bp.post("/findings/<uuid:finding_id>")
@allows(*INSPECTORS)
@writes
def reword(visit_id: uuid.UUID, finding_id: uuid.UUID) -> Response:
    visit = visit_at_work(visit_id)
    finding, form = queries.finding_for(session(), visit, finding_id), FindingForm.read(request.form)
    answer = visits.answer_for(session(), visit, finding.answer_id)
    if not form.ok:
        return _refused(visit, answer, form, editing=finding.id)
    try:
        actions.reword(
            session(), visit, finding, _values(form), version_seen(),
            by=current_actor(), at=clock.now(), device_at=device_time(),
        )  # fmt: skip
    except actions.StaleFinding as stale:
        return _refused(visit, answer, form, stale.sentence, stale.status, editing=finding.id)
    except actions.TakenBack as gone:
        return _refused(visit, answer, form, gone.sentence, gone.status, gone=finding, gone_by=gone.who)
    except Unreadable as refused:
        return _refused(visit, answer, form, refused.sentence, editing=finding.id)
    return card_done(visit, answer)


@bp.post("/findings/<uuid:finding_id>/withdrawal")
@allows(*INSPECTORS)
@writes
def withdraw(visit_id: uuid.UUID, finding_id: uuid.UUID) -> Response:
    visit, form = visit_at_work(visit_id), WithdrawForm.read(request.form)
    finding = queries.finding_for(session(), visit, finding_id)
    answer = visits.answer_for(session(), visit, finding.answer_id)
    if not form.ok:
        return card_refused(visit, answer, 422, form.errors["why"], withdrawing=finding.id)
    try:
        actions.withdraw(
            session(), visit, finding, form.values["why"], version_seen(),
            by=current_actor(), at=clock.now(), device_at=device_time(),
        )  # fmt: skip
    except actions.StaleFinding as stale:
        told = {"withdrawing": finding.id, "why": form.values["why"]}
        return card_refused(visit, answer, stale.status, stale.sentence, **told)
    return card_done(visit, answer)


def _values(form: FindingForm) -> dict[str, Any]:
    return {**form.values, "codes": [code for code in request.form.getlist("codes") if code]}


def _refused(
    visit: Visit, answer: Answer, form: FindingForm, sentence: str = "", status: int = 422, **more: Any
) -> Response:  # fmt: skip
    said = sentence or next(iter(form.errors.values()))
    typed = {**form.raw, "codes": request.form.getlist("codes")}
    return card_refused(visit, answer, status, said, finding_typed=typed, **more)
