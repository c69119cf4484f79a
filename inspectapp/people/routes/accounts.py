"""Accounts, for the system administrator: the list, one account, making and changing."""

import uuid

from flask import Response, request

from inspectapp.people import actions, queries
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import Role
from inspectapp.people.forms import AccountForm, NewAccountForm, account_values
from inspectapp.people.models import Person
from inspectapp.people.refused import FieldRefused
from inspectapp.people.routes.blueprints import accounts_bp, link, typed_version, uuid_or_none
from inspectapp.people.rules import certificate_problem, missing_duties
from inspectapp.shared import clock
from inspectapp.shared.text import mask_phone
from inspectapp.web.paging import page_number, paged
from inspectapp.web.respond import done, page, page_or_fragment, shown_once
from inspectapp.web.transaction import session, writes

STATES = {"enabled": True, "disabled": False}


@accounts_bp.get("/accounts")
@allows(Role.SYSTEM)
def index() -> Response:
    given = request.args
    words, role = given.get("q", "")[:60].strip(), Role.__members__.get(given.get("role", ""))
    region_id, state = uuid_or_none(given.get("region", "")), given.get("state", "")
    query = queries.accounts(words, role, region_id, STATES.get(state))
    return page_or_fragment(
        "people/accounts/index.html", "people/accounts/_list.html",
        listing=paged(session(), query, page_number(given.get("page"))), words=words, role=role, roles=Role,
        region_id=region_id, state=state, narrowed=bool(words or role or region_id or state in STATES),
        regions=queries.regions_by_id(session()), tree=queries.region_tree(session()), day=clock.today(),
        certificate_problem=certificate_problem, vacant=missing_duties(queries.roles_held(session())),
        link=lambda **changes: link("/accounts", ("page",), **changes),
    )  # fmt: skip


@accounts_bp.get("/accounts/new")
@allows(Role.SYSTEM)
def new() -> Response:
    return form_page(NewAccountForm({"region_id": str(current_actor().region_id)}))


@accounts_bp.post("/accounts")
@allows(Role.SYSTEM)
@writes
def create() -> Response:
    form = NewAccountForm.read(request.form)
    if form.ok:
        try:
            values = account_values(form)
            person, password = actions.add_account(session(), values, by=current_actor(), at=clock.now())
            return password_page(person, password)
        except FieldRefused as refused:
            form.fail(refused.field, refused.sentence)
    return form_page(form, 422)


@accounts_bp.get("/accounts/<uuid:person_id>")
@allows(Role.SYSTEM)
def show(person_id: uuid.UUID) -> Response:
    person = queries.account(session(), person_id)
    return page(
        "people/accounts/show.html", person=person, region=queries.region(session(), person.region_id),
        acts=queries.recent_acts(session(), person_id), phone=mask_phone(person.phone or ""),
        problem=certificate_problem(person.certificate_number, person.certificate_valid_to, clock.today()),
        inspects=person.role is Role.OFFICER or bool(person.certificate_number),
    )  # fmt: skip


@accounts_bp.get("/accounts/<uuid:person_id>/edit")
@allows(Role.SYSTEM)
def edit(person_id: uuid.UUID) -> Response:
    person = queries.account(session(), person_id)
    form = AccountForm.of({**person.model_dump(), "phone": mask_phone(person.phone or "")})
    return form_page(form, person=person, version=person.version)


@accounts_bp.post("/accounts/<uuid:person_id>")
@allows(Role.SYSTEM)
@writes
def save(person_id: uuid.UUID) -> Response:
    person, form, version = (
        queries.account(session(), person_id),
        AccountForm.read(request.form),
        typed_version(),
    )
    if form.ok:
        try:
            values = account_values(form)
            actions.change_account(session(), person, values, version, by=current_actor(), at=clock.now())
            return done(f"/accounts/{person.id}", message="已保存账号")
        except FieldRefused as refused:
            form.fail(refused.field, refused.sentence)
    return form_page(form, 422, person=person, version=version)


def form_page(
    form: AccountForm, status: int = 200, *, person: Person | None = None, version: int = 0
) -> Response:
    """The form of a new or stored account."""
    return page(
        "people/accounts/edit.html", status=status, form=form, person=person, version=version,
        regions=queries.region_choices(session()),
        oneself=person is not None and person.id == current_actor().id,
        to=f"/accounts/{person.id}" if person else "/accounts",
    )  # fmt: skip


def password_page(person: Person, password: str) -> Response:
    """The handed-out password, this once: the same request again leads to the account without it."""
    to = f"/accounts/{person.id}"
    return shown_once("people/accounts/password.html", again=to, person=person, password=password, to=to)
