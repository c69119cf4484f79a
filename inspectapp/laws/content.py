"""A row of the law catalogue as a plain value: the same in the shipped data, the rules and the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from inspectapp.laws.words import Confidence, Kind, Measure, Phase, Quantity, Subject, Target


@dataclass(frozen=True)
class Tier:
    """One step of a penalty: when, against whom, which measures, how much. No minimum means "up to"."""

    phase: Phase
    target: Target
    measures: tuple[Measure, ...]
    when: str = ""
    min_yuan: int | None = None
    max_yuan: int | None = None
    min_percent: int | None = None
    max_percent: int | None = None
    optional: bool = False
    text: str = ""
    confidence: Confidence = Confidence.CHECKED

    @property
    def has_sum(self) -> bool:
        """Does the law name a sum here, in yuan or as a share of income?"""
        return self.max_yuan is not None or self.max_percent is not None


@dataclass(frozen=True)
class Entry:
    """One row: the violation, the duty and the penalty with their articles, the steps, the days it holds."""

    code: str
    kind: Kind
    violation: str
    subjects: tuple[Subject, ...]
    duty: tuple[str, ...] = ()
    penalty_instrument: str = ""
    penalty_clause: str = ""
    tiers: tuple[Tier, ...] = ()
    other_measures: tuple[Measure, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    confidence: Confidence = Confidence.CHECKED
    confirmed: bool = False
    source: str = ""
    note: str = ""
    see: tuple[str, ...] = ()
    succeeds: tuple[str, ...] = ()
    penalty_title: str = ""


@dataclass(frozen=True)
class Instrument:
    """A law, order, standard or notice, with the days it is in force."""

    code: str
    title: str
    number: str = ""
    in_force_from: date | None = None
    repealed_from: date | None = None
    in_force: bool = True
    confidence: Confidence = Confidence.CHECKED
    effect: str = ""
    source: str = ""


@dataclass(frozen=True)
class Discretion:
    """One tier of a discretion table 裁量基准: a quantity between bounds leads to a narrower range."""

    code: str
    quantity: Quantity
    phase: Phase
    target: Target = Target.UNIT
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


def plain_tiers(tiers: Sequence[Tier]) -> list[dict[str, Any]]:
    """As JSON: enums by name, so that a reworded title changes nothing stored."""
    return [{one.name: _plain(getattr(tier, one.name)) for one in fields(tier)} for tier in tiers]


def read_tiers(stored: Sequence[Mapping[str, Any]]) -> tuple[Tier, ...]:
    """Back from JSON."""
    return tuple(_read_tier(one) for one in stored)


def _read_tier(stored: Mapping[str, Any]) -> Tier:
    return Tier(**{
        **stored,
        "phase": Phase[stored["phase"]],
        "target": Target[stored["target"]],
        "measures": tuple(Measure[name] for name in stored["measures"]),
        "confidence": Confidence[stored["confidence"]],
    })  # fmt: skip


def plain(entry: Entry) -> dict[str, Any]:
    """The whole row as JSON, for digests and comparisons."""
    names = [one.name for one in fields(entry) if one.name != "penalty_title"]
    values = {name: _plain(getattr(entry, name)) for name in names}
    return values | {"tiers": plain_tiers(entry.tiers)}


def _plain(value: Any) -> Any:
    if isinstance(value, Kind | Confidence | Phase | Target | Measure | Subject):
        return value.name
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def uncertain(tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """The same steps with sums nobody has confirmed."""
    return tuple(replace(tier, confidence=Confidence.UNCERTAIN) for tier in tiers)
