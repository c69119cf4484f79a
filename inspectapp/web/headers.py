"""Headers on every answer, errors and files included: a strict content policy and nothing kept by caches."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)

FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" a form post over plain http carries `Origin: null`, and csrf.py needs the origin.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Tells a phone that this is no page, and no refusal, of somebody else's Wi-Fi.
    "X-Served": "anpei",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
SECURE = FIXED | {"Strict-Transport-Security": "max-age=31536000"}


Pairs = list[tuple[str, str]]
WITH_LOWER = {
    scheme: [(name.lower(), (name, value)) for name, value in wanted.items()]
    for scheme, wanted in (("http", FIXED), ("https", SECURE))
}


class Stamp:
    """Around the whole app: nothing leaves it without them, whatever made the answer.

    Here they are put down as they are; set on the response, each is checked and copied twice a request.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any], /) -> Iterable[bytes]:
        def stamped(status: str, headers: Pairs, exc_info: Any = None) -> Any:
            return start(status, headers + missing(environ["wsgi.url_scheme"], headers), exc_info)

        return self.app(environ, stamped)


def missing(scheme: str, headers: Pairs) -> Pairs:
    """What is not there yet; an answer may be stricter by itself."""
    present = {name.lower() for name, _ in headers}
    return [pair for name, pair in WITH_LOWER[scheme] if name not in present]


def init(app: Flask) -> None:
    """Outside of whatever tells the real scheme, so that it is known when the answer starts."""
    app.wsgi_app = Stamp(app.wsgi_app)  # type: ignore[assignment, method-assign]
