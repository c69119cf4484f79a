"""Tables of records: which refusals to sign the head has taken note of."""

import uuid
from datetime import datetime

from sqlmodel import Field

from inspectapp.shared.db import Row
from inspectapp.shared.ledger import Recorded


class RefusalNote(Row, Recorded, table=True):
    """The report that a refusal asks for has reached the head of the section."""

    __tablename__ = "refusal_notes"

    document_id: uuid.UUID = Field(foreign_key="documents.id")
    slot_id: uuid.UUID = Field(foreign_key="document_slots.id", unique=True)
    by_name: str
    at: datetime

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its paper."""
        return "documents", self.document_id
