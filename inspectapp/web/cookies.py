"""The session cookie: bound to the host over https, still usable on a test machine without it."""

import time
from typing import Any

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

MOST_KEPT = 1000


class KnownCookies:
    """A signature that was right once stays right: of a cookie that comes again only the age is judged.

    Only plain values are kept, so that no request can change what the next one is told.
    """

    def __init__(self, serializer: Any) -> None:
        self.serializer = serializer
        self.seen: dict[str, tuple[dict[str, Any], float]] = {}

    def loads(self, given: str, max_age: int) -> dict[str, Any]:
        """What the cookie says; refused as the serializer refuses."""
        told, signed_at = self.seen.get(given, ({}, 0.0))
        if told and 0 <= time.time() - signed_at <= max_age:
            return dict(told)
        told, when = self.serializer.loads(given, max_age=max_age, return_timestamp=True)
        if all(isinstance(value, str | bool | int) for value in told.values()):
            self._keep(given, told, when.timestamp())
        return dict(told)

    def dumps(self, told: dict[str, Any]) -> Any:
        """The cookie that says this."""
        return self.serializer.dumps(told)

    def _keep(self, given: str, told: dict[str, Any], signed_at: float) -> None:
        if len(self.seen) >= MOST_KEPT:
            self.seen.clear()
        self.seen[given] = told, signed_at


class HostCookie(SecureCookieSessionInterface):
    """`__Host-` and Secure where the request came over https; the same under a plain name where not."""

    kept: tuple[Any, Any] = (None, None)

    def get_signing_serializer(self, app: Flask) -> Any:
        """Made once for a key, not twice for every request."""
        if self.kept[0] != app.secret_key:
            self.kept = (app.secret_key, KnownCookies(super().get_signing_serializer(app)))
        return self.kept[1]

    def get_cookie_name(self, app: Flask) -> str:
        return "__Host-inspectapp" if request.is_secure else "inspectapp"

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init(app: Flask) -> None:
    """Flask signs it, scripts cannot read it, other sites cannot send it along."""
    app.session_interface = HostCookie()
