"""What the open check page tells of a paper. Pure."""

from collections.abc import Sequence
from typing import Protocol

from inspectapp.shared.text import mask_name

#: Firms, schools and bureaus have longer names; so short a one may be a person's.
LONGEST_PERSON = 4


class LineLike(Protocol):
    """What is read of a line of the register."""

    row_table: str
    act: str


def open_name(name: str) -> str:
    """Whom a paper is about: a unit by its name, a person masked."""
    return mask_name(name) if len(name) <= LONGEST_PERSON or "·" in name else name


def register_line(lines: Sequence[LineLike], table: str) -> str:
    """The last line that says how the paper itself stands, counted from the first of its chain."""
    own = [(number, one) for number, one in enumerate(lines, start=1) if one.row_table == table]
    return f"第{own[-1][0]}条（{own[-1][1].act}）" if own else ""
