"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Response, request
from flask import session as cookie
from sqlmodel import Session

from inspectapp.people import access, actions, passwords, queries
from inspectapp.people.access import current_actor, open_to_all, signed_in_even_with_handed_out_password
from inspectapp.people.forms import LoginForm
from inspectapp.people.models import Person
from inspectapp.people.routes.blueprints import bp
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import Refusal, Unreadable
from inspectapp.web.devices import device_words
from inspectapp.web.respond import go, invalid, page
from inspectapp.web.transaction import apart, session, writes, writes_apart

WRONG = "登录名或密码不对，请核对后再试。"


def own_path(path: str) -> str:
    """Only a path on this very site: one leading slash, no host, no backslash."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if ours and not parts.netloc and not parts.scheme else "/"


@bp.get("/login")
@open_to_all
def login() -> Response:
    if access.actor_or_none() is not None:
        return go("/")
    return page("people/login.html", form=LoginForm({"next": request.args.get(access.NEXT, "/")}))


@bp.post("/sign-ins")
@open_to_all
@writes_apart
def create_sign_in() -> Response:
    form = LoginForm.read(request.form)
    form.raw |= {"next": request.form.get(access.NEXT, "/"), "password": ""}
    if not form.ok:
        return invalid("people/login.html", "people/_login_form.html", form=form)
    try:
        token = _try_to_sign_in(form.values["login"].lower(), request.form.get("password", ""))
    except Refusal as refusal:
        form.fail("password", refusal.sentence)
        return page("people/login.html", status=refusal.status, form=form)
    cookie.clear()
    cookie[access.TOKEN], cookie.permanent = token, True
    return go(own_path(form.raw["next"]))


def _try_to_sign_in(login: str, password: str) -> str:
    now, bucket = clock.now(), f"login:{queries.token_digest(login)}"
    earlier = access.actor_or_none()
    with apart() as writing:
        actions.take_try(writing, bucket, at=now)
        person = queries.person_by_login(writing, login)
    compared = person.password_hash if person else None
    right = passwords.matches(compared, password)
    with apart() as writing:
        # Comparing takes long: what an administrator has done to the account meanwhile counts.
        person = _held(writing, login)
        if person and right and person.password_hash == compared and person.disabled_at is None:
            actions.forget_tries(writing, bucket)
            if earlier is not None:
                actions.sign_out(writing, earlier, at=now)
            device = device_words(request.headers.get("User-Agent", ""))
            return actions.sign_in(writing, person, device, at=now, address=request.remote_addr or "")
        actions.note_failure(writing, bucket, person, at=now)
    raise Unreadable(WRONG)


def _held(writing: Session, login: str) -> Person | None:
    person = queries.person_by_login(writing, login)
    if person is not None:
        db.hold(writing, person)
    return person


@bp.post("/sign-outs")
@signed_in_even_with_handed_out_password
@writes
def create_sign_out() -> Response:
    actions.sign_out(session(), current_actor(), at=clock.now())
    cookie.clear()
    response = go("/login")
    # Not the storage: what has not reached the server stays on the phone, sealed.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
