"""The session cookie: bound to the host over https, still usable on a test machine without it."""

from typing import Any

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface


class HostCookie(SecureCookieSessionInterface):
    """`__Host-` and Secure where the request came over https; the same under a plain name where not."""

    kept: tuple[Any, Any] = (None, None)

    def get_signing_serializer(self, app: Flask) -> Any:
        """Made once for a key, not twice for every request."""
        if self.kept[0] != app.secret_key:
            self.kept = (app.secret_key, super().get_signing_serializer(app))
        return self.kept[1]

    def get_cookie_name(self, app: Flask) -> str:
        return "__Host-inspectapp" if request.is_secure else "inspectapp"

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init(app: Flask) -> None:
    """Flask signs it, scripts cannot read it, other sites cannot send it along."""
    app.session_interface = HostCookie()
