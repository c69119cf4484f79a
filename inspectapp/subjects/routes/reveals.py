"""Showing one masked number, once."""

import uuid

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotFound
from inspectapp.subjects import actions, queries
from inspectapp.subjects.forms import RevealForm
from inspectapp.subjects.models import Part, Unit
from inspectapp.subjects.registers import REGISTERS, UNITS
from inspectapp.subjects.routes.blueprint import WRITERS, bp, unit_here
from inspectapp.web.respond import page, page_or_fragment
from inspectapp.web.transaction import apart, session, writes_apart


@bp.post("/<uuid:unit_id>/reveals")
@allows(*WRITERS)
@writes_apart
def create_reveal(unit_id: uuid.UUID) -> Response:
    """Kept apart from `@writes`, which would store the answer, and with it the number."""
    unit, form = unit_here(unit_id), RevealForm.read(request.form)
    row = _row(unit, form)
    register = REGISTERS.get(form.values["register"], UNITS)
    label = register.labels.get(form.values["field"], "")
    if not form.ok:
        return page("subjects/reveal.html", status=422, unit=unit, form=form, label=label, value=None)
    with apart() as writing:
        fresh: Unit | Part = writing.get_one(type(row), row.id)  # type: ignore[assignment]
        asked = form.values["field"], form.values["reason"]
        value = actions.reveal(writing, fresh, *asked, by=current_actor(), at=clock.now())
    context = {"unit": unit, "form": form, "label": label, "value": value}
    return page_or_fragment("subjects/reveal.html", "subjects/_revealed.html", **context)


def _row(unit: Unit, form: RevealForm) -> Unit | Part:
    """The entry meant, inside this unit's file; anything else does not exist."""
    name, field = form.values.get("register"), form.values.get("field")
    register = UNITS if name == UNITS.name else REGISTERS.get(name or "")
    if register is None or field not in register.secrets:
        raise NotFound
    if register is UNITS:
        return unit
    try:
        return queries.part_for(session(), unit, register.model, uuid.UUID(form.values.get("row") or ""))
    except ValueError:
        raise NotFound from None
