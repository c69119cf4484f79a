"""The receipt: server and phone digest the same content to the same sign, whatever was typed."""

import hashlib
import io
import json
import uuid

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from inspectapp.web.once import asked

ODD = '𠮷\u200d👩\u200d🏫 "引号" \\ / <>&+%=; é e\u0301 \u2028 \u0000 \ttab'


def as_the_phone_counts(pairs):
    """What static/js/outbox.js digests: pairs by name, in their order, as JSON."""
    kept = sorted((list(pair) for pair in pairs if pair[0] != "op_id"), key=lambda pair: pair[0])
    told = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def as_the_server_counts(pairs, file=None):
    data = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    if file:
        data["photo"] = FileStorage(io.BytesIO(file), "photo")
    builder = EnvironBuilder("/any", method="POST", data={"op_id": str(uuid.uuid4()), **data})
    return asked(Request(builder.get_environ()), None).fingerprint


@pytest.mark.parametrize(
    "pairs",
    [
        [("verdict", "FAILS"), ("version", "1")],
        [("version", "1"), ("verdict", "FAILS")],
        [("text", "第一行\n第二行\n")],
        [("text", ODD), ("note", "")],
        [("codes", "LB02"), ("codes", "LB01"), ("a", "1")],
        [("é", "1"), ("z", "2"), ("中", "3"), ("A", "4")],
    ],
)
def test_both_sides_count_the_same(pairs):
    assert as_the_server_counts(pairs) == as_the_phone_counts(pairs)


def test_a_file_counts_by_its_own_digest():
    digest = hashlib.sha256(b"bytes of a photo").hexdigest()
    pairs = [("origin", "CAMERA"), ("sha256", digest)]
    assert as_the_server_counts(pairs, b"bytes of a photo") == as_the_phone_counts(
        [*pairs, ("photo", digest)]
    )
    assert as_the_server_counts(pairs, b"other bytes") != as_the_server_counts(pairs, b"bytes of a photo")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_end_of_a_line_counts_as_one(end):
    """Beside a photo a browser sends other ends of lines than the phone has kept."""
    sent = as_the_server_counts([("reason", f"第一行{end}第二行")], b"photo")
    photo = ("photo", hashlib.sha256(b"photo").hexdigest())
    assert sent == as_the_phone_counts([("reason", "第一行\n第二行"), photo])


def test_another_word_another_sign():
    assert as_the_server_counts([("text", "签到")]) != as_the_server_counts([("text", "签到 ")])


def test_the_receipt_names_the_id_and_the_content_and_a_replay_brings_the_same(caller, form):
    browser = caller()
    sent = form(name="试验市甲", ending="a fragment")
    first = browser.post("/probe/regions", sent)
    pairs = [(name, value) for name, value in sent.items()]
    assert first.headers["X-Receipt"] == f"{sent['op_id']} {as_the_phone_counts(pairs)}"
    assert browser.post("/probe/regions", sent).headers["X-Receipt"] == first.headers["X-Receipt"]


def test_a_refusal_has_no_receipt(caller, form):
    assert "X-Receipt" not in caller().post("/probe/regions", form(ending="422")).headers
