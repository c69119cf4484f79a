"""Tables of a visit: the visit, its officers and their arrivals, questions with answers, a bureau's cap."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from inspectapp.checklists.content import ItemContent, item_of
from inspectapp.checklists.words import Verdict
from inspectapp.shared.db import Json, Row, Word
from inspectapp.shared.ledger import Recorded
from inspectapp.shared.secrets import Secret
from inspectapp.shared.states import Transitions
from inspectapp.visits.words import Consent, IdCheck, Sex, Source, State

TRANSITIONS: Transitions = {
    State.PREPARED: frozenset({State.ARRIVED, State.STOPPED}),
    State.ARRIVED: frozenset({State.CHECKING, State.STOPPED}),
    State.CHECKING: frozenset({State.SIGNING, State.STOPPED}),
    # Back to the checklist before the seal: the paper then gets a new version and its signatures are void.
    State.SIGNING: frozenset({State.CHECKING, State.SEALED, State.STOPPED}),
    # Only where its record was voided: the same findings become a new record.
    State.SEALED: frozenset({State.SIGNING}),
    State.STOPPED: frozenset(),
}
CONSENTS: Transitions = {
    Consent.ASKED: frozenset({Consent.CONFIRMED, Consent.RECUSED, Consent.RELEASED}),
    Consent.CONFIRMED: frozenset({Consent.RECUSED, Consent.RELEASED}),
    # Tapped by mistake, or well again: whoever leads may ask once more.
    Consent.RECUSED: frozenset({Consent.ASKED}),
    Consent.RELEASED: frozenset({Consent.ASKED}),
}


class Visit(Row, Recorded, table=True):
    """One inspection of one unit, from the plan to the sealed record."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_region", "region_id", "state"), Index("ix_visits_unit", "unit_id"))

    unit_id: uuid.UUID = Field(foreign_key="units.id")
    region_id: uuid.UUID = Field(foreign_key="regions.id")
    state: State = Field(default=State.PREPARED, sa_type=Word(State))
    source: Source = Field(sa_type=Word(Source))
    purpose: str
    planned_day: date
    approval_number: str = ""
    item_code: str = ""
    over_cap_reason: str = ""
    experts: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    checklists: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    made_by: uuid.UUID
    made_at: datetime
    arrived_at: datetime | None = None
    place: str = ""
    #: Latitude, longitude, accuracy in metres, or why there is none. Evidence, never a gate.
    position: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    host_name: str = ""
    host_duty: str = ""
    host_phone: str | None = Field(default=None, sa_type=Secret)
    ended_at: datetime | None = None
    situation: str = ""
    stop_reason: str = ""
    version: int = 1


class VisitOfficer(Row, Recorded, table=True):
    """One officer of a visit, with name and certificate as they were on the day."""

    __tablename__ = "visit_officers"
    __table_args__ = (UniqueConstraint("visit_id", "person_id"),)

    visit_id: uuid.UUID = Field(foreign_key="visits.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="people.id", index=True)
    name: str
    certificate_number: str
    leads: bool = False
    consent: Consent = Field(default=Consent.ASKED, sa_type=Word(Consent))
    #: Of every step back so far; who is asked once more keeps it.
    recusal_reason: str = ""
    answered_at: datetime | None = None

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its visit."""
        return "visits", self.visit_id


class OfficerOffice(Row, Recorded, table=True):
    """The bureau of an officer who comes from another one than inspects here, as it was on the day.

    A table of its own: officers who were named before there was a place for this keep their digest.
    """

    __tablename__ = "visit_officer_offices"

    visit_id: uuid.UUID = Field(foreign_key="visits.id", index=True)
    officer_id: uuid.UUID = Field(foreign_key="visit_officers.id", unique=True)
    office: str = ""

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its visit."""
        return "visits", self.visit_id


class Arrival(Row, Recorded, table=True):
    """One officer in the door, as the own phone told it; the visit itself keeps what was told first."""

    __tablename__ = "visit_arrivals"

    visit_id: uuid.UUID = Field(foreign_key="visits.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="people.id")
    name: str
    at: datetime
    place: str
    #: As in the visit: evidence, never a gate.
    position: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    host_name: str
    host_duty: str
    host_phone: str | None = Field(default=None, sa_type=Secret)

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its visit."""
        return "visits", self.visit_id


class ToldOfHost(SQLModel):
    """What else may be told of whom one met, and who was there to see it; none of it must be told."""

    host_sex: Sex | None = Field(default=None, sa_type=Word(Sex))
    host_id_check: IdCheck | None = Field(default=None, sa_type=Word(IdCheck))
    #: The last four signs only: the whole number is neither asked for nor kept.
    host_id_tail: str = ""
    #: Name and unit of somebody who saw it and signs as well.
    witness: str = ""

    def in_words(self) -> list[str]:
        """Each part that was told, as an officer reads it."""
        told = (
            self.host_sex and self.host_sex.title, self.host_id_check and self.host_id_check.title,
            self.host_id_tail and f"证件号码后四位{self.host_id_tail}",
            self.witness and f"见证人：{self.witness}",
        )  # fmt: skip
        return [words for words in told if words]


class Host(ToldOfHost, Row, Recorded, table=True):
    """The same as it stands for the visit.

    A table of its own: a visit that was registered before there was a place for this keeps its digest.
    """

    __tablename__ = "visit_hosts"

    visit_id: uuid.UUID = Field(foreign_key="visits.id", unique=True)

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its visit."""
        return "visits", self.visit_id


class ArrivalHost(ToldOfHost, Row, Recorded, table=True):
    """The same as one officer told it in the door; a table of its own beside the arrivals, as above."""

    __tablename__ = "visit_arrival_hosts"

    visit_id: uuid.UUID = Field(foreign_key="visits.id", index=True)
    arrival_id: uuid.UUID = Field(foreign_key="visit_arrivals.id", unique=True)

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its visit."""
        return "visits", self.visit_id


class Answer(Row, Recorded, table=True):
    """One question of the visit as it was published, and what the officers answered."""

    __tablename__ = "visit_answers"
    __table_args__ = (UniqueConstraint("visit_id", "position"),)

    visit_id: uuid.UUID = Field(foreign_key="visits.id", index=True)
    position: int
    content: dict[str, Any] = Field(sa_type=Json)
    #: Which checklists asked this: [version id, item code] each.
    sources: list[list[str]] = Field(default_factory=list, sa_type=Json)
    verdict: Verdict = Field(default=Verdict.UNCHECKED, sa_type=Word(Verdict))
    typed: str = ""
    note: str = ""
    said: str = ""
    by_id: uuid.UUID | None = None
    by_name: str = ""
    at: datetime | None = None
    device_at: datetime | None = None
    version: int = 1

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its visit."""
        return "visits", self.visit_id

    @property
    def item(self) -> ItemContent:
        """The question."""
        return item_of(self.content)


class VisitCap(Row, Recorded, table=True):
    """How many checks a year a bureau has published for one enterprise; the source is named beside it."""

    __tablename__ = "visit_caps"

    region_id: uuid.UUID = Field(foreign_key="regions.id", unique=True)
    most: int
    source: str
    version: int = 1
