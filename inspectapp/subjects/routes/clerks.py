"""Which accounts fill in the file of a unit: the office appoints them, and takes the post back."""

import uuid

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotNow
from inspectapp.subjects import actions, queries
from inspectapp.subjects.forms import ClerkForm
from inspectapp.subjects.models import Unit
from inspectapp.subjects.routes.blueprint import WRITERS, bp, unit_here
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes

NOT_HERE = "这个账号已经不是本单位的经办人。请回到单位页面核对。"


@bp.get("/<uuid:unit_id>/clerks/new")
@allows(*WRITERS)
def new_clerk(unit_id: uuid.UUID) -> Response:
    return _form_page(unit_here(unit_id), ClerkForm())


@bp.post("/<uuid:unit_id>/clerks")
@allows(*WRITERS)
@writes
def appoint_clerk(unit_id: uuid.UUID) -> Response:
    unit, form = unit_here(unit_id), ClerkForm.read(request.form)
    free = {str(one.id): one for one in queries.clerks_without_unit(session(), current_actor())}
    chosen = free.get(form.raw["person"])
    if chosen is None:
        form.fail("person", "请从列表中选择经办人的账号。")
        return _form_page(unit, form, 422)
    actions.appoint_clerk(session(), unit, chosen.id, by=current_actor(), at=clock.now())
    return done(f"/subjects/{unit.id}", message=f"已指定{chosen.name}为机构经办人")


@bp.post("/<uuid:unit_id>/clerk-endings")
@allows(*WRITERS)
@writes
def dismiss_clerk(unit_id: uuid.UUID) -> Response:
    unit, typed = unit_here(unit_id), request.form.get("person", "")
    held = [one for one in queries.clerks_of(session(), unit) if str(one.id) == typed]
    if not held:
        raise NotNow(NOT_HERE)
    post = queries.clerk_post(session(), unit, held[0].id)
    actions.dismiss_clerk(session(), post, by=current_actor(), at=clock.now())
    return done(f"/subjects/{unit.id}", message=f"{held[0].name}不再是机构经办人")


def _form_page(unit: Unit, form: ClerkForm, status: int = 200) -> Response:
    free = queries.clerks_without_unit(session(), current_actor())
    return page("subjects/clerk.html", status=status, unit=unit, form=form, free=free)
