"""Foreign requests are known by the browser's headers; no token that expires in a three-hour visit."""

from urllib.parse import urlsplit

from flask import Flask, Request, request

from inspectapp.shared.refusals import NotAllowed

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SENTENCE = "这次提交不是从本系统的页面发出的，没有执行。请回到本系统的页面重新操作。"


def comes_from_us(asked: Request) -> bool:
    """`Sec-Fetch-Site` where the browser sends it (https, localhost), else `Origin` (http in a local net)."""
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    return _host(asked.headers.get("Origin", "")) == asked.host


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def init(app: Flask) -> None:
    """Every unsafe request is judged, signed in or not."""

    @app.before_request
    def refuse_foreign() -> None:
        asked = request._get_current_object()  # type: ignore[attr-defined]
        if asked.method not in SAFE_METHODS and not comes_from_us(asked):
            raise NotAllowed(SENTENCE)
