"""Pages travel compressed, say the same, and never tell their secrets by their size."""

import gzip

import brotli
import pytest
from flask import Flask, Response

from inspectapp.web import compress

PAGE = "<p>晋城市安全技术培训学校</p>" * 200


@pytest.fixture
def client():
    app = Flask("shop", static_folder=None)
    compress.init(app)
    app.add_url_rule("/page", view_func=lambda: PAGE, endpoint="page")
    app.add_url_rule("/short", view_func=lambda: "<p>短</p>", endpoint="short")
    app.add_url_rule(
        "/photo", view_func=lambda: Response(b"\xff" * 5000, mimetype="image/jpeg"), endpoint="photo"
    )
    return app.test_client()


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("br;q=0", None, bytes),
    ],
)
def test_a_page_says_the_same_in_every_form(client, accepted, encoding, unpack) -> None:
    answer = client.get("/page", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data).decode() == PAGE
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/short", "/photo"])
def test_what_would_not_shrink_is_left_alone(client, path) -> None:
    answer = client.get(path, headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers


def test_the_size_on_the_wire_tells_nothing(client) -> None:
    lengths = {
        len(client.get("/page", headers={"Accept-Encoding": "br"}).headers["X-Padding"]) for _ in range(60)
    }
    assert len(lengths) > 5
