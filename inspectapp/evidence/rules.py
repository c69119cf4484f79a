"""Decisions about findings and photos. Pure."""

import hashlib
import json
import uuid
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from inspectapp.checklists.content import ItemContent
from inspectapp.checklists.words import Verdict
from inspectapp.shared.refusals import NotNow, Unreadable
from inspectapp.shared.text import clean

SHORTEST, LONGEST = 4, 1000


def proposed(item: ItemContent, said: str = "") -> list[str]:
    """Wordings to begin with: what usually is wrong here, or the number that misses its threshold."""
    usual = list(item.findings) or [f"{item.text.rstrip('。；')}不符合要求。"]
    return [f"{words.rstrip('。')}。{said}" if said else words for words in usual]


def check_text(text: str) -> None:
    """A finding is a sentence, not a sign."""
    if len(text) < SHORTEST:
        raise Unreadable(f"请写明发现的问题，至少{SHORTEST}个字。")
    if len(text) > LONGEST:
        raise Unreadable(f"问题最多{LONGEST}个字，现在有{len(text)}个字。请缩短后再保存。")


def check_answer_fails(verdict: Verdict) -> None:
    """Only what does not conform has a finding."""
    if verdict is not Verdict.FAILS:
        raise NotNow("这一项没有选“不符合”，不能写问题。请先选“不符合”。")


def check_copy(is_copy: bool, statement: str, keeper: str) -> None:
    """A copy of a paper says that it equals the original and who keeps that."""
    if is_copy and not (statement and keeper):
        raise Unreadable("材料复制件要写明核对情况和原件保管人。请补齐后再保存。")


#: So many different marks of what hangs on a card; a phone adds them as well.
MARKS = 2**32


def row_mark(id: uuid.UUID, version: int) -> int:
    """Another number for every finding and photo, and for each of its versions."""
    return zlib.crc32(f"{id}:{version}".encode())


#: What is said of a photo.
ABOUT = ("what", "place", "statement", "keeper")


def said_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The words of a photo, out of its row or a form."""
    return {name: values.get(name) or "" for name in ABOUT}


def words_mark(values: Mapping[str, Any]) -> int:
    """Another number for other words, 0 for none; marks drawn on a copy do not change it.

    The phone knows it of a photo that the server has not heard of.
    """
    said = said_of(values)
    if not any(said.values()):
        return 0
    return _mark_of([said[name] for name in ABOUT])


def marks_mark(marks: Sequence[Mapping[str, Any]]) -> int:
    """The same for what was drawn over the copy of a photo, 0 for nothing."""
    return _mark_of(list(marks)) if marks else 0


def _mark_of(told: list[Any]) -> int:
    written = json.dumps(told, sort_keys=True).encode("utf-8", "surrogatepass")
    return 1 + int(hashlib.sha256(written).hexdigest(), 16) % 99_999_998


def both_marks(
    mine: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:  # fmt: skip
    """What two officers drew over the same photo, for whoever has to choose."""
    return [*theirs, *(one for one in mine if one not in theirs)]


MOST_MARKS, LONGEST_MARK = 40, 40
KINDS = ("arrow", "box", "text")
POINTS = ("x1", "y1", "x2", "y2")


def read_marks(given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Arrows, boxes and words in parts of the picture; anything else is refused."""
    if len(given) > MOST_MARKS:
        raise Unreadable(f"一张照片最多{MOST_MARKS}处标注。请减少后再保存。")
    return [_mark(one) for one in given]


def _mark(one: Mapping[str, Any]) -> dict[str, Any]:
    try:
        points = {name: round(float(one[name]), 4) for name in POINTS}
        kind, words = str(one["kind"]), str(one.get("words", ""))[:LONGEST_MARK]
    except (KeyError, TypeError, ValueError):
        raise Unreadable("标注没有读懂，没有保存。请重新标注。") from None
    if kind not in KINDS or any(not 0 <= value <= 1 for value in points.values()):
        raise Unreadable("标注没有读懂，没有保存。请重新标注。")
    return {"kind": kind, **points, "words": clean(words)}
