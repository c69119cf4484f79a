"""A body that was cut on its way is not taken for the whole: nothing is saved, and it may come again."""

import io
from urllib.parse import urlencode

import pytest
from werkzeug.test import encode_multipart

from tests.client import seen
from tests.web.test_once import DOOR, NOTHING, ONCE

PLAIN = "application/x-www-form-urlencoded"
#: How servers hand a body over: with the promise that it ends, or without.
PROMISED = pytest.mark.parametrize("promised", [{"wsgi.input_terminated": True}, {}], ids=["promised", "not"])


def arriving(phone, body, kind, announced, **environ):
    """What a server hands over: the announced length, and as much of the body as came."""
    given = {
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(announced),
        "CONTENT_TYPE": kind,
        **environ,
    }
    return phone.open(DOOR, method="POST", environ_overrides=given)


@PROMISED
@pytest.mark.parametrize("short", [1, 7, 30])
def test_a_cut_form_is_refused_and_the_whole_one_is_taken_afterwards(caller, kept, form, promised, short):
    phone, body = caller(), urlencode(form(name="试验市")).encode()
    cut = arriving(phone, body[:-short], PLAIN, len(body), **promised)
    assert cut.status_code == 400
    assert "没有保存" in seen(cut)
    assert kept() == NOTHING
    assert arriving(phone, body, PLAIN, len(body), **promised).status_code == 303
    assert kept() == ONCE


@PROMISED
def test_a_cut_upload_is_refused(caller, kept, form, promised):
    boundary, body = encode_multipart(form(name="试验市"))
    kind = f"multipart/form-data; boundary={boundary}"
    for short in (1, 3, len(body) // 2):
        cut = arriving(caller(), body[:-short], kind, len(body), **promised)
        assert cut.status_code == 400
    assert kept() == NOTHING
    assert arriving(caller(), body, kind, len(body), **promised).status_code == 303


def test_a_body_that_does_not_say_how_long_it_is_is_refused(caller, kept, form):
    body = io.BytesIO(urlencode(form(name="试验市")).encode())
    sent = {"wsgi.input": body, "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_TYPE": PLAIN}
    answer = caller().open(DOOR, method="POST", environ_overrides=sent)
    assert answer.status_code == 411
    assert "没有保存" in seen(answer)
    assert kept() == NOTHING
