"""How much a typed form may hold, and that it says how long it is.

Werkzeug limits the parts of an upload, but reads a plain form whole.
"""

from flask import Flask, request
from werkzeug.exceptions import LengthRequired

from inspectapp.shared.refusals import TooLarge

PLAIN = "application/x-www-form-urlencoded"
SENTENCE = "这次提交的内容太多，没有保存。请分开后再提交。"


def init(app: Flask) -> None:
    """The limits of the parts of an upload hold for plain forms, too."""

    @app.before_request
    def refuse_floods() -> None:
        asked = request._get_current_object()  # type: ignore[attr-defined]
        if "Transfer-Encoding" in asked.headers:
            raise LengthRequired
        if asked.mimetype != PLAIN:
            return
        asked.max_content_length = app.config["MAX_FORM_MEMORY_SIZE"]
        if asked.get_data(cache=True).count(b"&") >= app.config["MAX_FORM_PARTS"]:
            raise TooLarge(SENTENCE)
