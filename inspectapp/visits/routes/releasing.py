"""Taking an officer off a visit: whom, why, and what becomes of the record."""

import uuid

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotFound
from inspectapp.visits import actions, queries
from inspectapp.visits.forms import ReleaseForm
from inspectapp.visits.models import Visit, VisitOfficer
from inspectapp.visits.routes.blueprint import INSPECTORS, bp, visit_here
from inspectapp.visits.words import AWAY
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/<uuid:visit_id>/release")
@allows(*INSPECTORS)
def ask_release(visit_id: uuid.UUID) -> Response:
    visit = _here(visit_id)
    return _release_page(visit, ReleaseForm(), request.args.get("officer", ""))


@bp.post("/<uuid:visit_id>/release")
@allows(*INSPECTORS)
@writes
def release(visit_id: uuid.UUID) -> Response:
    visit, form, chosen = _here(visit_id), ReleaseForm.read(request.form), request.form.get("officer", "")
    officer = next((one for one in _present(visit) if str(one.id) == chosen), None)
    if officer is None:
        form.fail("officer", "请选择退出检查的执法人员。")
    if not form.ok or officer is None:
        return _release_page(visit, form, chosen, 422)
    actions.release(session(), visit, officer, form.values["reason"], by=current_actor(), at=clock.now())
    return done(f"/visits/{visit.id}", message=f"{officer.name}已退出这次检查，原因已登记")


def _here(visit_id: uuid.UUID) -> Visit:
    """Whoever may not take anybody off is told before typing; nobody left to take off looks like nothing."""
    visit = visit_here(visit_id)
    actions.may_release(session(), visit, current_actor())
    if not _present(visit):
        raise NotFound
    return visit


def _present(visit: Visit) -> list[VisitOfficer]:
    return [one for one in queries.officers_of(session(), visit) if one.consent not in AWAY]


def _release_page(visit: Visit, form: ReleaseForm, chosen: str, status: int = 200) -> Response:
    unit = queries.unit_of(session(), visit)
    return page(
        "visits/release.html", status=status, visit=visit, unit=unit, officers=_present(visit), form=form,
        chosen=chosen,
    )  # fmt: skip
