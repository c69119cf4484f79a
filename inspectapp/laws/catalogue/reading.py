"""Reading the shipped tables into plain values; an unknown word or column stops the start."""

import tomllib
from pathlib import Path
from typing import Any

from inspectapp.laws.content import Discretion, Entry, Instrument, Tier
from inspectapp.laws.words import Confidence, Kind, Measure, Phase, Quantity, Subject, Target

FOLDER = Path(__file__).parent
WORDS = {"kind": Kind, "confidence": Confidence, "phase": Phase, "target": Target, "quantity": Quantity}
LISTS = {"subjects": Subject, "measures": Measure, "other_measures": Measure}


def read_entries(name: str) -> tuple[Entry, ...]:
    """Rows with their steps."""
    return tuple(_entry(row) for row in _table(name, "entries"))


def read_instruments(name: str) -> tuple[Instrument, ...]:
    """Laws and notices."""
    return tuple(Instrument(**_values(row)) for row in _table(name, "instruments"))


def read_discretion(name: str) -> tuple[Discretion, ...]:
    """Discretion tiers."""
    return tuple(Discretion(**_values(row)) for row in _table(name, "tiers"))


def _table(name: str, key: str) -> list[dict[str, Any]]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))[key]  # type: ignore[no-any-return]


def _entry(row: dict[str, Any]) -> Entry:
    tiers = tuple(Tier(**_values(tier)) for tier in row.get("tiers", ()))
    return Entry(**_values(row) | {"tiers": tiers})


def _values(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if name in WORDS:
        return WORDS[name][value]
    if name in LISTS:
        return tuple(LISTS[name][word] for word in value)
    return tuple(value) if isinstance(value, list) else value
