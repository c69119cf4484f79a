"""Open sign-ins and failed tries, for the security administrator."""

import uuid

from flask import Response, request

from inspectapp.people import access, actions, queries
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import Role
from inspectapp.people.routes.blueprints import link, security_bp
from inspectapp.people.rules import wait_after
from inspectapp.shared import clock
from inspectapp.web.paging import page_number, paged
from inspectapp.web.respond import done, page, page_or_fragment
from inspectapp.web.transaction import session, writes


@security_bp.get("")
@allows(Role.SECURITY)
def index() -> Response:
    words = request.args.get("q", "")[:60].strip()
    query = queries.all_open_sign_ins(access.alive_since(), words)
    listing = paged(session(), query, page_number(request.args.get("page")))
    return page_or_fragment(
        "people/security/index.html", "people/security/_sign_ins.html", listing=listing, words=words,
        people=queries.people_of(session(), (one.person_id for one in listing.rows)),
        regions=queries.regions_by_id(session()),
        link=lambda **changes: link("/security", ("page",), **changes),
    )  # fmt: skip


@security_bp.post("/sign-ins/<uuid:sign_in_id>/endings")
@allows(Role.SECURITY)
@writes
def end_sign_in(sign_in_id: uuid.UUID) -> Response:
    one = queries.sign_in(session(), sign_in_id)
    actions.end_one(session(), one, by=current_actor(), at=clock.now())
    return done("/security", message="已结束这次登录")


@security_bp.get("/people/<uuid:person_id>/endings/new")
@allows(Role.SECURITY)
def new_ending(person_id: uuid.UUID) -> Response:
    person = queries.account(session(), person_id)
    held = queries.open_sign_ins(session(), person_id, access.alive_since())
    return page("people/security/end.html", person=person, sign_ins=held)


@security_bp.post("/people/<uuid:person_id>/endings")
@allows(Role.SECURITY)
@writes
def end_all(person_id: uuid.UUID) -> Response:
    person = queries.account(session(), person_id)
    actions.end_everywhere(session(), person, by=current_actor(), at=clock.now())
    return done("/security", message=f"已结束{person.name}的全部登录")


@security_bp.get("/tries")
@allows(Role.SECURITY)
def tries() -> Response:
    listing = paged(session(), queries.failed_tries(), page_number(request.args.get("page")))
    return page(
        "people/security/tries.html", listing=listing, now=clock.now(), wait_after=wait_after,
        people=queries.people_of(session(), (one.person_id for one in listing.rows)),
        unknown=queries.unknown_tries(session()),
    )  # fmt: skip


@security_bp.post("/people/<uuid:person_id>/unlockings")
@allows(Role.SECURITY)
@writes
def unlock(person_id: uuid.UUID) -> Response:
    person = queries.account(session(), person_id)
    actions.unlock(session(), person, by=current_actor(), at=clock.now())
    return done("/security/tries", message=f"已解除等待，{person.name}现在可以登录")
