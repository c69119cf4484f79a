"""What a sheet is made of: its columns as asked for, its rows and problems as found."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from inspectapp.shared.text import clean

Kind = Literal["text", "date", "integer", "decimal", "choice"]


@dataclass(frozen=True)
class Column:
    """One column; `check` gives the value in its kept form or raises an error carrying a `sentence`."""

    key: str
    title: str
    kind: Kind = "text"
    required: bool = False
    choices: Sequence[str] = ()
    aliases: Sequence[str] = ()
    max_length: int = 200
    check: Callable[[Any], Any] | None = None
    note: str = ""
    width: int = 0

    def is_named(self, written: str) -> bool:
        return plain_title(written) in {plain_title(name) for name in (self.title, *self.aliases)}


@dataclass(frozen=True)
class Limits:
    """What one upload may hold."""

    size: int = 60 * 1024 * 1024
    unpacked: int = 150 * 1024 * 1024
    members: int = 500
    rows: int = 20_000
    columns: int = 60
    problems: int = 500


@dataclass(frozen=True)
class Problem:
    """One fault: its row as numbered in the sheet, the title of its column, and the sentence to show."""

    row: int
    field: str
    sentence: str


@dataclass
class RowRead:
    """A row as read: values that hold by key, and for each other key the sentence why not."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class Table:
    """All rows, the first problems (`more` counts the rest), and notes that stop nothing."""

    rows: list[RowRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    notes: list[str] = field(default_factory=list)


def plain_title(written: str) -> str:
    """Titles compare without the marks that people add to them: *手机号（必填） is 手机号."""
    return re.sub(r"[\s*＊※:：]|[（(](?:必填|选填)[)）]", "", clean(written)).lower()
