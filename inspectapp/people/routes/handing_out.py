"""Handing out a new password: asked once, shown once."""

import uuid

from flask import Response

from inspectapp.people import actions, queries
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import Role
from inspectapp.people.routes.accounts import password_page
from inspectapp.people.routes.blueprints import accounts_bp
from inspectapp.shared import clock
from inspectapp.web.respond import page
from inspectapp.web.transaction import session, writes


@accounts_bp.get("/accounts/<uuid:person_id>/passwords/new")
@allows(Role.SYSTEM)
def new_password(person_id: uuid.UUID) -> Response:
    return page("people/accounts/hand_out.html", person=queries.account(session(), person_id))


@accounts_bp.post("/accounts/<uuid:person_id>/passwords")
@allows(Role.SYSTEM)
@writes
def create_password(person_id: uuid.UUID) -> Response:
    person = queries.account(session(), person_id)
    password = actions.hand_out_password(session(), person, by=current_actor(), at=clock.now())
    return password_page(person, password)
