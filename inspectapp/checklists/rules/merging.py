"""Several checklists in one visit: the same question is asked once, and it remembers every source."""

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from inspectapp.checklists.content import ItemContent

_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Source:
    """One checklist that goes into a visit: what it is called, where it comes from, and its items."""

    key: Hashable
    document_number: str
    items: tuple[ItemContent, ...]


@dataclass(frozen=True)
class Merged:
    """One question of the visit and all (source key, item code) that asked it."""

    item: ItemContent
    sources: tuple[tuple[Hashable, str], ...]


def normalised(text: str) -> str:
    """Text without punctuation, spaces and width, for comparing."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def merge(sources: Iterable[Source]) -> list[Merged]:
    """All items in the order given; a later one that asks the same is folded into the first."""
    merged: list[Merged] = []
    place: dict[Hashable, int] = {}
    for source in sources:
        lonely = _lonely_clauses(source)
        for item in source.items:
            names = _names(source, item, lonely)
            found = next((place[name] for name in names if name in place), None)
            if found is None or _asked_twice(merged[found], source):
                found = len(merged)
                merged.append(Merged(item, ()))
            merged[found] = Merged(merged[found].item, (*merged[found].sources, (source.key, item.code)))
            place.update({name: found for name in names if name not in place})
    return merged


def _asked_twice(earlier: Merged, source: Source) -> bool:
    # Two items of one checklist are two questions, however alike they read.
    return any(key == source.key for key, _ in earlier.sources)


def _lonely_clauses(source: Source) -> set[str]:
    clauses = [item.clause for item in source.items if item.clause]
    return {clause for clause in clauses if clauses.count(clause) == 1}


def _names(source: Source, item: ItemContent, lonely: set[str]) -> list[Hashable]:
    # The threshold is part of every name: 75 and 90 square metres are two questions in the same words.
    asked = (item.threshold, item.condition)
    names: list[Hashable] = [("text", normalised(item.text), asked)]
    if source.document_number and item.clause in lonely:
        names.append(("clause", normalised(source.document_number), normalised(item.clause), asked))
    return names
