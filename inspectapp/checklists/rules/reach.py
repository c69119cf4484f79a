"""Which checklist is offered to whom: the jurisdiction must cover the region, the kind of unit must fit."""

from collections.abc import Collection, Sequence

from inspectapp.shared.text import clean
from inspectapp.subjects.words import UnitKind


def covers(jurisdiction: str, region_line: Sequence[str]) -> bool:
    """`region_line` names the region and those above it: 泽州县, 晋城市."""
    asked = clean(jurisdiction).replace(" ", "")
    return bool(asked) and asked in {clean(name).replace(" ", "") for name in region_line}


def applies(
    kinds: Collection[UnitKind],
    jurisdiction: str,
    unit_kinds: Collection[UnitKind],
    region_line: Sequence[str],
) -> bool:
    """Is a pack for these kinds and this jurisdiction offered for such a unit in this region?"""
    return covers(jurisdiction, region_line) and not set(kinds).isdisjoint(unit_kinds)
