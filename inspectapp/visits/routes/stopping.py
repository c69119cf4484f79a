"""A visit that ends early: with a reason, keeping everything gathered so far."""

import uuid

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.refusals import Unreadable
from inspectapp.visits import actions
from inspectapp.visits.forms import StopForm
from inspectapp.visits.routes.blueprint import INSPECTORS, bp, visit_to_arrange
from inspectapp.web.device import device_time
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/<uuid:visit_id>/stop")
@allows(*INSPECTORS)
def ask_stop(visit_id: uuid.UUID) -> Response:
    return page("visits/stop.html", visit=visit_to_arrange(visit_id), form=StopForm())


@bp.post("/<uuid:visit_id>/stop")
@allows(*INSPECTORS)
@writes
def stop(visit_id: uuid.UUID) -> Response:
    visit, form = visit_to_arrange(visit_id), StopForm.read(request.form)
    if not form.ok:
        return page("visits/stop.html", status=422, visit=visit, form=form)
    try:
        actions.stop(
            session(), visit, form.values["reason"],
            by=current_actor(), at=clock.now(), device_at=device_time(),
        )  # fmt: skip
    except Unreadable as refused:
        form.fail("reason", refused.sentence)
        return page("visits/stop.html", status=422, visit=visit, form=form)
    return done(f"/visits/{visit.id}", message="已中止检查，已有的内容都保留")
