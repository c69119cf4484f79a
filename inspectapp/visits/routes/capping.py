"""The published yearly number of checks of one enterprise, entered by the head of the section."""

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import Role
from inspectapp.shared import clock
from inspectapp.visits import actions, queries
from inspectapp.visits.forms import CapForm
from inspectapp.visits.routes.blueprint import bp
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/cap")
@allows(Role.HEAD, Role.CITY)
def cap() -> Response:
    row = queries.cap_row(session(), current_actor().region_id)
    return page("visits/cap.html", form=CapForm.of(row.model_dump() if row else {}))


@bp.post("/cap")
@allows(Role.HEAD, Role.CITY)
@writes
def save_cap() -> Response:
    form = CapForm.read(request.form)
    if not form.ok:
        return page("visits/cap.html", status=422, form=form)
    actions.set_cap(session(), form.values["most"], form.values["source"], by=current_actor(), at=clock.now())
    return done("/visits", message="已保存年度检查上限")
