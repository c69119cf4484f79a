"""Saving one answer: the smallest and most frequent write of all."""

import uuid

from flask import Response, request

from inspectapp.checklists.words import Verdict
from inspectapp.evidence.forms import AnswerForm
from inspectapp.evidence.routes.blueprint import (
    INSPECTORS,
    bp,
    card_done,
    card_refused,
    version_seen,
    visit_at_work,
    visit_here,
)
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotFound, Unreadable
from inspectapp.visits import actions
from inspectapp.visits import queries as visits
from inspectapp.visits.actions import Saved
from inspectapp.visits.rules import Judged
from inspectapp.web.device import device_time
from inspectapp.web.respond import asked_by_htmx, scrap
from inspectapp.web.sent import reads_form, sent_form
from inspectapp.web.transaction import connection, session, writes


@bp.post("/answers/<uuid:answer_id>")
@allows(*INSPECTORS)
@reads_form(AnswerForm)
@writes
def save_answer(visit_id: uuid.UUID, answer_id: uuid.UUID) -> Response:
    form = sent_form(AnswerForm)
    if not form.ok:
        return _refused(visit_id, answer_id, 422, next(iter(form.errors.values())), typed=form.raw)
    try:
        saved = actions.give(
            connection(), visit_id, answer_id, form.given, version_seen(),
            by=current_actor(), at=clock.now(), device_at=device_time(),
        )  # fmt: skip
    except NotFound:
        visit_at_work(visit_id)  # whether one may work here is told before what there is
        raise
    except actions.StaleAnswer as stale:
        return _refused(visit_id, answer_id, stale.status, stale.sentence, stale=stale.typed)
    except Unreadable as refused:
        return _refused(visit_id, answer_id, 422, refused.sentence, typed=form.raw)
    if asked_by_htmx() and _stands_already(form, saved):
        return scrap(
            "evidence/_saved.html", answer=str(answer_id), position=saved.position, version=saved.version,
            verdict=saved.now.verdict.name,
        )  # fmt: skip
    visit = visit_here(visit_id)
    return card_done(visit, visits.answer_for(session(), visit, answer_id))


def _stands_already(form: AnswerForm, saved: Saved) -> bool:
    """Does the card on the phone show just what was saved? Then the new version is enough."""
    shown = Judged(form.values["verdict"], form.raw["typed"], form.raw["note"])
    fails = Verdict.FAILS in (saved.now.verdict, saved.before.verdict)
    return shown == saved.now and not fails and "whole" not in request.form


def _refused(
    visit_id: uuid.UUID, answer_id: uuid.UUID, status: int, sentence: str, **more: object
) -> Response:
    visit = visit_at_work(visit_id)
    return card_refused(visit, visits.answer_for(session(), visit, answer_id), status, sentence, **more)
