"""One thing found wrong, with the law as it stood on the day of the act."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from inspectapp.evidence.words import Severity
from inspectapp.shared.db import Json, Row, Word
from inspectapp.shared.ledger import Recorded


class Finding(Row, Recorded, table=True):
    """A finding 问题. Taken back it stays in the table, so that nobody wonders where it went."""

    __tablename__ = "findings"

    visit_id: uuid.UUID = Field(foreign_key="visits.id", index=True)
    answer_id: uuid.UUID = Field(foreign_key="visit_answers.id", index=True)
    text: str
    severity: Severity = Field(default=Severity.GENERAL, sa_type=Word(Severity))
    place: str = ""
    act_date: date
    #: One entry per law basis: code, version id, violation, the line of the paper, whether a fine is offered.
    basis: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    by_id: uuid.UUID
    by_name: str
    at: datetime
    device_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""
    version: int = 1

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its visit."""
        return "visits", self.visit_id
