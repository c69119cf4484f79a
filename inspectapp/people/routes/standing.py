"""Closing an account and opening it again."""

import uuid

from flask import Response

from inspectapp.people import access, actions, queries
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import Role
from inspectapp.people.routes.blueprints import accounts_bp
from inspectapp.shared import clock
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@accounts_bp.get("/accounts/<uuid:person_id>/disablings/new")
@allows(Role.SYSTEM)
def new_disabling(person_id: uuid.UUID) -> Response:
    person = queries.account(session(), person_id)
    held = queries.open_sign_ins(session(), person_id, access.alive_since())
    return page("people/accounts/disable.html", person=person, sign_ins=len(held))


@accounts_bp.post("/accounts/<uuid:person_id>/disablings")
@allows(Role.SYSTEM)
@writes
def disable(person_id: uuid.UUID) -> Response:
    person = queries.account(session(), person_id)
    actions.disable(session(), person, by=current_actor(), at=clock.now())
    return done(f"/accounts/{person.id}", message="已停用账号，所有登录已结束")


@accounts_bp.post("/accounts/<uuid:person_id>/enablings")
@allows(Role.SYSTEM)
@writes
def enable(person_id: uuid.UUID) -> Response:
    person = queries.account(session(), person_id)
    actions.enable(session(), person, by=current_actor(), at=clock.now())
    return done(f"/accounts/{person.id}", message="已启用账号")
