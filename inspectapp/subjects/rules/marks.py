"""A mark: one calm sentence about a unit that an inspector should look at, with its source."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from inspectapp.subjects.rules.sources import Source


@dataclass(frozen=True)
class Mark:
    """`sentence` says what, `details` say who or which, `section` is where on the page to look."""

    code: str
    sentence: str
    section: str
    source: Source
    details: tuple[str, ...] = field(default=())
    borrowed: bool = False

    @property
    def basis(self) -> str:
        """The clause as shown under the mark."""
        return f"参照{self.source.clause}" if self.borrowed else self.source.clause


def day_words(day: date) -> str:
    """A day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def counted(
    code: str, section: str, source: Source, pattern: str, found: Iterable[str]
) -> list[Mark]:  # fmt: skip
    """One mark for all that was found, or none: '{}份协议已到期'."""
    details = tuple(found)
    return [Mark(code, pattern.format(len(details)), section, source, details)] if details else []
