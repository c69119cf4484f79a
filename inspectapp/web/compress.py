"""Pages travel compressed: on a basement's network a list of 30 units is 5 KB instead of 50.

Nobody can guess at a page's secrets by its size (a page may hold what somebody typed): every compressed
answer carries a header of random length.
"""

import gzip
import secrets

import brotli
from flask import Flask, Response, request

WORTH_IT = 1000
KINDS = ("text/html", "application/json")
#: A step more than 4 is a sixth less of a checklist on the wire, for half a millisecond.
QUALITY = 5
PADDING = 64


def init(app: Flask) -> None:
    """Register first, so that it acts last: everybody before it sees the plain answer."""
    app.after_request(compressed)


def compressed(response: Response) -> Response:
    """The same answer, smaller; files and streams are left alone."""
    if response.mimetype not in KINDS or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) < WORTH_IT:
        return response
    response.vary.add("Accept-Encoding")
    if encoding := _encoding():
        response.set_data(_smaller(body, encoding))
        response.headers["Content-Encoding"] = encoding
        response.headers["X-Padding"] = "-" * (1 + secrets.randbelow(PADDING))
    return response


def _encoding() -> str:
    return next((word for word in ("br", "gzip") if request.accept_encodings[word]), "")


def _smaller(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=QUALITY))
    return gzip.compress(body, 5)
