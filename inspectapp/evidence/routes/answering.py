"""Saving one answer: the smallest and most frequent write of all."""

import uuid

from flask import Response, request

from inspectapp.evidence.forms import AnswerForm
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
from inspectapp.visits import actions
from inspectapp.visits import queries as visits
from inspectapp.web.device import device_time
from inspectapp.web.transaction import session, writes


@bp.post("/answers/<uuid:answer_id>")
@allows(*INSPECTORS)
@writes
def save_answer(visit_id: uuid.UUID, answer_id: uuid.UUID) -> Response:
    visit, form = visit_at_work(visit_id), AnswerForm.read(request.form)
    row = visits.answer_for(session(), visit, answer_id)
    if not form.ok:
        return card_refused(visit, row, 422, next(iter(form.errors.values())), typed=form.raw)
    try:
        actions.answer(
            session(), visit, row, form.given, version_seen(),
            by=current_actor(), at=clock.now(), device_at=device_time(),
        )  # fmt: skip
    except actions.StaleAnswer as stale:
        return card_refused(visit, row, stale.status, stale.sentence, stale=stale.typed)
    except Unreadable as refused:
        return card_refused(visit, row, 422, refused.sentence, typed=form.raw)
    return card_done(visit, row)
