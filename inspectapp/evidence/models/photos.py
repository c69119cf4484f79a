"""One photo: the bytes as they arrived, what it shows, where from, and what was drawn on its copy."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlmodel import Field

from inspectapp.evidence.words import Origin
from inspectapp.shared.db import Json, Row, Word
from inspectapp.shared.ledger import Recorded


class Photo(Row, Recorded, table=True):
    """A photo 照片. Its bytes never change; set aside it stays in the table with the reason."""

    __tablename__ = "photos"
    stored_files: ClassVar[frozenset[str]] = frozenset({"sha256"})

    visit_id: uuid.UUID = Field(foreign_key="visits.id", index=True)
    answer_id: uuid.UUID = Field(foreign_key="visit_answers.id", index=True)
    finding_id: uuid.UUID | None = Field(default=None, foreign_key="findings.id")
    sha256: str
    size: int
    mime: str
    width: int
    height: int
    origin: Origin = Field(sa_type=Word(Origin))
    what: str = ""
    place: str = ""
    #: For copies of papers: that it equals the original, and who keeps the original.
    statement: str = ""
    keeper: str = ""
    #: What the phone read out of the file before making it smaller: its time, its hash; under "file" what the
    #: server read out of what arrived; "finding" and "also": see below.
    told: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: Arrows, boxes and words drawn over a copy, in parts of its width and height.
    marks: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    by_id: uuid.UUID
    by_name: str
    at: datetime
    device_at: datetime | None = None
    aside_at: datetime | None = None
    aside_why: str = ""
    version: int = 1

    @property
    def said_finding(self) -> str:
        """Which finding it proves: maybe one still on its way, none on purpose, or nothing was said."""
        return str(self.finding_id) if self.finding_id else self.told.get("finding", "")

    @property
    def copied(self) -> bool:
        """It shows a paper, and somebody said that it equals the original."""
        return self.origin is Origin.COPY or bool(self.statement)

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its visit."""
        return "visits", self.visit_id
