"""Confirming on the own phone, stepping back, and putting somebody in the place of who stepped back."""

import uuid

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.people.models import Person
from inspectapp.shared import clock
from inspectapp.shared.refusals import Unreadable
from inspectapp.visits import actions, queries
from inspectapp.visits.forms import RecuseForm
from inspectapp.visits.models import Visit
from inspectapp.visits.routes.blueprint import INSPECTORS, bp, visit_here, visit_named_for, visit_to_arrange
from inspectapp.visits.rules import ARRANGING, NoCertificate
from inspectapp.visits.words import AWAY, OVER
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/<uuid:visit_id>/consent")
@allows(*INSPECTORS)
def consent(visit_id: uuid.UUID) -> Response:
    return _consent_page(visit_here(visit_id), RecuseForm())


@bp.post("/<uuid:visit_id>/consent")
@allows(*INSPECTORS)
@writes
def confirm(visit_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    actions.confirm(session(), visit, by=current_actor(), at=clock.now())
    return done(f"/visits/{visit.id}", message="已确认参加这次检查")


@bp.post("/<uuid:visit_id>/recusal")
@allows(*INSPECTORS)
@writes
def recuse(visit_id: uuid.UUID) -> Response:
    visit, form = visit_named_for(visit_id), RecuseForm.read(request.form)
    if not form.ok:
        return _consent_page(visit, form, 422)
    actions.recuse(session(), visit, form.values["reason"], by=current_actor(), at=clock.now())
    return done(f"/visits/{visit.id}", message="已申请回避，请告知科室负责人另派人员")


@bp.get("/<uuid:visit_id>/officers/new")
@allows(*INSPECTORS)
def new_officer(visit_id: uuid.UUID) -> Response:
    visit = visit_to_arrange(visit_id)
    return _choosing(visit)


@bp.post("/<uuid:visit_id>/officers")
@allows(*INSPECTORS)
@writes
def add_officer(visit_id: uuid.UUID) -> Response:
    visit, chosen = visit_to_arrange(visit_id), request.form.get("person", "")
    person = next((one for one in _free(visit) if str(one.id) == chosen), None)
    if person is None:
        return _refused(visit, "请选择一名执法人员。", chosen)
    try:
        actions.add_officer(session(), visit, person, by=current_actor(), at=clock.now())
    except (Unreadable, NoCertificate) as refused:
        return _refused(visit, refused.sentence, chosen, refused.status)
    return done(f"/visits/{visit.id}", message=f"已增加{person.name}，请其在自己的手机上确认")


def _free(visit: Visit) -> list[Person]:
    """Who may be named: whoever leads may ask those once more who are away."""
    again = current_actor().role in ARRANGING
    named = {
        one.person_id for one in queries.officers_of(session(), visit) if not (again and one.consent in AWAY)
    }
    everyone = queries.may_go(session(), current_actor(), visit.region_id)
    return [person for person in everyone if person.id not in named]


def _refused(visit: Visit, sentence: str, chosen: str, status: int = 422) -> Response:
    return _choosing(visit, sentence, chosen, status)


def _choosing(visit: Visit, error: str = "", chosen: str = "", status: int = 200) -> Response:
    found = queries.officers_of(session(), visit)
    away = {
        one.person_id: f"{one.consent.title}：{one.recusal_reason}" for one in found if one.consent in AWAY
    }
    return page(
        "visits/add_officer.html", status=status, visit=visit, free=_free(visit), away=away, error=error,
        chosen=chosen,
    )  # fmt: skip


def _consent_page(visit: Visit, form: RecuseForm, status: int = 200) -> Response:
    unit, own = queries.unit_of(session(), visit), queries.place_of(session(), visit, current_actor())
    return page(
        "visits/consent.html",
        status=status,
        visit=visit,
        unit=unit,
        own=own,
        form=form,
        over=visit.state in OVER,
    )
