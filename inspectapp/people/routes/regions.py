"""The region tree, for the system administrator."""

import uuid

from flask import Response, request

from inspectapp.people import actions, queries
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import Role
from inspectapp.people.forms import CountyForm, RegionForm
from inspectapp.people.models import Level, Region
from inspectapp.people.refused import FieldRefused
from inspectapp.people.routes.blueprints import accounts_bp, typed_version
from inspectapp.shared import clock
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@accounts_bp.get("/regions")
@allows(Role.SYSTEM)
def regions() -> Response:
    tree, counts = queries.region_tree(session()), queries.counts_by_region(session())
    return page("people/regions/index.html", tree=tree, counts=counts)


@accounts_bp.get("/regions/new")
@allows(Role.SYSTEM)
def new_region() -> Response:
    cities = queries.region_tree(session())
    return _form_page(CountyForm({"parent_id": str(cities[0][0].id) if len(cities) == 1 else ""}))


@accounts_bp.post("/regions")
@allows(Role.SYSTEM)
@writes
def create_region() -> Response:
    form = CountyForm.read(request.form)
    if form.ok:
        try:
            values = {**form.values, "level": Level.COUNTY}
            actions.add_region(session(), values, by=current_actor(), at=clock.now())
            return done("/regions", message="已添加辖区")
        except FieldRefused as refused:
            form.fail(refused.field, refused.sentence)
    return _form_page(form, 422)


@accounts_bp.get("/regions/<uuid:region_id>/edit")
@allows(Role.SYSTEM)
def edit_region(region_id: uuid.UUID) -> Response:
    region = queries.region(session(), region_id)
    return _form_page(RegionForm.of(region.model_dump()), region=region, version=region.version)


@accounts_bp.post("/regions/<uuid:region_id>")
@allows(Role.SYSTEM)
@writes
def save_region(region_id: uuid.UUID) -> Response:
    region, form, version = (
        queries.region(session(), region_id),
        RegionForm.read(request.form),
        typed_version(),
    )
    if form.ok:
        try:
            actions.change_region(session(), region, form.values, version, by=current_actor(), at=clock.now())
            return done("/regions", message="已保存辖区")
        except FieldRefused as refused:
            form.fail(refused.field, refused.sentence)
    return _form_page(form, 422, region=region, version=version)


def _form_page(
    form: RegionForm, status: int = 200, *, region: Region | None = None, version: int = 0
) -> Response:
    cities = [(str(city.id), city.name) for city, _ in queries.region_tree(session())]
    to = f"/regions/{region.id}" if region else "/regions"
    return page(
        "people/regions/edit.html", status=status, form=form, region=region, version=version,
        cities=cities, to=to,
    )  # fmt: skip
