"""What is kept about workbooks: an upload between dry run and take-in, and every export and import."""

import uuid
from datetime import datetime

from sqlmodel import Field

from inspectapp.shared.db import Json, Row
from inspectapp.shared.ledger import Recorded
from inspectapp.shared.secrets import Secret


class RegisterUpload(Row, table=True):
    """What a file said, waiting to be taken in: sealed, and gone when it was taken or has expired."""

    __tablename__ = "register_uploads"

    book: str
    file_name: str
    sha256: str
    content: str = Field(default="", sa_type=Secret)
    by_id: uuid.UUID = Field(foreign_key="people.id", index=True)
    at: datetime
    expires_at: datetime
    taken_at: datetime | None = None
    counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)


class RegisterExchange(Row, Recorded, table=True):
    """A register left or came in as a file: by whom, why, how many rows, with full numbers or masked."""

    __tablename__ = "register_exchanges"

    book: str
    act: str
    by_id: uuid.UUID = Field(foreign_key="people.id", index=True)
    region_id: uuid.UUID = Field(foreign_key="regions.id", index=True)
    at: datetime
    rows: int = 0
    full_numbers: bool = False
    reason: str = ""
    sha256: str = ""
