"""A bureau's own table on its way in: cells as found, what columns mean, the person's corrections."""

import uuid
from datetime import datetime
from typing import Any

from sqlmodel import Field

from inspectapp.shared.db import Json, Row


class Intake(Row, table=True):
    """A working paper of one person; it becomes a draft version, and the ledger begins there."""

    __tablename__ = "checklist_intakes"

    region_id: uuid.UUID = Field(foreign_key="regions.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="people.id", index=True)
    begun_at: datetime
    source: str
    title: str = ""
    document_number: str = ""
    kinds: list[str] = Field(default_factory=list, sa_type=Json)
    grid: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    header: int | None = None
    columns: list[str] = Field(default_factory=list, sa_type=Json)
    #: The items as the person has corrected them; empty until the first save.
    corrected: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    pack_id: uuid.UUID | None = Field(default=None, foreign_key="checklist_packs.id")
