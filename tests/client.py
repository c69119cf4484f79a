"""The test client: posts like our own pages do, and lints every HTML response on the way."""

import uuid

import html5lib
from flask.testing import FlaskClient

from tests.lint import lint

OURS = {"Sec-Fetch-Site": "same-origin"}


class Browser(FlaskClient):
    """`get`, `post` as a phone sends them; `post` brings the once id unless the test gives one."""

    def __init__(self, app, **kwargs):
        super().__init__(app, app.response_class, use_cookies=True, **kwargs)

    def open(self, *args, htmx=False, **kwargs):
        headers = dict(OURS) | dict(kwargs.pop("headers", {}) or {})
        if htmx:
            headers["HX-Request"] = "true"
        response = super().open(*args, headers=headers, **kwargs)
        assert str(response.headers).isascii(), "no server can send such a header"
        if response.mimetype == "text/html" and response.data:
            lint(response.get_data(as_text=True), fragment=htmx)
        return response

    def post(self, path, data=None, **kwargs):
        if isinstance(data, dict) or data is None:
            data = {"op_id": str(uuid.uuid4())} | (data or {})
        return super().post(path, data=data, **kwargs)


def seen(response):
    """What a person reads: the text without its tags, as one line."""
    tree = html5lib.parse(response.get_data(as_text=True), namespaceHTMLElements=False)
    return "".join(tree.itertext())
