"""Pages of the entries in a unit's file: each register the same four doors."""

import uuid
from typing import Any

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.subjects import actions, queries
from inspectapp.subjects.forms import FORMS, MASK, CarefulForm, ReasonForm, kept
from inspectapp.subjects.forms.layout import PARTS, widget
from inspectapp.subjects.models import InsuranceMonth, Part, Staff, Unit
from inspectapp.subjects.refused import FieldRefused, Stale
from inspectapp.subjects.registers import REGISTERS, Register, masked
from inspectapp.subjects.routes.blueprint import PART_WRITERS, READERS, bp, unit_here
from inspectapp.subjects.routes.sections import TABS, show_section
from inspectapp.subjects.routes.units import typed_version
from inspectapp.subjects.rules.editing import check_may_write, check_open
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes

REGISTER = "any(staff,hours,insurance,certificates,agreements,rooms,documents,contacts)"
LISTED = "any(staff,certificates,agreements,rooms,documents)"
EDITED = "any(staff,hours,certificates,agreements,rooms,documents,contacts)"


@bp.get(f"/<uuid:unit_id>/<{LISTED}:name>")
@allows(*READERS)
def parts(unit_id: uuid.UUID, name: str) -> Response:
    return show_section(unit_here(unit_id), name)


@bp.get(f"/<uuid:unit_id>/<{REGISTER}:name>/new")
@allows(*PART_WRITERS)
def new_part(unit_id: uuid.UUID, name: str) -> Response:
    unit, register = _writable(unit_id, name)
    staff_id = request.args.get("staff", "")
    return _form_page(unit, register, FORMS[name]({"staff_id": staff_id} if staff_id else None))


@bp.post(f"/<uuid:unit_id>/<{REGISTER}:name>")
@allows(*PART_WRITERS)
@writes
def create_part(unit_id: uuid.UUID, name: str) -> Response:
    unit, register = _writable(unit_id, name)
    form = _read(unit, register, adding=True)
    if not form.ok:
        return _form_page(unit, register, form, status=422)
    try:
        made = _add(unit, register, form.values)
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(unit, register, form, status=422)
    return done(_back(unit, register, made), message=f"已添加{register.noun}")


@bp.get(f"/<uuid:unit_id>/<{EDITED}:name>/<uuid:part_id>/edit")
@allows(*PART_WRITERS)
def edit_part(unit_id: uuid.UUID, name: str, part_id: uuid.UUID) -> Response:
    unit, register = _writable(unit_id, name)
    part = queries.part_for(session(), unit, register.model, part_id)
    return _form_page(unit, register, _filled(register, part), part=part)


@bp.post(f"/<uuid:unit_id>/<{EDITED}:name>/<uuid:part_id>")
@allows(*PART_WRITERS)
@writes
def save_part(unit_id: uuid.UUID, name: str, part_id: uuid.UUID) -> Response:
    unit, register = _writable(unit_id, name)
    part = queries.part_for(session(), unit, register.model, part_id)
    form, version = _read(unit, register), typed_version()
    if not form.ok:
        return _form_page(unit, register, form, part=part, status=422, version=version)
    try:
        values = kept(form.values)
        actions.change(session(), unit, part, values, by=current_actor(), at=clock.now(), version=version)
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(unit, register, form, part=part, status=422, version=version)
    except Stale as stale:
        return _form_page(unit, register, form, part=part, status=stale.status, stale=stale)
    return done(_back(unit, register, part), message=f"已保存{register.noun}")


@bp.get(f"/<uuid:unit_id>/<{REGISTER}:name>/<uuid:part_id>/ending")
@allows(*PART_WRITERS)
def new_ending(unit_id: uuid.UUID, name: str, part_id: uuid.UUID) -> Response:
    unit, register = _writable(unit_id, name)
    part = queries.part_for(session(), unit, register.model, part_id)
    return _ending_page(unit, register, part, ReasonForm())


