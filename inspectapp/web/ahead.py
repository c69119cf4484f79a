"""Pages fetched before one sets out: rendered as they will be needed without a network, and named by content.

A phone that prepares a visit asks with `X-Prepare`. Only what is shown changes with it, never what may be
done: every write still meets its own rules. The tag leaves out what differs from one rendering to the next.
"""

import hashlib
import re

from flask import Flask, Response, request

HEADER = "X-Prepare"
#: Ids of forms and the clock of the page say nothing about what is on it.
PASSING = re.compile(rb'name="op_id" value="[^"]*"|data-now="[^"]*"')
NOT_MODIFIED = 304


def ahead() -> bool:
    """Is this page taken along for later?"""
    return request.headers.get(HEADER) == "1"


def tag_of(body: bytes) -> str:
    """The same page has the same tag."""
    return hashlib.sha256(PASSING.sub(b"", body)).hexdigest()[:32]


def init(app: Flask) -> None:
    """Register after `compress`, so that the plain page is named."""
    app.after_request(tagged)


def tagged(response: Response) -> Response:
    """A page the phone has already is not sent again."""
    if response.status_code != 200 or request.method != "GET" or not ahead():
        return response
    tag = tag_of(response.get_data())
    response.set_etag(tag)
    if tag in request.if_none_match:
        response.status_code = NOT_MODIFIED
        response.set_data(b"")
        del response.headers["Content-Length"]
    return response
