"""Certificates of the three posts 三项岗位证书, and the catalogue of special operations with its dates."""

import uuid
from datetime import date

from sqlmodel import Field

from inspectapp.shared.db import Row, Word
from inspectapp.shared.ledger import Recorded
from inspectapp.shared.secrets import Secret
from inspectapp.subjects.models.base import Part
from inspectapp.subjects.words import Post


class Certificate(Part, table=True):
    """Who holds which certificate; the holder may stand on the roster, or be a worker known by name only."""

    __tablename__ = "certificates"

    staff_id: uuid.UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    holder: str
    id_number: str = Field(sa_type=Secret)
    post: Post = Field(sa_type=Word(Post))
    trade: str = ""
    number: str = Field(sa_type=Secret)
    issued_on: date | None = None
    valid_from: date
    valid_to: date
    review_due_on: date | None = None
    issuer: str = ""


class Trade(Row, Recorded, table=True):
    """One trade of the special-operations catalogue 特种作业目录, in force between two days."""

    __tablename__ = "trades"

    group_name: str
    name: str
    source: str
    valid_from: date
    valid_to: date | None = None