@bp.post(f"/<uuid:unit_id>/<{REGISTER}:name>/<uuid:part_id>/ending")
@allows(*PART_WRITERS)
@writes
def end_part(unit_id: uuid.UUID, name: str, part_id: uuid.UUID) -> Response:
    unit, register = _writable(unit_id, name)
    part = queries.part_for(session(), unit, register.model, part_id)
    form = ReasonForm.read(request.form)
    if not form.ok:
        return _ending_page(unit, register, part, form, 422)
    actions.end(session(), unit, part, form.values["reason"], by=current_actor(), at=clock.now())
    return done(_section_of(unit, register), message=f"已移除{register.noun}，变更记录中仍可查看")


def _writable(unit_id: uuid.UUID, name: str) -> tuple[Unit, Register]:
    unit, register = unit_here(unit_id), REGISTERS[name]
    check_may_write(current_actor().role, register.clerk_may_write)
    check_open(unit.status)
    return unit, register


def _read(unit: Unit, register: Register, *, adding: bool = False) -> CarefulForm:
    form = FORMS[register.name].read(request.form)
    if "staff_id" in form.fields:
        form.pick("staff_id", {str(one.id): one.id for one in queries.staff_of(session(), unit)})
    for name in register.secrets if adding else ():
        if MASK in form.raw[name]:
            form.fail(name, f"{form.fields[name].label}里有星号。请填写完整号码。")
    return form


def _add(unit: Unit, register: Register, values: dict[str, Any]) -> Part:
    who, now = current_actor(), clock.now()
    if register.model is not InsuranceMonth:
        return actions.add(session(), unit, register.model, values, by=who, at=now)
    staff = queries.part_for(session(), unit, Staff, values["staff_id"])
    months = actions.insure(session(), unit, staff, values["months"], by=who, at=now)
    if not months:
        raise FieldRefused("month", "这些月份的社保都已登记。请核对月份。")
    return months[0]


def _filled(register: Register, part: Part) -> CarefulForm:
    hidden = {name: masked(part, name) for name in register.secrets}
    values = {**part.model_dump(), **hidden}
    if isinstance(part, Staff):
        values["roles"] = part.role_words
    return FORMS[register.name].of(values)


def _form_page(
    unit: Unit, register: Register, form: CarefulForm, *, part: Part | None = None, status: int = 200,
    stale: Stale | None = None, version: int | None = None,
) -> Response:  # fmt: skip
    current = part.version if part else 0
    to = f"/subjects/{unit.id}/{register.name}" + (f"/{part.id}" if part else "")
    return page(
        "subjects/edit_part.html", status=status, unit=unit, register=register, form=form, part=part,
        layout=PARTS[register.name], widget=widget, stale=stale, to=to, choices=_choices(unit, form),
        version=current if version is None else version, title=register.short_name(part) if part else "",
        back=_section_of(unit, register),
    )  # fmt: skip


def _choices(unit: Unit, form: CarefulForm) -> dict[str, list[tuple[str, str]]]:
    if "staff_id" not in form.fields:
        return {}
    return {"staff_id": [(str(one.id), one.name) for one in queries.staff_of(session(), unit)]}


def _ending_page(unit: Unit, register: Register, part: Part, form: ReasonForm, status: int = 200) -> Response:
    return page(
        "subjects/ending.html", status=status, unit=unit, register=register, part=part, form=form,
        back=_section_of(unit, register),
    )  # fmt: skip


def _section_of(unit: Unit, register: Register) -> str:
    """Where the reader comes back to: the section that lists this register."""
    listed = {name for name, _ in TABS}
    section = register.name if register.name in listed else {"contacts": ""}.get(register.name, "staff")
    return f"/subjects/{unit.id}" + (f"/{section}" if section else "")


def _back(unit: Unit, register: Register, part: Part) -> str:
    staff_id = getattr(part, "staff_id", None)
    if register.name in ("hours", "insurance") and staff_id:
        return f"/subjects/{unit.id}/staff/{staff_id}"
    return _section_of(unit, register)
