"""The dry run: what each row of a file would do to the register, and a fingerprint of all of it together."""

import hashlib
import json
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from inspectapp.shared.states import Titled
from inspectapp.subjects.excel.books import Book, Values
from inspectapp.subjects.excel.reading import Fault
from inspectapp.subjects.models import Unit


class Outcome(Titled):
    """What happens to a row when the file is taken in."""

    NEW = "新增"
    CHANGED = "更新"
    SAME = "不变"
    BAD = "有误"


@dataclass(frozen=True)
class Change:
    """One field of a row the register already holds."""

    title: str
    old: str
    new: str


@dataclass(frozen=True)
class PlannedRow:
    """One row of the file and what becomes of it. `values` are only those that are new."""

    number: int
    outcome: Outcome
    label: str
    faults: tuple[Fault, ...] = ()
    changes: tuple[Change, ...] = ()
    unit: Unit | None = None
    target: Any = None
    values: Values = field(default_factory=dict)

    def mark(self) -> list[Any]:
        """What must still be so when the file is taken in."""
        where = self.unit.id if self.unit else None
        held = [self.target.id, self.target.version] if self.target else []
        return [self.number, self.outcome.name, where, held, sorted(self.values.items())]


@dataclass(frozen=True)
class Plan:
    """All rows of one file against one book."""

    book: Book
    rows: tuple[PlannedRow, ...]

    @property
    def counts(self) -> dict[Outcome, int]:
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def bad(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome is Outcome.BAD]

    @property
    def changed(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome is Outcome.CHANGED]

    @property
    def new(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome is Outcome.NEW]

    @property
    def can_be_taken(self) -> bool:
        """All or nothing: one bad row keeps the whole file out."""
        return not self.bad and bool(self.new or self.changed)

    def fingerprint(self, file_sha256: str) -> str:
        """Binds the plan to the file and to the versions of the rows it was made against."""
        told = [self.book.slug, file_sha256, [row.mark() for row in self.rows]]
        body = json.dumps(told, ensure_ascii=False, default=_plain, separators=(",", ":"))
        return hashlib.sha256(body.encode()).hexdigest()


def _plain(value: Any) -> str:
    return (
        value.name if isinstance(value, Titled) else value.hex if isinstance(value, uuid.UUID) else str(value)
    )
