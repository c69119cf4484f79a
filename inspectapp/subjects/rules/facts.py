"""What the rules may know about a unit: plain values read from the registers, nothing that writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspectapp.subjects.words import (
    AgreementKind,
    Building,
    DocumentKind,
    Employment,
    HourKind,
    LegalStanding,
    Post,
    Premises,
    Rank,
    RoomKind,
    StaffRole,
    UnitKind,
)


@dataclass(frozen=True)
class StaffFacts:
    """One person on the roster. `insured_to` is the last insured month, written 2026-10."""

    name: str
    roles: frozenset[StaffRole] = frozenset()
    employment: Employment = Employment.OWN
    full_time: bool = True
    rank: Rank = Rank.NONE
    practice_years: int | None = None
    teacher_certificate: str = ""
    teacher_certificate_to: date | None = None
    hired_on: date | None = None
    left_on: date | None = None
    insured_to: str | None = None
    hours: Mapping[tuple[HourKind, int], float] = field(default_factory=dict)

    def here(self, day: date) -> bool:
        """Still with the unit on this day?"""
        return self.left_on is None or self.left_on > day


@dataclass(frozen=True)
class AgreementFacts:
    """One agreement and its term."""

    kind: AgreementKind
    counterparty: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class RoomFacts:
    """One room."""

    kind: RoomKind
    name: str
    area: float | None = None
    seats: int | None = None
    exam_terminals: int | None = None
    cameras_with_sound: bool = False
    recording_months: int | None = None
    id_check: bool = False


@dataclass(frozen=True)
class DocumentFacts:
    """One rule or document, formally issued or not."""

    kind: DocumentKind
    title: str
    formally_issued: bool


@dataclass(frozen=True)
class CertificateFacts:
    """One certificate of the three posts."""

    holder: str
    post: Post
    valid_from: date
    valid_to: date
    review_due_on: date | None = None
    trade: str = ""


@dataclass(frozen=True)
class UnitFacts:
    """Everything the rules may ask of one unit; `places` are the names of its region and those above it."""

    kind: UnitKind
    is_exam_site: bool = False
    legal_standing: LegalStanding = LegalStanding.INDEPENDENT
    building: Building | None = None
    premises: Premises | None = None
    business_scope: str = ""
    places: frozenset[str] = frozenset()
    staff: tuple[StaffFacts, ...] = ()
    agreements: tuple[AgreementFacts, ...] = ()
    rooms: tuple[RoomFacts, ...] = ()
    documents: tuple[DocumentFacts, ...] = ()
    certificates: tuple[CertificateFacts, ...] = ()

    @property
    def trains(self) -> bool:
        """Does the unit train or examine others, so that the notices' conditions concern it?"""
        return self.kind is not UnitKind.ENTERPRISE
