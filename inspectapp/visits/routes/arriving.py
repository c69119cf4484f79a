"""到场: whom one met, what to read out, and the beginning of the check."""

import uuid

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.text import mask_phone
from inspectapp.subjects.refused import Stale
from inspectapp.visits import actions, queries
from inspectapp.visits.forms import ArriveForm, SceneForm
from inspectapp.visits.models import Visit
from inspectapp.visits.routes.blueprint import INSPECTORS, bp, visit_at_work, visit_here
from inspectapp.visits.rules import certified, introduced
from inspectapp.visits.words import Consent, State
from inspectapp.web.ahead import ahead
from inspectapp.web.careful import kept
from inspectapp.web.device import device_time
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/<uuid:visit_id>/arrival")
@allows(*INSPECTORS)
def arrival(visit_id: uuid.UUID) -> Response:
    visit = visit_at_work(visit_id)
    unit = queries.unit_of(session(), visit)
    return _arrival_page(visit, ArriveForm({"place": unit.address, "host_name": unit.head}))


@bp.post("/<uuid:visit_id>/arrival")
@allows(*INSPECTORS)
@writes
def arrive(visit_id: uuid.UUID) -> Response:
    visit, form = visit_at_work(visit_id), ArriveForm.read(request.form)
    if not form.ok:
        return _arrival_page(visit, form, 422)
    values = {"host_phone": None} | kept(form.values)
    actions.arrive(session(), visit, values, by=current_actor(), at=clock.now(), device_at=device_time())
    return done(f"/visits/{visit.id}/introduction", message="已记录到场")


@bp.get("/<uuid:visit_id>/introduction")
@allows(*INSPECTORS)
def introduction(visit_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    return page(
        "visits/introduction.html", visit=visit, unit=queries.unit_of(session(), visit),
        introduced=_introduced(visit), may_begin=visit.state in _before_checking(),
    )  # fmt: skip


def _introduced(visit: Visit) -> str:
    """Whoever reads it out: every officer by the own bureau."""
    present = [one for one in queries.officers_of(session(), visit) if one.consent is Consent.CONFIRMED]
    offices = queries.offices_of(session(), visit, present)
    named = [(offices[one.id], certified(one.name, one.certificate_number)) for one in present]
    return introduced(named, queries.office_of(session(), visit), "执法人员")


def _before_checking() -> tuple[State, ...]:
    return (State.PREPARED, State.ARRIVED) if ahead() else (State.ARRIVED,)


@bp.post("/<uuid:visit_id>/introduction")
@allows(*INSPECTORS)
@writes
def begin(visit_id: uuid.UUID) -> Response:
    visit = visit_at_work(visit_id)
    actions.begin(session(), visit, by=current_actor(), at=clock.now(), device_at=device_time())
    return done(f"/visits/{visit.id}/checklist")


@bp.get("/<uuid:visit_id>/scene")
@allows(*INSPECTORS)
def scene(visit_id: uuid.UUID) -> Response:
    visit = visit_at_work(visit_id)
    return _scene_page(visit, _scene_of(visit))


@bp.post("/<uuid:visit_id>/scene")
@allows(*INSPECTORS)
@writes
def save_scene(visit_id: uuid.UUID) -> Response:
    visit, form = visit_at_work(visit_id), SceneForm.read(request.form)
    seen = _typed_seen()
    if not form.ok:
        return _scene_page(visit, form, 422, seen=seen)
    try:
        actions.describe(
            session(), visit, kept(form.values), seen, by=current_actor(), at=clock.now(),
            device_at=device_time(),
        )  # fmt: skip
    except Stale as stale:
        return _scene_page(visit, form, stale.status, stale=stale)
    return done(f"/visits/{visit.id}", message="已保存现场信息")


def _typed_seen() -> int:
    """How often the scene had been told when the typing began; a form without it is as old as can be."""
    typed = request.form.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _scene_of(visit: Visit) -> SceneForm:
    phone = mask_phone(visit.host_phone) if visit.host_phone else ""
    return SceneForm.of(actions.scene_of(session(), visit) | {"host_phone": phone})


def _scene_page(
    visit: Visit, form: SceneForm, status: int = 200, *, seen: int | None = None, stale: Stale | None = None
) -> Response:
    now = actions.times_told(session(), visit)
    return page(
        "visits/scene.html", status=status, visit=visit, form=form, seen=now if seen is None else seen,
        stale=stale,
    )  # fmt: skip


def _arrival_page(visit: Visit, form: ArriveForm, status: int = 200) -> Response:
    unit, who = queries.unit_of(session(), visit), current_actor()
    # Whoever has arrived does not arrive again: the first words count, and are corrected on their own page.
    arrived = any(one.person_id == who.id for one in queries.arrivals_of(session(), visit))
    return page(
        "visits/arrival.html", status=status, visit=visit, unit=unit, form=form,
        arrived=arrived and status == 200 and visit.state in (State.ARRIVED, State.CHECKING),
    )  # fmt: skip
