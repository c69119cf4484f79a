"""Finding rows by any part of words, number or article: 97(4), 九十七条 and 97条 find the same."""

import re
from collections.abc import Iterable

from inspectapp.laws.content import Entry

DIGITS = "零一二三四五六七八九"
NUMBER = re.compile(r"[0-9]{1,3}")
ITEM = re.compile(r"([0-9]{1,3})[(（]([0-9]{1,2})[)）]")


def numeral(number: int) -> str:
    """97 → 九十七, 101 → 一百零一, 112 → 一百一十二."""
    if number < 10:
        return DIGITS[number]
    if number < 20:
        return "十" + (DIGITS[number % 10] if number % 10 else "")
    if number < 100:
        return DIGITS[number // 10] + numeral(10 + number % 10)
    rest = number % 100
    if not rest:
        return f"{DIGITS[number // 100]}百"
    tail = f"零{DIGITS[rest]}" if rest < 10 else ("一" if rest < 20 else "") + numeral(rest)
    return f"{DIGITS[number // 100]}百{tail}"


def haystack(entry: Entry) -> str:
    """Everything a search looks at."""
    parts = (
        entry.code,
        entry.violation,
        entry.penalty_title,
        entry.penalty_clause,
        entry.source,
        *entry.duty,
    )
    return " ".join((*parts, *(subject.title for subject in entry.subjects), entry.kind.title)).lower()


def found(entry: Entry, words: str) -> bool:
    """Every word stands somewhere in the row."""
    text = haystack(entry)
    return all(any(form in text for form in forms(word)) for word in words.lower().split())


def forms(word: str) -> Iterable[str]:
    """A word as typed, and with its numbers as statutes write them."""
    item = ITEM.fullmatch(word)
    if item:
        article = f"第{numeral(int(item[1]))}条"
        inner = numeral(int(item[2]))
        return (word, *(f"{article}{first}第{inner}{kind}" for first in ("", "第一款") for kind in "项款"))
    return (word, NUMBER.sub(lambda match: numeral(int(match[0])), word))
