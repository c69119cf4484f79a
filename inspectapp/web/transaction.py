"""One request, one connection, one commit: actions flush, `@writes` commits once, a refusal rolls back."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import Flask, Response, g, make_response, request
from sqlalchemy import Connection
from sqlmodel import Session

from inspectapp.shared import db
from inspectapp.web import once

View = Callable[..., Any]


def connection() -> Connection:
    """This request's connection: the writing one inside `@writes`, else one that reads."""
    held = _held()
    if "connection" not in held:
        held.connection = db.current().looking()
    return held.connection  # type: ignore[no-any-return]


def session() -> Session:
    """This request's session, in the same transaction as its connection."""
    held = _held()
    if "session" not in held:
        held.session = Session(connection(), expire_on_commit=False)
    return held.session  # type: ignore[no-any-return]


def _held() -> Any:
    # What stands behind `g`: asked for once, as every look through it costs as much as a call.
    return g._get_current_object()  # type: ignore[attr-defined]


def writes(view: View) -> View:
    """Wrap an unsafe route: the effect, its ledger lines and the stored answer become one transaction."""

    @wraps(view)
    def once_only(*args: Any, **kwargs: Any) -> Response:
        held = _held()
        op = once.asked(request._get_current_object(), held.get("person_id"))  # type: ignore[attr-defined]
        held.op_id = op.id
        with _writing() as writing:
            earlier = once.first_answer(writing, op)
            if earlier is not None:
                return earlier
            answer = view(*args, **kwargs)
            response = answer if isinstance(answer, Response) else make_response(answer)
            if response.status_code < 400:
                _flush()
                once.remember(writing, op, getattr(response, "kept_answer", response))
                commit(writing)
            return response

    once_only.writes = True  # type: ignore[attr-defined]
    return once_only


def op_id() -> uuid.UUID:
    """The id of this write. What it makes takes it as its own: the phone knows the address beforehand."""
    return g.op_id  # type: ignore[no-any-return]


def commit(writing: Connection) -> None:
    """The one commit of a request."""
    writing.commit()


def writes_apart(view: View) -> View:
    """Marks the few unsafe routes that keep what they count even when they refuse (signing in)."""
    view.writes_apart = True  # type: ignore[attr-defined]
    return view


@contextmanager
def _writing() -> Iterator[Connection]:
    # What was read to find out who is asking is older than the lock: it is read again inside.
    _close_session()
    database, held = db.current(), _held()
    if looked := database.at_rest(held.pop("connection", None)):
        held.connection = looked
    with database.turn():
        held.writing = True
        try:
            # Out of the request first: a connection given back must not be given back once more.
            held.connection = database.to_write(held.pop("connection", None))
            yield held.connection
        finally:
            held.pop("writing")
            close()


def _flush() -> None:
    if changed := _held().get("session"):
        changed.flush()


@contextmanager
def apart() -> Iterator[Session]:
    """A short transaction of its own: counters that must hold even when the request is refused."""
    if "writing" in g:
        raise RuntimeError("a write apart, begun inside a write, would wait for its own turn")
    close()
    with db.current().write() as writing:
        yield writing


def close() -> None:
    """Let go of this request's connection; the next question opens a fresh one."""
    _close_session()
    if looked := _held().pop("connection", None):
        db.current().done_with(looked)


def _close_session() -> None:
    opened = _held().pop("session", None)
    if opened is not None:
        opened.close()


def init(app: Flask) -> None:
    """Give the connection back at the end of every request."""

    @app.teardown_request
    def give_back(error: BaseException | None) -> None:
        close()
