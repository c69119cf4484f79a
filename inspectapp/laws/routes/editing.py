"""Adding and amending rows: refusals under their fields, both texts when two save at once."""

import uuid

from flask import Response, request

from inspectapp.laws import actions, queries
from inspectapp.laws.forms import LawForm
from inspectapp.laws.models import LawEntry
from inspectapp.laws.routes.blueprint import EDITORS, bp, editor_here, law_here, number_seen
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.subjects.refused import FieldRefused, Stale
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/new")
@allows(*EDITORS)
def new() -> Response:
    editor_here()
    return _form_page(LawForm.of(None))


@bp.post("")
@allows(*EDITORS)
@writes
def create() -> Response:
    editor_here()
    form = _read()
    if not form.ok:
        return _form_page(form, 422)
    try:
        reason = form.main.values["reason"]
        law = actions.add(session(), form.entry(""), reason, by=current_actor(), at=clock.now())
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(form, 422)
    return done(f"/laws/{law.id}", message="已登记条目")


@bp.get("/<uuid:law_id>/edit")
@allows(*EDITORS)
def edit(law_id: uuid.UUID) -> Response:
    editor_here()
    law = law_here(law_id)
    found = queries.current(session(), law)
    return _form_page(LawForm.of(found.entry), law=law, seen=found.number)


@bp.post("/<uuid:law_id>/versions")
@allows(*EDITORS)
@writes
def save(law_id: uuid.UUID) -> Response:
    editor_here()
    law, form, seen = law_here(law_id), _read(), number_seen(request.form.get("seen", ""))
    if not form.ok:
        return _form_page(form, 422, law=law, seen=seen)
    try:
        reason, entry = form.main.values["reason"], form.entry(law.code)
        actions.amend(session(), law, entry, reason, by=current_actor(), at=clock.now(), seen=seen)
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(form, 422, law=law, seen=seen)
    except Stale as stale:
        return _form_page(form, stale.status, law=law, seen=law.current, stale=stale)
    return done(f"/laws/{law.id}", message="已保存条目，原来的内容留在修改记录里")


def _read() -> LawForm:
    codes = {one.code for one in queries.all_instruments(session())}
    return LawForm.read(request.form, codes)


def _form_page(
    form: LawForm, status: int = 200, *,
    law: LawEntry | None = None, seen: int = 0, stale: Stale | None = None,
) -> Response:  # fmt: skip
    laws = [(one.code, f"{one.title}　{one.number}") for one in queries.all_instruments(session())]
    return page("laws/edit.html", status=status, form=form, law=law, seen=seen, stale=stale, laws=laws)
