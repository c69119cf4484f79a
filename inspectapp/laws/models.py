"""Tables of the law catalogue. What was published once stays: an edit is a new version beside it."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inspectapp.laws.content import Discretion, Entry, Instrument, plain_tiers, read_tiers
from inspectapp.laws.words import (
    Confidence,
    Kind,
    Measure,
    Origin,
    Phase,
    Quantity,
    Subject,
    Target,
    VersionState,
)
from inspectapp.shared.db import Json, Row, Word
from inspectapp.shared.ledger import Recorded


class LawInstrument(Row, Recorded, table=True):
    """A law, order, standard or notice 法规 with the days it is in force."""

    __tablename__ = "law_instruments"

    code: str = Field(unique=True)
    title: str
    number: str = ""
    in_force_from: date | None = None
    repealed_from: date | None = None
    in_force: bool = True
    confidence: Confidence = Field(sa_type=Word(Confidence))
    effect: str = ""
    source: str = ""
    version: int = 1

    def instrument(self) -> Instrument:
        """As the rules see it."""
        return Instrument(
            self.code, self.title, self.number, self.in_force_from, self.repealed_from, self.in_force,
            self.confidence, self.effect, self.source,
        )  # fmt: skip


class LawEntry(Row, Recorded, table=True):
    """One row of the catalogue; what it says lies in its versions, `current` is the published one."""

    __tablename__ = "law_entries"

    code: str = Field(unique=True)
    current: int = 1


class LawVersion(Row, Recorded, table=True):
    """What a row said from one edit to the next: by whom, when and why."""

    __tablename__ = "law_versions"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    entry_id: uuid.UUID = Field(foreign_key="law_entries.id", index=True)
    number: int
    state: VersionState = Field(sa_type=Word(VersionState))
    origin: Origin = Field(sa_type=Word(Origin))
    kind: Kind = Field(sa_type=Word(Kind))
    violation: str
    subjects: list[str] = Field(sa_type=Json)
    duty: list[str] = Field(sa_type=Json)
    penalty_instrument: str = ""
    penalty_clause: str = ""
    tiers: list[dict[str, Any]] = Field(sa_type=Json)
    other_measures: list[str] = Field(sa_type=Json)
    valid_from: date | None = None
    valid_to: date | None = None
    confidence: Confidence = Field(sa_type=Word(Confidence))
    confirmed: bool = False
    source: str = ""
    note: str = ""
    see: list[str] = Field(sa_type=Json)
    succeeds: list[str] = Field(sa_type=Json)
    shipped_digest: str = ""
    reason: str = ""
    by_id: uuid.UUID | None = None
    by_name: str = ""
    at: datetime

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its row."""
        return "law_entries", self.entry_id

    def entry(self, code: str, penalty_title: str = "") -> Entry:
        """As the rules see it."""
        return Entry(
            code, self.kind, self.violation, tuple(Subject[word] for word in self.subjects), tuple(self.duty),
            self.penalty_instrument, self.penalty_clause, read_tiers(self.tiers),
            tuple(Measure[word] for word in self.other_measures), self.valid_from, self.valid_to,
            self.confidence, self.confirmed, self.source, self.note, tuple(self.see), tuple(self.succeeds),
            penalty_title,
        )  # fmt: skip


def columns(entry: Entry) -> dict[str, Any]:
    """A row's content as the columns of a version."""
    same = ("kind", "violation", "penalty_instrument", "penalty_clause", "valid_from", "valid_to")
    values = {name: getattr(entry, name) for name in (*same, "confidence", "confirmed", "source", "note")}
    lists = {name: list(getattr(entry, name)) for name in ("duty", "see", "succeeds")}
    names = {name: [word.name for word in getattr(entry, name)] for name in ("subjects", "other_measures")}
    return {**values, **lists, **names, "tiers": plain_tiers(entry.tiers)}


class DiscretionTier(Row, Recorded, table=True):
    """One tier of a discretion table 裁量基准 belonging to a row."""

    __tablename__ = "discretion_tiers"

    entry_id: uuid.UUID = Field(foreign_key="law_entries.id", index=True)
    quantity: Quantity = Field(sa_type=Word(Quantity))
    phase: Phase = Field(sa_type=Word(Phase))
    target: Target = Field(sa_type=Word(Target))
    above: int | None = None
    up_to: int | None = None
    min_yuan: int | None = None
    max_yuan: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    note: str = ""
    example: bool = False
    enabled: bool = False
    version: int = 1

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its row."""
        return "law_entries", self.entry_id

    def discretion(self, code: str) -> Discretion:
        """As the rules see it."""
        return Discretion(
            code, self.quantity, self.phase, self.target, self.above, self.up_to, self.min_yuan,
            self.max_yuan, self.valid_from, self.valid_to, self.source, self.note, self.example, self.enabled,
        )  # fmt: skip
