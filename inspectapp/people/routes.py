"""Signing in and out, one's own page and password, and the first run's set-up link."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request
from flask import session as cookie

from inspectapp.people import access, actions, passwords, queries
from inspectapp.people.access import (
    current_actor,
    open_to_all,
    signed_in,
    signed_in_even_with_handed_out_password,
)
from inspectapp.people.forms import LoginForm, OwnPasswordForm, PasswordForm, SetUpForm
from inspectapp.people.models import Person
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotAllowed, Refusal, Unreadable
from inspectapp.web.respond import done, go, invalid, page
from inspectapp.web.transaction import apart, session, writes, writes_apart

bp = Blueprint("people", __name__)
WRONG = "登录名或密码不对，请核对后再试。"
DEVICES = (
    ("MicroMessenger", "微信"),
    ("iPhone", "苹果手机"),
    ("Android", "安卓手机"),
    ("Windows", "Windows电脑"),
    ("Mac", "苹果电脑"),
)


def own_path(path: str) -> str:
    """Only a path on this very site: one leading slash, no host, no backslash."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if ours and not parts.netloc and not parts.scheme else "/"


def device_words(agent: str) -> str:
    """What kind of device signed in, in words somebody can recognise."""
    return next((words for mark, words in DEVICES if mark in agent), "其他设备")


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
    with apart() as writing:
        actions.take_try(writing, bucket, at=now)
        person = queries.person_by_login(writing, login)
    right = passwords.matches(person.password_hash if person else None, password)
    if person is None or not right or person.disabled_at is not None:
        raise Unreadable(WRONG)
    with apart() as writing:
        actions.forget_tries(writing, bucket)
        found = writing.get_one(Person, person.id)
        return actions.sign_in(writing, found, device_words(request.headers.get("User-Agent", "")), at=now)


@bp.post("/sign-outs")
@signed_in_even_with_handed_out_password
@writes
def create_sign_out() -> Response:
    actions.sign_out(session(), current_actor(), at=clock.now())
    cookie.clear()
    response = go("/login")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/me")
@signed_in
def me() -> Response:
    actor = current_actor()
    person = queries.account(session(), actor.id)
    return page("people/me.html", person=person, sign_ins=queries.open_sign_ins(session(), actor.id))


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
    actor = current_actor()
    try:
        actions.set_password(
            session(), person, request.form["password"], by=actor, at=clock.now(), keep=actor.session_id
        )
    except Unreadable as weak:
        form.fail("password", weak.sentence)


@bp.get("/set-up/<token>")
@open_to_all
def set_up(token: str) -> Response:
    if queries.link_by_token(session(), token) is None:
        raise NotAllowed("这个链接不对或已经失效。请在服务器上重新运行启动命令，取得新的链接。")
    return page("people/set_up.html", form=SetUpForm(), token=token)


@bp.post("/set-up/<token>")
@open_to_all
@writes
def create_first_account(token: str) -> Response:
    form = SetUpForm.read(request.form)
    form.raw |= {"password": "", "again": ""}
    if form.ok:
        try:
            values = form.values | {"password": request.form["password"]}
            actions.set_up(session(), queries.link_by_token(session(), token), values, at=clock.now())
        except Unreadable as wrong:
            form.fail("password", wrong.sentence)
    if not form.ok:
        return invalid("people/set_up.html", "people/_set_up_form.html", form=form, token=token)
    current_app.logger.info("first account made")
    return done("/login", message="系统管理员账号已建好，请登录")
