"""What is told of a paper outside its own pages: on the open check page, on a Word file. Pure."""

from collections.abc import Sequence
from typing import Protocol

from inspectapp.documents.words import State
from inspectapp.shared.text import mask_name

#: Firms, schools and bureaus have longer names; so short a one may be a person's.
LONGEST_PERSON = 4
#: A Word file looks alike whatever became of the paper: it says so itself.
STANDING = {
    State.DRAFT: "草稿，没有定稿和签署", State.FROZEN: "未签署完毕，没有封存",
    State.SEALED: "已封存，以封存的PDF为准", State.SUPERSEDED: "已被更正，请勿使用",
    State.VOID: "已作废，请勿使用",
}  # fmt: skip


class LineLike(Protocol):
    """What is read of a line of the register."""

    row_table: str
    act: str


class PaperLike(Protocol):
    """What is read of the paper that stands in the place of another."""

    number: str
    title: str


def instead(replacement: PaperLike | None) -> str:
    """What to go by in the place of a corrected paper."""
    if replacement is None:
        return "更正它的文书也已作废，请向出具机关核实。"
    return f"请以{replacement.number or f'更正后的{replacement.title}'}为准。"


def open_name(name: str) -> str:
    """Whom a paper is about: a unit by its name, a person masked."""
    return mask_name(name) if len(name) <= LONGEST_PERSON or "·" in name else name


def standing(state: State, version: int, code: str) -> str:
    """How a paper stands that goes out as a file without seal."""
    return f"{STANDING[state]}　第{version}版{f'　内容码 {code}' if code else ''}"


def register_line(lines: Sequence[LineLike], table: str) -> str:
    """The last line that says how the paper itself stands, counted from the first of its chain."""
    own = [(number, one) for number, one in enumerate(lines, start=1) if one.row_table == table]
    return f"第{own[-1][0]}条（{own[-1][1].act}）" if own else ""
