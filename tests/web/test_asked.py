"""The quick request sees what Werkzeug's own sees."""

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from inspectapp.web.asked import Asked

SENT = {
    "HX-Request": "true", "X-Op-Id": "7", "Cookie": 'inspectapp=a.b-c; other="d\\073e"; bad; inspectapp=2',
    "Content-Type": "text/plain; charset=utf-8", "X-Number": "12", "X-Empty": "",
}  # fmt: skip


@pytest.fixture
def both():
    environ = EnvironBuilder(method="POST", path="/检查", headers=SENT, data="正文").get_environ()
    return Asked(dict(environ)), Request(dict(environ))


@pytest.mark.parametrize("name", [*SENT, "x-op-id", "CONTENT-LENGTH", "Host", "Not-There"])
def test_a_header_is_the_same_however_its_name_is_written(both, name):
    quick, plain = both
    assert quick.headers.get(name) == plain.headers.get(name)
    assert quick.headers.get(name, "-") == plain.headers.get(name, "-")


def test_a_header_can_be_turned_into_a_number(both):
    quick, plain = both
    assert quick.headers.get("X-Number", type=int) == 12
    assert quick.headers.get("X-Op-Id", 0, int) == plain.headers.get("X-Op-Id", 0, int) == 7
    assert quick.headers.get("X-Empty", 3, type=int) == 3


def test_every_cookie_is_found(both):
    quick, plain = both
    assert dict(quick.cookies) == dict(plain.cookies)
    assert quick.cookies.getlist("inspectapp") == ["a.b-c", "2"]


def test_no_cookie_is_no_trouble():
    assert dict(Asked(EnvironBuilder().get_environ()).cookies) == {}


def test_htmx_is_known_by_its_header(both):
    assert both[0].htmx
    assert not both[0].htmx.boosted
    assert not Asked(EnvironBuilder().get_environ()).htmx
