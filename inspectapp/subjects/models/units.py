"""Units under inspection 检查对象, the names they bore before, whom to call, and who may fill in for them."""

import uuid
from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inspectapp.shared.db import Row, Word
from inspectapp.shared.ledger import Recorded
from inspectapp.shared.secrets import Secret
from inspectapp.subjects.models.base import Part
from inspectapp.subjects.words import (
    Building,
    LegalStanding,
    Premises,
    Sector,
    Supervision,
    UnitKind,
    UnitStatus,
)


class Unit(Row, Recorded, table=True):
    """One institution, exam site or enterprise under one canonical name."""

    __tablename__ = "units"

    region_id: uuid.UUID = Field(foreign_key="regions.id", index=True)
    kind: UnitKind = Field(sa_type=Word(UnitKind))
    also_exam_site: bool = False
    name: str
    credit_code: str | None = Field(default=None, unique=True)
    supervision: Supervision = Field(sa_type=Word(Supervision))
    sector: Sector = Field(sa_type=Word(Sector))
    legal_standing: LegalStanding = Field(default=LegalStanding.INDEPENDENT, sa_type=Word(LegalStanding))
    parent_name: str = ""
    address: str = ""
    legal_representative: str = ""
    head: str = ""
    phone: str | None = Field(default=None, sa_type=Secret)
    building: Building | None = Field(default=None, sa_type=Word(Building))
    premises: Premises | None = Field(default=None, sa_type=Word(Premises))
    business_scope: str = ""
    status: UnitStatus = Field(default=UnitStatus.LISTED, sa_type=Word(UnitStatus))
    version: int = 1

    @property
    def is_exam_site(self) -> bool:
        """Some institutions are exam sites as well."""
        return self.also_exam_site or self.kind is UnitKind.EXAM_SITE


class EarlierName(Row, Recorded, table=True):
    """A name the unit bore once, so that an old circular still leads to it."""

    __tablename__ = "earlier_names"

    unit_id: uuid.UUID = Field(foreign_key="units.id", index=True)
    name: str
    used_from: date | None = None
    used_to: date

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of the unit."""
        return "units", self.unit_id


class Contact(Part, table=True):
    """Whom to call at the unit."""

    __tablename__ = "contacts"

    name: str
    duty: str = ""
    phone: str = Field(sa_type=Secret)


class ClerkPost(Row, Recorded, table=True):
    """An institution's clerk 机构经办人 works for this unit and fills in its file."""

    __tablename__ = "clerk_posts"
    __table_args__ = (UniqueConstraint("person_id"),)

    person_id: uuid.UUID = Field(foreign_key="people.id")
    unit_id: uuid.UUID = Field(foreign_key="units.id", index=True)

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of the unit."""
        return "units", self.unit_id
