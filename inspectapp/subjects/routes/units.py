"""Pages of one unit: its sections, entering and correcting it, changing its state."""

import uuid

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.subjects import actions, queries
from inspectapp.subjects.forms import MASK, StatusForm, UnitForm, kept
from inspectapp.subjects.forms.layout import UNIT, widget
from inspectapp.subjects.models import Unit
from inspectapp.subjects.refused import FieldRefused, Stale
from inspectapp.subjects.registers import masked
from inspectapp.subjects.routes.blueprint import READERS, WRITERS, bp, unit_here
from inspectapp.subjects.routes.sections import show_section
from inspectapp.subjects.rules.editing import TRANSITIONS
from inspectapp.subjects.words import UnitStatus
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/new")
@allows(*WRITERS)
def new() -> Response:
    region = str(current_actor().region_id)
    return _form_page(UnitForm({"region_id": region, "legal_standing": "INDEPENDENT"}))


@bp.post("")
@allows(*WRITERS)
@writes
def create() -> Response:
    form = _read()
    if not form.ok:
        return _form_page(form, 422)
    try:
        unit = actions.register(session(), kept(form.values), by=current_actor(), at=clock.now())
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(form, 422)
    return done(f"/subjects/{unit.id}", message="已登记单位")


@bp.get("/<uuid:unit_id>")
@allows(*READERS)
def show(unit_id: uuid.UUID) -> Response:
    return show_section(unit_here(unit_id), "profile")


@bp.get("/<uuid:unit_id>/history")
@allows(*READERS)
def history(unit_id: uuid.UUID) -> Response:
    return show_section(unit_here(unit_id), "history")


@bp.get("/<uuid:unit_id>/edit")
@allows(*WRITERS)
def edit(unit_id: uuid.UUID) -> Response:
    unit = unit_here(unit_id)
    form = UnitForm.of({**unit.model_dump(), "phone": masked(unit, "phone")})
    return _form_page(form, unit=unit)


@bp.post("/<uuid:unit_id>")
@allows(*WRITERS)
@writes
def save(unit_id: uuid.UUID) -> Response:
    unit, form = unit_here(unit_id), _read()
    if not form.ok:
        return _form_page(form, 422, unit=unit, version=typed_version())
    try:
        values, version = kept(form.values), typed_version()
        actions.edit(session(), unit, values, by=current_actor(), at=clock.now(), version=version)
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(form, 422, unit=unit, version=typed_version())
    except Stale as stale:
        return _form_page(form, stale.status, unit=unit, stale=stale)
    return done(f"/subjects/{unit.id}", message="已保存单位信息")


@bp.get("/<uuid:unit_id>/status-changes/new")
@allows(*WRITERS)
def new_status(unit_id: uuid.UUID) -> Response:
    return _status_page(unit_here(unit_id), StatusForm())


@bp.post("/<uuid:unit_id>/status-changes")
@allows(*WRITERS)
@writes
def change_status(unit_id: uuid.UUID) -> Response:
    unit, form = unit_here(unit_id), StatusForm.read(request.form)
    if not form.ok:
        return _status_page(unit, form, 422)
    given = form.values
    actions.set_status(session(), unit, given["status"], given["reason"], by=current_actor(), at=clock.now())
    return done(f"/subjects/{unit.id}", message=f"单位状态已改为“{unit.status.title}”")


def typed_version() -> int | None:
    """The version the typing began with; a form without one is as old as can be."""
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _read() -> UnitForm:
    form = UnitForm.read(request.form)
    form.pick("region_id", {str(one): one for one in current_actor().regions})
    if request.endpoint == "subjects.create" and MASK in form.raw["phone"]:
        form.fail("phone", "电话号码里有星号。请填写完整号码。")
    return form


def _form_page(
    form: UnitForm, status: int = 200, *, unit: Unit | None = None, stale: Stale | None = None,
    version: int | None = None,
) -> Response:  # fmt: skip
    regions = [(str(one.id), one.name) for one in queries.regions_of(session(), current_actor())]
    current = unit.version if unit else 0
    return page(
        "subjects/edit.html", status=status, form=form, layout=UNIT, unit=unit, stale=stale, widget=widget,
        version=current if version is None else version, choices={"region_id": regions},
        to=f"/subjects/{unit.id}" if unit else "/subjects",
    )  # fmt: skip


def _status_page(unit: Unit, form: StatusForm, status: int = 200) -> Response:
    steps = [step for step in UnitStatus if step in TRANSITIONS[unit.status]]
    return page("subjects/status.html", status=status, unit=unit, form=form, steps=steps)
