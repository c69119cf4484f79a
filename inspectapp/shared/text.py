"""What people type, cleaned once at intake, and personal details masked for eyes that need not see them.

Everything behind the intake may trust a text: it is NFC, holds nothing invisible, and can be put on paper,
in a workbook or in a log line without changing what a reader sees.
"""

import re
import unicodedata
from collections.abc import Iterable

# Written as numbers: nobody could review these characters by looking at them.
_UNSEEN_RANGES = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F),  # controls, apart from those that break a line
    (0xAD, 0xAD), (0x034F, 0x034F), (0x0600, 0x0605), (0x061C, 0x061C), (0x06DD, 0x06DD), (0x070F, 0x070F),
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE00FF),
)  # fmt: skip
_PLANE_ENDS = [(plane | 0xFFFE, plane | 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000)]
_UNSEEN = re.compile(
    "[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in (*_UNSEEN_RANGES, *_PLANE_ENDS)) + "]"
)
_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")

# Letters, digits and the space of full width are typing habits; Chinese punctuation is meant as it is.
_HALF_WIDTH = {
    full: full - 0xFEE0 for low, high in ("０９", "ＡＺ", "ａｚ") for full in range(ord(low), ord(high) + 1)
}
_HALF_WIDTH[0x3000] = ord(" ")

_COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠"
        "公孙慕容仲孙钟离长孙宇文司徒鲜于司空令狐百里呼延东郭南门西门",
    )
)
_NUMBER_IN_TEXT = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9Xx])")


def clean(text: str, *, lines: bool = False) -> str:
    """The text as everybody will see it; `lines=True` keeps its lines, at most one empty line between two."""
    seen = _UNSEEN.sub("", text).translate(_HALF_WIDTH)
    rows = [" ".join(row.split()) for row in _LINE_END.split(unicodedata.normalize("NFC", seen))]
    if lines:
        return _BLANK_LINES.sub("\n\n", "\n".join(rows).strip("\n"))
    return " ".join(row for row in rows if row)


def showable(text: str) -> str:
    """What was typed, ready to be shown again: every sign that can be seen, none that breaks a page."""
    return _LINE_END.sub("\n", _UNSEEN.sub("", text))


def digits_only(text: str) -> str:
    """The ASCII digits of a text, for numbers that people group with spaces or dashes."""
    return re.sub("[^0-9]", "", clean(text))


def is_digits(text: str) -> bool:
    """Nothing but ASCII digits; str.isdigit would let ² and ٣ pass."""
    return re.fullmatch("[0-9]+", text) is not None


def mask_id(number: str) -> str:
    """11010519491231002X → 110***********002X; a certificate number "T" + ID number keeps its T."""
    if number[:1] in ("T", "t") and len(number) > 1:
        return number[0] + mask_id(number[1:])
    return _masked(number, head=3, tail=4)


def mask_phone(number: str) -> str:
    """13812341234 → 138****1234."""
    return _masked(number, head=3, tail=4)


def mask_name(name: str) -> str:
    """张三丰 → 张某某, 欧阳修 → 欧阳某, a single character → 某."""
    surname = name[:2] if name[:2] in _COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    hidden = len(name) - len(surname)
    return surname + "某" * min(hidden, 2) if hidden else "某" * len(name)


def ranges(numbers: Iterable[int]) -> str:
    """1, 2, 3, 5 → 1—3、5: three in a row and more are told by their ends."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [[f"{run[0]}—{run[-1]}"] if len(run) > 2 else map(str, run) for run in runs]
    return "、".join(part for parts in told for part in parts)


def mask_numbers(text: str) -> str:
    """Free text for a log or a public page: every ID number and mobile number in it masked."""
    return _NUMBER_IN_TEXT.sub(lambda found: _masked(found[0], head=3, tail=4), text)


def _masked(text: str, *, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[-tail:] if hidden > 0 else "*" * len(text)
