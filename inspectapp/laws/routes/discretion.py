"""Discretion tiers of a row: entered, corrected, switched on and off."""

import uuid

from flask import Response, request

from inspectapp.laws import actions, queries
from inspectapp.laws.forms import TierForm
from inspectapp.laws.models import DiscretionTier, LawEntry
from inspectapp.laws.routes.blueprint import EDITORS, bp, editor_here, law_here, number_seen
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.subjects.refused import FieldRefused
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/<uuid:law_id>/tiers/new")
@allows(*EDITORS)
def new_tier(law_id: uuid.UUID) -> Response:
    editor_here()
    return _form_page(TierForm(), law_here(law_id))


@bp.post("/<uuid:law_id>/tiers")
@allows(*EDITORS)
@writes
def create_tier(law_id: uuid.UUID) -> Response:
    editor_here()
    law, form = law_here(law_id), TierForm.read(request.form)
    if not form.ok:
        return _form_page(form, law, 422)
    try:
        actions.add_tier(session(), law, form.discretion(law.code), by=current_actor(), at=clock.now())
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(form, law, 422)
    return done(f"/laws/{law.id}", message="已登记裁量档次，启用后才适用")


@bp.get("/tiers/<uuid:tier_id>/edit")
@allows(*EDITORS)
def edit_tier(tier_id: uuid.UUID) -> Response:
    editor_here()
    row, law = _tier(tier_id)
    return _form_page(TierForm.of(row.model_dump()), law, row=row, seen=row.version)


@bp.post("/tiers/<uuid:tier_id>")
@allows(*EDITORS)
@writes
def save_tier(tier_id: uuid.UUID) -> Response:
    editor_here()
    (row, law), form, seen = (
        _tier(tier_id),
        TierForm.read(request.form),
        number_seen(request.form.get("seen", "")),
    )
    if not form.ok:
        return _form_page(form, law, 422, row=row, seen=seen)
    try:
        tier, reason = form.discretion(law.code), form.values["reason"]
        actions.change_tier(session(), row, tier, reason, by=current_actor(), at=clock.now(), seen=seen)
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(form, law, 422, row=row, seen=seen)
    return done(f"/laws/{law.id}", message="已保存裁量档次")


@bp.post("/tiers/<uuid:tier_id>/use")
@allows(*EDITORS)
@writes
def switch_tier(tier_id: uuid.UUID) -> Response:
    editor_here()
    row, law = _tier(tier_id)
    on = request.form.get("on") == "1"
    actions.switch_tier(session(), row, on, by=current_actor(), at=clock.now())
    return done(f"/laws/{law.id}", message="已启用这一档" if on else "已停用这一档")


def _tier(tier_id: uuid.UUID) -> tuple[DiscretionTier, LawEntry]:
    row = queries.tier_for(session(), current_actor(), tier_id)
    return row, law_here(row.entry_id)


def _form_page(
    form: TierForm, law: LawEntry, status: int = 200, *, row: DiscretionTier | None = None, seen: int = 0
) -> Response:  # fmt: skip
    entry = queries.current(session(), law).entry
    return page("laws/edit_tier.html", status=status, form=form, law=law, entry=entry, row=row, seen=seen)
