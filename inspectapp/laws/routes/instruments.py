"""Laws and notices with the days they are in force, and correcting what is known of one."""

import uuid

from flask import Response, request

from inspectapp.laws import actions, queries
from inspectapp.laws.forms import InstrumentForm
from inspectapp.laws.models import LawInstrument
from inspectapp.laws.routes.blueprint import EDITORS, READERS, bp, editor_here, number_seen
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/instruments")
@allows(*READERS)
def instruments() -> Response:
    return page("laws/instruments.html", rows=queries.all_instruments(session()), day=clock.today())


@bp.get("/instruments/<uuid:instrument_id>/edit")
@allows(*EDITORS)
def edit_instrument(instrument_id: uuid.UUID) -> Response:
    editor_here()
    row = _instrument(instrument_id)
    return _form_page(InstrumentForm.of(row.model_dump()), row, seen=row.version)


@bp.post("/instruments/<uuid:instrument_id>")
@allows(*EDITORS)
@writes
def save_instrument(instrument_id: uuid.UUID) -> Response:
    editor_here()
    row, form, seen = (
        _instrument(instrument_id),
        InstrumentForm.read(request.form),
        number_seen(request.form.get("seen", "")),
    )
    if not form.ok:
        return _form_page(form, row, 422, seen=seen)
    values, reason = form.columns(), form.values["reason"]
    actions.change_instrument(session(), row, values, reason, by=current_actor(), at=clock.now(), seen=seen)
    return done("/laws/instruments", message="已保存法规")


def _instrument(instrument_id: uuid.UUID) -> LawInstrument:
    return queries.instrument_for(session(), current_actor(), instrument_id)


def _form_page(form: InstrumentForm, row: LawInstrument, status: int = 200, *, seen: int) -> Response:
    return page("laws/edit_instrument.html", status=status, form=form, row=row, seen=seen)
