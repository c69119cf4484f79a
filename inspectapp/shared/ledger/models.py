"""The ledger's tables, and the mixin of every table whose rows are recorded in it."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from inspectapp.shared.db import Json, Row


class Recorded:
    """A table whose rows may only change together with a line in the ledger; `doctor` compares the two."""

    #: Columns that may change without a line, such as "last seen": never anything that matters.
    unrecorded: ClassVar[frozenset[str]] = frozenset()

    def chain(self) -> tuple[str, uuid.UUID]:
        """Kind and id of the thing in whose chain this row is noted; a part names its whole."""
        return self.__tablename__, self.id  # type: ignore[attr-defined]


class Line(Row, table=True):
    """One act: what, on whom, by whom, when, and the digest of the row after it."""

    __tablename__ = "ledger_lines"
    __table_args__ = (
        UniqueConstraint("thing_id", "number"),
        Index("ix_ledger_lines_row", "row_id"),
        Index("ix_ledger_lines_at", "at", "thing_id", "number"),
        Index("ix_ledger_lines_by", "by_id", "at"),
    )

    thing_kind: str
    thing_id: uuid.UUID
    number: int
    row_table: str
    row_id: uuid.UUID
    gone: bool = False
    act: str
    by_id: uuid.UUID | None = None
    by_name: str = ""
    at: datetime
    device_at: datetime | None = None
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    row_sha256: str
    row_sm3: str
    before: str
    sha256: str
    sm3: str


class Head(Row, table=True):
    """The last line of one thing's chain, under a MAC with a key from elsewhere. `id` is the thing's."""

    __tablename__ = "ledger_heads"

    kind: str
    count: int
    sha256: str
    mac: str


class Census(Row, table=True):
    """How many chains there are: without it, removing a whole chain with its head would go unseen."""

    __tablename__ = "ledger_census"

    bucket: int = Field(unique=True)
    count: int
    fingerprint: str
    mac: str


#: All daily roots are told in one chain, so that none can be taken away unseen.
ROOTS = uuid.UUID(int=1)


class Root(Row, Recorded, table=True):
    """All heads of a day gathered into one signed value that leaves the machine.

    `moved` holds the heads that are others than in the root before: [thing, count, SHA-256 of its last line].
    """

    __tablename__ = "ledger_roots"

    day: str = Field(unique=True)
    heads: int
    before: str
    moved: list[list[Any]] = Field(default_factory=list, sa_type=Json)
    sha256: str
    signature: str
    at: datetime

    def chain(self) -> tuple[str, uuid.UUID]:
        """One chain for all of them."""
        return "ledger_roots", ROOTS
