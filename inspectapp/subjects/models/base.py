"""What every entry of a unit's file has in common: its unit, its version, and when it ended."""

import uuid
from datetime import datetime

from sqlmodel import Field

from inspectapp.shared.db import Row
from inspectapp.shared.ledger import Recorded


class Part(Row, Recorded):
    """An entry in the file of a unit. It is never deleted: it ends, and its history stays readable."""

    unit_id: uuid.UUID = Field(foreign_key="units.id", index=True)
    version: int = 1
    ended_at: datetime | None = None

    def chain(self) -> tuple[str, uuid.UUID]:
        """Every part is told in the chain of its unit."""
        return "units", self.unit_id
