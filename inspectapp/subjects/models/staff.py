"""The people of a unit 从业人员: what they do there, and the hours and insurance that prove it."""

import uuid
from datetime import date

from sqlmodel import Field

from inspectapp.shared.db import Json, Word
from inspectapp.shared.secrets import Secret
from inspectapp.subjects.models.base import Part
from inspectapp.subjects.words import Employment, HourKind, Rank, StaffRole


class Staff(Part, table=True):
    """Somebody on the roster; roles are stored as the names of StaffRole."""

    __tablename__ = "staff"

    name: str
    id_number: str = Field(sa_type=Secret)
    phone: str | None = Field(default=None, sa_type=Secret)
    roles: list[str] = Field(default_factory=list, sa_type=Json)
    specialty: str = ""
    rank: Rank = Field(default=Rank.NONE, sa_type=Word(Rank))
    employment: Employment = Field(default=Employment.OWN, sa_type=Word(Employment))
    full_time: bool = True
    practice_years: int | None = None
    teacher_certificate: str = ""
    teacher_certificate_to: date | None = None
    hired_on: date | None = None
    left_on: date | None = None

    @property
    def role_words(self) -> list[StaffRole]:
        """The roles as words, in the order of the enum."""
        return [role for role in StaffRole if role.name in self.roles]


class HourRecord(Part, table=True):
    """Hours of continuing education or of teaching on one day."""

    __tablename__ = "hour_records"

    staff_id: uuid.UUID = Field(foreign_key="staff.id", index=True)
    kind: HourKind = Field(sa_type=Word(HourKind))
    held_on: date
    hours: float
    remark: str = ""

    @property
    def year(self) -> int:
        """Hours count in the calendar year of the day."""
        return self.held_on.year


class InsuranceMonth(Part, table=True):
    """A month for which social insurance was paid, written 2026-10."""

    __tablename__ = "insurance_months"

    staff_id: uuid.UUID = Field(foreign_key="staff.id", index=True)
    month: str
