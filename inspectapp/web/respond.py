"""The five answers: a route ends in one of them and never builds headers itself.

The only place that knows how htmx asks and is answered.
"""

import uuid
from typing import Any

from flask import Response, current_app, flash, get_flashed_messages, make_response, redirect, render_template
from flask import session as cookie
from htmx_flask import request
from markupsafe import Markup

from inspectapp.web.ahead import ahead

NO_CONTENT = 204
MOST_MESSAGES = 2
#: A page of sixty questions has over a hundred of them.
_ONCE = Markup('<input type="hidden" name="op_id" value="{}">').format("{}")


def asked_by_htmx() -> bool:
    """A fragment is wanted: not a boosted page and not a page restored from history."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(template: str, *, status: int = 200, **context: Any) -> Response:
    """A whole page."""
    return make_response(render_template(template, **context), status)


def shown_once(template: str, *, again: str, **context: Any) -> Response:
    """A page with a secret on it: a second copy of the request is only shown the way to `again`."""
    response = page(template, **context)
    response.kept_answer = go(again)  # type: ignore[attr-defined]
    return response


def page_or_fragment(template: str, fragment: str, **context: Any) -> Response:
    """A page, or only the part of it that htmx asked for: lists, search, the next page."""
    response = page(fragment if asked_by_htmx() else template, **context)
    response.headers.add("Vary", "HX-Request")
    return response


def done(to: str, *fragments: str, message: str | None = None, **context: Any) -> Response:
    """It is done: plain requests go on to `to`, htmx gets the fragments, the target's first."""
    if not asked_by_htmx() or not fragments:
        if message:
            _say_next(message)
        return go(to)
    parts = [render_template(name, **context) for name in fragments]
    if message:
        parts.append(render_template("components/_message.html", message=message))
    return make_response("\n".join(parts), 200)


def _say_next(message: str) -> None:
    # They travel in the cookie until a page shows them: whoever only sends must not fill it up.
    waiting = cookie.get("_flashes", [])
    cookie["_flashes"] = waiting[-MOST_MESSAGES:]
    flash(message)


def go(to: str) -> Response:
    """On to another page; htmx is told to load it instead of swapping it into a fragment."""
    if asked_by_htmx():
        response = make_response("", NO_CONTENT)
        response.headers["HX-Redirect"] = to
        return response
    return make_response(redirect(to, 303))


def scrap(template: str, **context: Any) -> Response:
    """A fragment so small that it needs nothing of the frame around it: neither tabs nor who is asking."""
    found = current_app.jinja_env.get_template(template)
    # Shared: only its own words are handed over, not a copy of everything that pages may ask for.
    return Response("".join(found.root_render_func(found.new_context(context, shared=True))))


def invalid(template: str, fragment: str, **context: Any) -> Response:
    """What was typed does not hold: the same form again, with every value kept."""
    return page(fragment if asked_by_htmx() else template, status=422, **context)


def once_field() -> str:
    """The hidden id that makes a second tap harmless."""
    return _ONCE.replace("{}", str(uuid.uuid4()))


def messages() -> list[str]:
    """What the last act left to say, on the next page that somebody looks at."""
    if ahead():
        return []
    return [str(message) for message in get_flashed_messages()]
