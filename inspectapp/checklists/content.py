"""What a checklist says, as plain values: shipped packs, imported drafts and stored versions all speak it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import Enum
from typing import Any

from inspectapp.checklists.words import AnswerKind, Comparison, Force, Verdict, Way
from inspectapp.subjects.words import UnitKind


@dataclass(frozen=True)
class Threshold:
    """The number a notice asks for, in its unit; `high` only for a span."""

    comparison: Comparison
    low: Decimal
    unit: str = ""
    high: Decimal | None = None

    @property
    def words(self) -> str:
        """不少于40学时; 介于1至3年"""
        if self.comparison is Comparison.BETWEEN:
            return f"介于{plain(self.low)}至{plain(self.high)}{self.unit}"
        return f"{self.comparison.title}{plain(self.low)}{self.unit}"


@dataclass(frozen=True)
class Option:
    """One choice of an item and what choosing it means."""

    words: str
    verdict: Verdict


@dataclass(frozen=True)
class ItemContent:
    """One question on site. `code` stays the same through all versions and copies of its pack."""

    code: str
    section: str
    text: str
    criteria: str = ""
    clause: str = ""
    ways: tuple[Way, ...] = ()
    answer: AnswerKind = AnswerKind.YES_NO
    threshold: Threshold | None = None
    options: tuple[Option, ...] = ()
    findings: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    photo: Force = Force.NEVER
    note: Force = Force.NEVER
    condition: str = ""


@dataclass(frozen=True)
class Layout:
    """The table of the paper form, to be filled in later: its columns, and which items fill a row."""

    columns: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackContent:
    """A whole checklist for one jurisdiction: thresholds of one place are not law elsewhere."""

    code: str
    title: str
    jurisdiction: str
    kinds: tuple[UnitKind, ...]
    document_number: str = ""
    issuer: str = ""
    items: tuple[ItemContent, ...] = ()
    layout: Layout = field(default_factory=Layout)
    remark: str = ""

    @property
    def sections(self) -> list[tuple[str, list[ItemContent]]]:
        """Items under their headings, in order of first appearance."""
        found: dict[str, list[ItemContent]] = {}
        for item in self.items:
            found.setdefault(item.section, []).append(item)
        return list(found.items())


def plain(number: Decimal | None) -> str:
    """1.50 → 1.5, 40 → 40: never 4E+1."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_json(value: Any) -> Any:
    """Content as JSON: enums by name, numbers as text."""
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: as_json(getattr(value, one.name)) for one in fields(value)}
    return value


def threshold_of(stored: Mapping[str, Any] | None) -> Threshold | None:
    """A threshold read back from JSON."""
    if not stored:
        return None
    high = stored.get("high")
    return Threshold(
        Comparison[stored["comparison"]],
        Decimal(stored["low"]),
        stored["unit"],
        Decimal(high) if high else None,
    )


def options_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Option, ...]:
    """Choices read back from JSON."""
    return tuple(Option(one["words"], Verdict[one["verdict"]]) for one in stored)


def layout_of(stored: Mapping[str, Any]) -> Layout:
    """A table layout read back from JSON."""
    return Layout(**{name: tuple(stored.get(name, ())) for name in ("columns", "rows", "head", "foot")})


def item_of(stored: Mapping[str, Any]) -> ItemContent:
    """An item read back from JSON."""
    return ItemContent(
        **{
            name: str(stored.get(name, ""))
            for name in ("code", "section", "text", "criteria", "clause", "condition")
        },
        ways=tuple(Way[name] for name in stored.get("ways", ())),
        answer=AnswerKind[stored.get("answer", "YES_NO")],
        threshold=threshold_of(stored.get("threshold")),
        options=options_of(stored.get("options", [])),
        findings=tuple(stored.get("findings", ())),
        basis=tuple(stored.get("basis", ())),
        photo=Force[stored.get("photo", "NEVER")],
        note=Force[stored.get("note", "NEVER")],
    )
