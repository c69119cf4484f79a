"""One request, one session, one commit: actions flush, `@writes` commits once, a refusal rolls back."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import Flask, Response, g, make_response, request
from sqlmodel import Session

from inspectapp.shared import db
from inspectapp.web import once

View = Callable[..., Any]


def session() -> Session:
    """This request's session: the writing one inside `@writes`, else one that reads."""
    if "session" not in g:
        g.session = db.current().reader()
    return g.session


def writes(view: View) -> View:
    """Wrap an unsafe route: the effect, its ledger lines and the stored answer become one transaction."""

    @wraps(view)
    def once_only(*args: Any, **kwargs: Any) -> Response:
        op = once.asked(request, getattr(g, "person_id", None))
        g.op_id = op.id
        with _writing() as writing:
            earlier = once.first_answer(writing, op)
            if earlier is not None:
                return earlier
            response = make_response(view(*args, **kwargs))
            if response.status_code < 400:
                once.remember(writing, op, getattr(response, "kept_answer", response))
                writing.commit()
            return response

    once_only.writes = True  # type: ignore[attr-defined]
    return once_only


def op_id() -> uuid.UUID:
    """The id of this write. What it makes takes it as its own: the phone knows the address beforehand."""
    return g.op_id  # type: ignore[no-any-return]


def writes_apart(view: View) -> View:
    """Marks the few unsafe routes that keep what they count even when they refuse (signing in)."""
    view.writes_apart = True  # type: ignore[attr-defined]
    return view


@contextmanager
def _writing() -> Iterator[Session]:
    # What was read to find out who is asking is older than the lock: read again inside.
    close()
    database = db.current()
    with database.turn(), Session(database.writing, expire_on_commit=False) as writing:
        g.session = writing
        try:
            yield writing
        finally:
            writing.rollback()
            g.pop("session", None)


@contextmanager
def apart() -> Iterator[Session]:
    """A short transaction of its own: counters that must hold even when the request is refused."""
    close()
    with db.current().write() as writing:
        yield writing


def close() -> None:
    """Let go of this request's session; the next question opens a fresh one."""
    held = g.pop("session", None)
    if held is not None:
        held.close()


def init(app: Flask) -> None:
    """Give the session back at the end of every request."""

    @app.teardown_request
    def give_back(error: BaseException | None) -> None:
        close()
