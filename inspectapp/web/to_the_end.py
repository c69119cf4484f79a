"""Who is refused while still sending is heard to the end.

A server that answers and hangs up in the middle of an upload is not heard itself: the browser tells of a
broken connection, and a phone would send the same photo again for ever instead of showing why it was refused.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

#: What is shorter has arrived anyway when it is answered.
ARRIVED = 16 * 1024
#: More than four times of what is allowed is not sent by mistake.
MOST = 4
PIECE = 1 << 16


class ToTheEnd:
    """Around the whole app: what it did not read is read and forgotten before it answers."""

    def __init__(self, app: Callable[..., Iterable[bytes]], most: int) -> None:
        self.app, self.most = app, most

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any], /) -> Iterable[bytes]:
        # Where nobody promises that the body ends, to read behind its end would be to wait for ever.
        ends, announced = environ.get("wsgi.input_terminated"), environ.get("CONTENT_LENGTH") or ""
        answer = self.app(environ, start)
        if ends and announced.isdecimal() and int(announced) > ARRIVED:
            forget(environ["wsgi.input"], min(int(announced), self.most))
        return answer


def forget(sent: Any, most: int) -> None:
    """Read on until nothing comes or it is too much."""
    while most > 0 and (piece := sent.read(min(most, PIECE))):
        most -= len(piece)


def init(app: Flask, upload_limit: int) -> None:
    """Outermost: it makes nobody wait at the desk."""
    app.wsgi_app = ToTheEnd(app.wsgi_app, MOST * upload_limit)  # type: ignore[assignment, method-assign]
