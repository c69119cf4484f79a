"""The first run: a link that works once."""

from flask import Response, current_app, request

from inspectapp.people import actions, queries, rules
from inspectapp.people.access import open_to_all
from inspectapp.people.forms import SetUpForm
from inspectapp.people.refused import FieldRefused
from inspectapp.people.routes.blueprints import bp
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotAllowed, Unreadable
from inspectapp.web.respond import done, invalid, page
from inspectapp.web.transaction import session, writes


@bp.get("/set-up/<token>")
@open_to_all
def set_up(token: str) -> Response:
    link = queries.link_by_token(session(), token)
    if link is None:
        raise NotAllowed("这个链接不对或已经失效。请在服务器上重新运行启动命令，取得新的链接。")
    rules.check_link(link.expires_at, link.used_at, clock.now())
    return page("people/set_up.html", form=SetUpForm(), token=token)


@bp.post("/set-up/<token>")
@open_to_all
@writes
def create_first_account(token: str) -> Response:
    form = SetUpForm.read(request.form)
    form.raw |= {"password": "", "again": ""}
    if form.ok:
        _set_up(form, token)
    if not form.ok:
        return invalid("people/set_up.html", "people/_set_up_form.html", form=form, token=token)
    current_app.logger.info("first account made")
    return done("/login", message="系统管理员账号已建好，请登录")


def _set_up(form: SetUpForm, token: str) -> None:
    values = form.values | {"password": request.form["password"]}
    try:
        actions.set_up(session(), queries.link_by_token(session(), token), values, at=clock.now())
    except FieldRefused as refused:
        form.fail(refused.field, refused.sentence)
    except Unreadable as wrong:
        form.fail("password", wrong.sentence)
