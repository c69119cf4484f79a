"""The first page after signing in: what there is to do today, for each role its own."""

from flask import Blueprint, Response, jsonify

from inspectapp.desk import preparing, queries
from inspectapp.people.access import allows, current_actor, signed_in
from inspectapp.people.actor import ADMINS, Actor, Role
from inspectapp.records import refusals
from inspectapp.shared import clock
from inspectapp.subjects.queries import marks_of, unit_for
from inspectapp.visits import queries as visits
from inspectapp.web.respond import page
from inspectapp.web.transaction import session

bp = Blueprint("desk", __name__)
INSPECTORS = (Role.OFFICER, Role.HEAD, Role.CITY)


@bp.get("/")
@signed_in
def today() -> Response:
    actor, day = current_actor(), clock.today()
    if actor.role in ADMINS:
        return page("desk/administrator.html", day=day)
    if actor.role is Role.CLERK:
        return _clerk(actor)
    return page(
        "desk/today.html",
        day=day,
        may_prepare=actor.role in INSPECTORS,
        visits=visits.tasks(session(), actor),
        waiting=visits.waits_for(session(), actor),
        refusals=refusals.waiting(session(), actor),
        problem=queries.own_certificate_problem(session(), actor, day),
        expiries=queries.expiries(session(), actor, day),
        marked=queries.marked_units(session(), actor, day),
    )


def _clerk(actor: Actor) -> Response:
    day = clock.today()
    unit = unit_for(session(), actor, actor.unit_id) if actor.unit_id else None
    return page(
        "desk/clerk.html",
        day=day,
        unit=unit,
        marks=marks_of(session(), unit, day) if unit else [],
        expiries=queries.expiries(session(), actor, day),
    )


@bp.get("/manual/offline")
@signed_in
def offline_manual() -> Response:
    return page("desk/offline_manual.html")


@bp.get("/today")
@allows(*INSPECTORS)
def prepare() -> Response:
    return page("desk/prepare.html")


@bp.get("/prepare/manifest")
@allows(*INSPECTORS)
def manifest() -> Response:
    return jsonify(preparing.manifest(session(), current_actor(), clock.today()))
