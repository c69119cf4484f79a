"""Strokes: what passes for a signature, and what does not."""

import json

import pytest

from inspectapp.documents import strokes
from inspectapp.documents.rules import ink
from inspectapp.shared.refusals import Unreadable
from tests.documents.conftest import hand


def test_a_hand_passes():
    ink.check_ink(strokes.read(json.dumps(hand())))


def stroke(x0, y0, x1, y1, *, begun, points):
    """One straight movement of the pen."""
    return [
        [x0 + (x1 - x0) * step // (points - 1), y0 + (y1 - y0) * step // (points - 1), begun + step * 16]
        for step in range(points)
    ]


def pad(*lines):
    return {"width": 600, "height": 240, "lines": list(lines)}


SHORT_NAMES = {
    "一": pad(stroke(150, 120, 420, 126, begun=0, points=42)),
    "丁": pad(stroke(200, 60, 380, 62, begun=0, points=20), stroke(290, 62, 288, 200, begun=600, points=20)),
    "卜": pad(stroke(250, 40, 252, 200, begun=0, points=14), stroke(255, 90, 350, 130, begun=500, points=10)),
}


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_a_short_name_is_a_name(name):
    ink.check_ink(strokes.read(json.dumps(SHORT_NAMES[name])))


REFUSED = {
    "two dots": (pad([[100, 100, 0]], [[400, 100, 700]]), "太简单"),
    "two dots that were held": (
        pad([[100, 100, t] for t in range(0, 160, 8)], [[400, 101, t] for t in range(700, 860, 8)]),
        "太简单",
    ),
    "two short dashes": (
        pad(stroke(100, 100, 125, 100, begun=0, points=10), stroke(400, 100, 420, 100, begun=700, points=10)),
        "太简单",
    ),
    "few points far apart": (pad([[100, 100, 0], [500, 100, 400]], [[100, 150, 700]]), "太简单"),
    "nothing": ({"width": 600, "height": 240, "lines": []}, "太简单"),
    "a dot": (hand(lines=1, points=1), "太简单"),
    "a short line": (hand(lines=1, points=39), "太简单"),
    "a tiny one": (hand(width=4000), "太小"),
    "a flash": (hand(slow=0.2), "太快"),
    "a clock that runs backwards": (
        {"width": 300, "height": 200, "lines": [[[0, 0, 0], [90, 9, 900]], [[120, 5, 800], [200, 5, 999]]]},
        "没有记录完整",
    ),
    "half an hour": (hand(slow=1500), "没有记录完整"),
    "beside the pad": (hand(height=60), "没有记录完整"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case):
    shape, words = REFUSED[case]
    with pytest.raises(Unreadable, match=words):
        ink.check_ink(strokes.read(json.dumps(shape)))


BROKEN = {
    "no words": "",
    "no object": "[1]",
    "no pad": json.dumps({"lines": []}),
    "a pad without size": json.dumps({"width": 0, "height": 5, "lines": []}),
    "points of words": json.dumps({"width": 9, "height": 5, "lines": [[["a", 1, 2]]]}),
    "points of two": json.dumps({"width": 9, "height": 5, "lines": [[[1, 2]]]}),
    "no number": '{"width": 9, "height": 5, "lines": [[[NaN, 2, 3]]]}',
    "points far away": json.dumps({"width": 9, "height": 5, "lines": [[[1e300, 2, 3]]]}),
    "too many points": json.dumps({"width": 9, "height": 5, "lines": [[[1, 2, 3]] * 20_001]}),
    "too long": " " * 1_000_001,
    "too deep": "[" * 100_000,
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken(case):
    with pytest.raises(Unreadable, match="没有完整送到"):
        strokes.read(BROKEN[case])


def test_moved_or_later_it_is_still_the_same_movement():
    first = hand()
    moved = hand()
    moved["lines"] = [[[x + 7, y + 3, t + 5000] for x, y, t in line] for line in moved["lines"]]
    assert strokes.read(json.dumps(first)).digest == strokes.read(json.dumps(moved)).digest
    assert strokes.read(json.dumps(first)).digest != strokes.read(json.dumps(hand(2))).digest


def test_kept_and_drawn_again():
    one = strokes.read(json.dumps(hand()))
    again = strokes.unpack(one.packed())
    assert again == one and again.svg() == one.svg()
    assert one.svg().count(b"M") == 3 and b"<script" not in one.svg()
