"""Showing one masked number, once: a page that asks why, and an answer that nobody keeps."""

import uuid
from typing import Any

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotFound
from inspectapp.subjects import actions, queries
from inspectapp.subjects.forms import RevealForm
from inspectapp.subjects.models import Part, Unit
from inspectapp.subjects.registers import REGISTERS, UNITS, masked, register_of
from inspectapp.subjects.routes.blueprint import WRITERS, bp, unit_here
from inspectapp.web.respond import page
from inspectapp.web.transaction import apart, session, writes_apart


@bp.get("/<uuid:unit_id>/reveals/new")
@allows(*WRITERS)
def new_reveal(unit_id: uuid.UUID) -> Response:
    unit = unit_here(unit_id)
    return _reveal_page(unit, RevealForm(request.args.to_dict()))


@bp.post("/<uuid:unit_id>/reveals")
@allows(*WRITERS)
@writes_apart
def create_reveal(unit_id: uuid.UUID) -> Response:
    """Kept apart from `@writes`, which would store the answer, and with it the number."""
    unit, form = unit_here(unit_id), RevealForm.read(request.form)
    if not form.ok:
        return _reveal_page(unit, form, status=422)
    row = _row(unit, form)
    with apart() as writing:
        fresh: Any = writing.get_one(type(row), row.id)
        value = actions.reveal(
            writing, fresh, form.values["field"], form.values["reason"], by=current_actor(), at=clock.now()
        )
    return _reveal_page(unit, form, value=value)


def _reveal_page(unit: Unit, form: RevealForm, *, status: int = 200, value: str = "") -> Response:
    row, field = _row(unit, form), str(form.raw["field"])
    register = register_of(row)
    return page(
        "subjects/reveal.html", status=status, unit=unit, form=form, label=register.labels[field],
        who=register.short_name(row), hidden=masked(row, field), value=value, field=field,
    )  # fmt: skip


def _row(unit: Unit, form: RevealForm) -> Unit | Part:
    """The entry meant, inside this unit's file; anything else does not exist."""
    name, field = str(form.raw["register"]), str(form.raw["field"])
    register = UNITS if name == UNITS.name else REGISTERS.get(name)
    if register is None or field not in register.secrets:
        raise NotFound
    row: Any = unit
    if register is not UNITS:
        row = queries.part_for(session(), unit, register.model, _uuid(str(form.raw["row"])))
    if not getattr(row, field):
        raise NotFound
    return row  # type: ignore[no-any-return]


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None
