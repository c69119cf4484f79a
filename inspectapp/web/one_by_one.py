"""How a process takes requests: one after the other, and never behind one that takes long.

Threads of one Python only take turns: four that answer at once hand the interpreter to and fro at every
statement of the database, a third of the work again. So one request sits at the desk; when it keeps the
next one waiting longer than a moment (a paper being made, a slow upload), that one sits down beside it.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

#: Longer than nearly every answer, shorter than anybody notices.
PATIENCE = 0.03
SMALL = 64 * 1024


class Desk:
    """Whose turn it is, in the order of arrival."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._guard = threading.Lock()
        self._line: deque[tuple[object, threading.Lock]] = deque()
        self._sitting: object | None = None
        self._since = 0.0

    def sit_down(self) -> object:
        """Wait for one's turn; answers the place to be left."""
        place = object()
        with self._guard:
            if self._sitting is None:
                self._seat(place)
                return place
            called = threading.Lock()
            called.acquire()
            self._line.append((place, called))
            # Who stands further back looks up later: mostly never, as the line moves on.
            patience = self.patience * len(self._line)
        while not called.acquire(timeout=patience):
            self._look_up()
        return place

    def leave(self, place: object) -> None:
        """Call the next one; whoever has lost the desk meanwhile calls nobody."""
        with self._guard:
            if self._sitting is place:
                self._sitting = None
                self._call_next()

    def _look_up(self) -> None:
        with self._guard:
            if time.monotonic() - self._since >= self.patience:
                self._call_next()

    def _call_next(self) -> None:
        if self._line:
            place, called = self._line.popleft()
            self._seat(place)
            called.release()

    def _seat(self, place: object) -> None:
        self._sitting, self._since = place, time.monotonic()


class OneByOne:
    """Around the whole app. What an answer still streams afterwards is not waited for."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app, self.desk = app, Desk()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any], /) -> Iterable[bytes]:
        place = self.desk.sit_down()
        try:
            return in_hand(self.app, environ, start)
        finally:
            self.desk.leave(place)


def in_hand(
    app: Callable[..., Iterable[bytes]], environ: dict[str, Any], start: Callable[..., Any]
) -> Iterable[bytes]:
    """A small answer leaves in one piece: the server need not ask for the next one again and again."""
    length: list[str] = []

    def started(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        length[:] = [value for name, value in headers if name == "Content-Length"]
        return start(status, headers, exc_info)

    answer = app(environ, started)
    if not length or int(length[0]) > SMALL:
        return answer
    try:
        return [b"".join(answer)]
    finally:
        getattr(answer, "close", _nothing)()


def _nothing() -> None:
    pass


def init(app: Flask) -> None:
    """For a database in the same machine; one far away is waited for, and others are answered meanwhile."""
    app.wsgi_app = OneByOne(app.wsgi_app)  # type: ignore[assignment, method-assign]
