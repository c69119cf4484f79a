"""Initials of a Chinese name, so that a thumb finds 晋城市 by typing jcs."""

import itertools
from collections.abc import Sequence

from inspectapp.shared.text import clean

_MOST_VARIANTS = 4
# Readings on which people differ when they look for a name; the dictionary alone gives one of them.
_ALSO = {
    "重": "cz", "单": "sd", "仇": "qc", "曾": "zc", "解": "xj", "查": "zc", "朴": "pb", "翟": "zd",
    "长": "cz", "行": "xh", "乐": "ly", "覃": "qt", "盖": "gh", "区": "qo", "厦": "xs", "藏": "zc",
    "尉": "wy", "种": "zc",
}  # fmt: skip


def initials(text: str) -> str:
    """晋城市 → "jcs"; several readings are parted by spaces: 单雄信 → "dxx sxx"."""
    letters = [_readings(sign, main) for sign, main in _main_letters(clean(text))]
    spelled = ("".join(choice) for choice in itertools.product(*letters))
    variants = dict.fromkeys(itertools.islice(spelled, 4 * _MOST_VARIANTS))
    return " ".join(list(variants)[:_MOST_VARIANTS]).strip()


def _main_letters(text: str) -> list[tuple[str, str]]:
    """Each sign with its first letter in this text; words such as 重庆 decide which reading comes first."""
    from pypinyin import Style, lazy_pinyin  # its dictionary takes 25 MB: only who searches pays for it

    read = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=_apart)  # type: ignore[arg-type]
    pairs = zip(text, read, strict=True)
    return [(sign, letter.lower()) for sign, letter in pairs if letter.isascii() and letter.isalnum()]


def _apart(unknown: str) -> list[str]:
    return list(unknown)


def _readings(sign: str, main: str) -> Sequence[str]:
    return list(dict.fromkeys([main, *_ALSO.get(sign, "")]))
