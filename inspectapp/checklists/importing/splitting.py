"""A cell with 1. 2. 3. becomes three sub-checks; numbers inside a sentence stay where they are."""

import re
from dataclasses import dataclass
from typing import NamedTuple

_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_EDGE = r"(?:^|(?<=[\s。；;：:！!？?，,]))"


class Style(NamedTuple):
    """One way of numbering."""

    name: str
    pattern: re.Pattern[str]


STYLES = (
    Style(
        "decimal",
        re.compile(
            _EDGE + r"(?P<n>[0-9]{1,2}(?:[.．][0-9]{1,2}){1,2})(?![0-9.．]|[%％‰])[、\s]*(?=[^\s0-9])"
        ),
    ),
    Style("chinese", re.compile(_EDGE + rf"(?P<n>[{_CHINESE}]{{1,3}})[、．.]")),
    Style("chinese brackets", re.compile(_EDGE + rf"[（(](?P<n>[{_CHINESE}]{{1,3}})[)）][、．.]?")),
    Style("arabic", re.compile(_EDGE + r"(?P<n>[0-9]{1,2})\s?(?:[.．、](?![0-9])|[)）])")),
    Style("arabic brackets", re.compile(_EDGE + r"[（(](?P<n>[0-9]{1,2})[)）][、．.]?")),
    Style("circled", re.compile(rf"(?P<n>[{_CIRCLED}])[、．.]?")),
)
_LEADING = re.compile(r"\s*[-•·●◆■□○*]\s+|\s*[•·●◆■□]")


@dataclass(frozen=True)
class Part:
    """A piece of a cell: its number as written, its text, and what stood before the whole list."""

    mark: str
    text: str
    intro: str = ""


def value_of(mark: str) -> tuple[int, ...]:
    """3, 十二, ③, 1.2 as numbers that can be counted on."""
    if mark in _CIRCLED:
        return (_CIRCLED.index(mark) + 1,)
    if mark[0] in _CHINESE:
        return (_chinese(mark),)
    return tuple(int(part) for part in re.split(r"[.．]", mark))


def _chinese(mark: str) -> int:
    tens, found, ones = mark.partition("十")
    if not found:
        return _CHINESE.index(mark[0]) + 1 if len(mark) == 1 else 0
    return (_CHINESE.index(tens) + 1 if tens else 1) * 10 + (_CHINESE.index(ones) + 1 if ones else 0)


def _follows(before: tuple[int, ...] | None, now: tuple[int, ...]) -> bool:
    if before is None:
        return now[-1] == 1
    if len(now) == 1:
        return now[0] == before[0] + 1
    if now[:-1] == before[:-1]:
        return now[-1] == before[-1] + 1
    return now[:-1] > before[:-1] and now[-1] == 1


def marks(text: str, style: Style) -> list[re.Match[str]]:
    """The numbers of one style that really count on from one."""
    found: list[re.Match[str]] = []
    before: tuple[int, ...] | None = None
    for match in style.pattern.finditer(text):
        now = value_of(match["n"])
        if _follows(before, now):
            found.append(match)
            before = now
    return found


def split(text: str) -> list[Part]:
    """The sub-checks of a cell; a cell without a list is one part."""
    outer = _outer(text)
    if outer is None:
        return _by_bullets(text)
    intro = tidy(text[: outer[0].start()])
    ends = [match.start() for match in outer[1:]] + [len(text)]
    parts = []
    for match, end in zip(outer, ends, strict=True):
        parts += _inner(match["n"], text[match.end() : end], intro)
    return [part for part in parts if part.text]


def _outer(text: str) -> list[re.Match[str]] | None:
    """The list that begins first; of two that begin together the one with more members."""
    lists = [found for style in STYLES if len(found := marks(text, style)) >= 2]
    if lists:
        return min(lists, key=lambda found: (found[0].start(), -len(found)))
    return None


def _inner(mark: str, text: str, intro: str) -> list[Part]:
    """A list within a list is cut only where the outer line merely introduces it: 材料齐全：①…②…"""
    inner = _outer(text)
    before = text[: inner[0].start()].rstrip() if inner else ""
    if inner is None or not before.endswith(("：", ":")):
        return [Part(mark, tidy(text), intro)]
    return [Part(f"{mark}.{part.mark}", part.text, tidy(before)) for part in split(text)]


def _by_bullets(text: str) -> list[Part]:
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) >= 2 and all(_LEADING.match(line) for line in lines):
        return [Part("", tidy(_LEADING.sub("", line, count=1))) for line in lines]
    return [Part("", tidy(text))] if text.strip() else []


def tidy(text: str) -> str:
    """One line, without the separator that ended it; a full stop stays."""
    one = re.sub(r"\s*\n\s*", "", text).strip()
    return one.rstrip("；;，,、 ").strip()


def number_before(text: str) -> tuple[str, str, str]:
    """(style, number, rest) of a line that begins with a number; empty style when it does not."""
    for style in STYLES:
        match = style.pattern.match(text)
        if match:
            return style.name, match["n"], text[match.end() :].strip()
    return "", "", text.strip()
