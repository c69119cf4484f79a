"""One's own page: where one is signed in, and one's own password."""

from flask import Response, request

from inspectapp.people import access, actions, passwords, queries
from inspectapp.people.access import current_actor, signed_in, signed_in_even_with_handed_out_password
from inspectapp.people.forms import OwnPasswordForm, PasswordForm
from inspectapp.people.models import Person
from inspectapp.people.routes.blueprints import bp
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import Unreadable
from inspectapp.web.respond import done, invalid, page
from inspectapp.web.transaction import session, writes


@bp.get("/me")
@signed_in
def me() -> Response:
    actor = current_actor()
    person = queries.account(session(), actor.id)
    sign_ins = queries.open_sign_ins(session(), actor.id, access.alive_since())
    return page("people/me.html", person=person, sign_ins=sign_ins)


@bp.post("/me/sign-ins/endings")
@signed_in
@writes
def end_other_sign_ins() -> Response:
    actor = current_actor()
    person = queries.account(session(), actor.id)
    actions.end_sign_ins(session(), person, "本人结束", by=actor, at=clock.now(), keep=actor.session_id)
    return done("/me", message="已结束其他设备上的登录")


@bp.get("/password")
@signed_in_even_with_handed_out_password
def edit_password() -> Response:
    return page("people/password.html", form=OwnPasswordForm())


@bp.post("/password")
@signed_in_even_with_handed_out_password
@writes
def save_password() -> Response:
    form = OwnPasswordForm.read(request.form)
    form.raw |= {"password": "", "again": "", "present": ""}
    person = queries.account(session(), current_actor().id)
    # A password that an administrator is just resetting opens nothing any more.
    db.hold(session(), person)
    if not form.errors.get("present") and not passwords.matches(
        person.password_hash, request.form["present"]
    ):
        form.fail("present", "现在的密码不对，请重新输入。")
    if form.ok:
        _set(form, person)
    if not form.ok:
        return invalid("people/password.html", "people/_password_form.html", form=form)
    return done("/", message="密码已更改，其他设备上的登录已结束")


def _set(form: PasswordForm, person: Person) -> None:
    actor, typed = current_actor(), request.form["password"]
    if passwords.matches(person.password_hash, typed):
        form.fail("password", "新密码与现在的密码相同。请换一个。")
        return
    try:
        actions.set_password(session(), person, typed, by=actor, at=clock.now(), keep=actor.session_id)
    except Unreadable as weak:
        form.fail("password", weak.sentence)
