"""Who is refused while still sending is heard to the end; where a body may never end, nobody reads on."""

import io

import pytest

from inspectapp.web.to_the_end import ARRIVED, ToTheEnd

LONG = ARRIVED + 1
MOST = 4 * LONG


def left_of(sent, announced, read=0, **environ):
    """How much of what was sent is left unread when an app that reads so much has answered."""
    body = io.BytesIO(b"x" * sent)

    def app(environ, start):
        body.read(read)
        return [b"no"]

    told = {"CONTENT_LENGTH": announced, "wsgi.input": body, **environ}
    assert ToTheEnd(app, MOST)(told, None) == [b"no"]
    return sent - body.tell()


ENDS = {"wsgi.input_terminated": True}


def test_what_was_not_read_is_read_and_forgotten():
    assert left_of(LONG, str(LONG), **ENDS) == 0
    assert left_of(LONG, str(LONG), read=100, **ENDS) == 0


def test_only_so_much_is_listened_to():
    assert left_of(MOST + 500, str(MOST + 500), **ENDS) == 500


@pytest.mark.parametrize("announced", ["", "x", "-1", "0", str(ARRIVED)])
def test_short_ones_and_odd_ones_are_left_alone(announced):
    assert left_of(LONG, announced, **ENDS) == LONG


def test_without_the_promise_of_an_end_nobody_reads_on():
    assert left_of(LONG, str(LONG)) == LONG
