"""What views see as `request`: it came whole, and looks up what it is asked for where the server put it.

Servers promise that a body ends; whether it was cut on the way nobody looks: half a note would be saved as if
it were meant. Without that promise Werkzeug counts what arrives and refuses what is shorter than announced.

Werkzeug writes every header's name anew, and makes an exception for each one that is not there: a dozen times
a request.
"""

from functools import cache, cached_property
from typing import Any

from htmx_flask.requests import HtmxAwareRequest, HtmxHeaders
from werkzeug.datastructures import EnvironHeaders, ImmutableMultiDict
from werkzeug.http import parse_cookie

PLAIN = ("CONTENT_TYPE", "CONTENT_LENGTH")


@cache
def _place_of(name: str) -> str:
    written = name.upper().replace("-", "_")
    return written if written in PLAIN else f"HTTP_{written}"


class Told(EnvironHeaders):
    """The same headers, looked up at once; only names that stand in the code are asked for, and kept."""

    def get(self, key: str, *more: Any, **named: Any) -> Any:  # type: ignore[override]
        """A plain look; whoever wants it turned into something else goes the long way."""
        if len(more) > 1 or named:
            return super().get(key, *more, **named)
        return self.environ.get(_place_of(key), *more)


class Asked(HtmxAwareRequest):
    """One request."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.environ.pop("wsgi.input_terminated", None)
        self.headers = Told(self.environ)
        self.htmx = HtmxHeaders(self.headers)

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:  # type: ignore[override]
        """All that came, without going through every header to find them."""
        return parse_cookie(self.environ, cls=ImmutableMultiDict)  # type: ignore[return-value]
