"""Correcting the plan: an approval number that comes later, another day, one checklist more."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Response, request

from inspectapp.checklists.models import Version
from inspectapp.people.access import allows, current_actor
from inspectapp.people.refused import FieldRefused
from inspectapp.shared import clock
from inspectapp.subjects.refused import Stale
from inspectapp.visits import actions, queries
from inspectapp.visits.forms import OnSiteForm, PlanForm
from inspectapp.visits.models import Visit
from inspectapp.visits.routes.blueprint import INSPECTORS, bp, version_options, visit_to_arrange
from inspectapp.visits.rules import check_plan_open, plan_mark
from inspectapp.visits.words import State
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/<uuid:visit_id>/plan")
@allows(*INSPECTORS)
def plan(visit_id: uuid.UUID) -> Response:
    visit = visit_to_arrange(visit_id)
    check_plan_open(visit.state)
    return _form_page(visit, _form_of(visit).of_visit(visit))


@bp.post("/<uuid:visit_id>/plan")
@allows(*INSPECTORS)
@writes
def save_plan(visit_id: uuid.UUID) -> Response:
    visit = visit_to_arrange(visit_id)
    check_plan_open(visit.state)
    form = _form_of(visit).read(request.form)
    added, values = _added(form, visit), {n: v for n, v in form.values.items() if v is not None}
    if not form.ok:
        return _form_page(visit, form, 422)
    try:
        told = actions.correct_plan(
            session(), visit, values, added, request.form.get("seen", ""), by=current_actor(), at=clock.now()
        )
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(visit, form, refused.status)
    except Stale as stale:
        return _form_page(visit, form, stale.status, stale)
    return done(f"/visits/{visit.id}", message=f"已修改：{'、'.join(told)}" if told else "检查安排没有变化")


def _form_of(visit: Visit) -> type[PlanForm]:
    return PlanForm if visit.state is State.PREPARED else OnSiteForm


def _more(visit: Visit) -> list[Version]:
    """Checklists that fit the unit and are not asked yet."""
    asked = {one["version_id"] for one in visit.checklists}
    found = queries.offered(session(), current_actor(), queries.unit_of(session(), visit))
    return [version for version in found if str(version.id) not in asked]


def _added(form: PlanForm, visit: Visit) -> Sequence[Version]:
    asked = {one["version_id"] for one in visit.checklists}
    chosen = set(request.form.getlist("versions")) - asked
    found = [version for version in _more(visit) if str(version.id) in chosen]
    if len(found) < len(chosen):
        form.fail("versions", "所选的检查表里，有的现在不能使用。请重新选择。")
    return found


def _form_page(visit: Visit, form: PlanForm, status: int = 200, stale: Stale | None = None) -> Response:
    said: dict[str, Any] = {"over": bool(visit.over_cap_reason) or "over_cap_reason" in form.errors}
    return page(
        "visits/plan.html", status=status, visit=visit, unit=queries.unit_of(session(), visit), form=form,
        more=version_options(_more(visit)), versions=request.form.getlist("versions"), stale=stale,
        seen=plan_mark(visit.model_dump()), **said,
    )  # fmt: skip
