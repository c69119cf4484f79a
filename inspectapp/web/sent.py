"""A form is read before the write lock is taken: others do not wait for somebody's words to be cleaned."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import g, request

from inspectapp.web.forms import Form

View = Callable[..., Any]
Sent = TypeVar("Sent", bound=Form)


def reads_form(form: type[Form]) -> Callable[[View], View]:
    """Read what was sent before the view runs; stands above `@writes`."""

    def around(view: View) -> View:
        @wraps(view)
        def reading(*args: Any, **kwargs: Any) -> Any:
            asked = request._get_current_object()  # type: ignore[attr-defined]
            g.sent = form.read(asked.form)
            return view(*args, **kwargs)

        return reading

    return around


def sent_form(form: type[Sent]) -> Sent:
    """What `reads_form` has read for this request."""
    sent = g.sent
    assert isinstance(sent, form)
    return sent
