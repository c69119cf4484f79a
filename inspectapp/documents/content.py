"""What exactly is frozen: the plain values of a paper with its number, its slots and its version."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from inspectapp.documents.codes import content_code
from inspectapp.documents.kinds import SlotPlan
from inspectapp.documents.models import Document, Slot, Version
from inspectapp.documents.words import WITHOUT_HAND
from inspectapp.shared import canonical

FORMAT, FIELD = "paper/1", "field/1"
#: What a file says of itself: its hash stands for it.
MEASURES = ("width", "height")
PART = 12


def of(
    document: Document, version: int, values: Mapping[str, Any], slots: Sequence[Mapping[str, Any]]
) -> str:
    """The canonical text. Document and version are part of it: equal words on two papers differ in code."""
    told = {
        "format": FORMAT, "document": document.id, "version": version, "kind": document.kind,
        "title": document.title, "number": document.number, "office": document.office_name,
        "unit": document.unit_name, "values": values, "slots": slots,
    }  # fmt: skip
    return canonical.text(told)


def field(document: Document, values: Mapping[str, Any], slots: Sequence[Mapping[str, Any]]) -> str:
    """The hash of what a phone shows before the paper has a number: the words alone, and who signs them."""
    told = {
        "form": FIELD, "kind": document.kind, "title": document.title, "office": document.office_name,
        "unit": document.unit_name, "about": document.of_id, "values": bare(values), "slots": slots,
    }  # fmt: skip
    return canonical.sha256(told)


def bare(value: Any) -> Any:
    """Values without what follows from the hash of a file."""
    if isinstance(value, Mapping):
        left = MEASURES if isinstance(value.get("sha256"), str) else ()
        return {name: bare(one) for name, one in value.items() if name not in left}
    return [bare(one) for one in value] if isinstance(value, list) else value


def parts(values: Mapping[str, Any], slots: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """A short digest of every part, by its name: enough to say which parts of two papers differ."""
    named = {**bare(values), "slots": list(slots)}
    several = {name: one if isinstance(one, list) else [one] for name, one in named.items()}
    return {name: [canonical.sha256(one)[:PART] for one in listed] for name, listed in several.items()}


def told(plans: Sequence[SlotPlan]) -> list[dict[str, Any]]:
    """Slots as plain values."""
    return [plan.told() for plan in plans]


def read(version: Version) -> dict[str, Any]:
    """The content of a version."""
    return dict(json.loads(version.text))


def same(version: Version, values: Mapping[str, Any], slots: Sequence[Mapping[str, Any]]) -> bool:
    """Would these values and slots say exactly what this version says?"""
    present = read(version)
    proposed = canonical.plain({"values": values, "slots": list(slots)})
    return canonical.text(proposed) == canonical.text({name: present[name] for name in ("values", "slots")})


def sha256(text: str) -> str:
    """The hash that signatures are bound to."""
    return hashlib.sha256(text.encode()).hexdigest()


def code(version: Version) -> str:
    """The eight characters that people compare."""
    return content_code(version.content_sha256)


def field_code(version: Version) -> str:
    """The same of the words as a phone shows them before the paper has a number."""
    return content_code(version.field_sha256)


def ends(slots: Sequence[Slot]) -> str:
    """The digest of every refusal and absence as a signer's page tells them; empty: there is none."""
    told = [
        [one.key, one.outcome.name, one.reason, one.witness, one.photos, one.by_id, one.at]
        for one in slots
        if one.outcome in WITHOUT_HAND
    ]
    return canonical.sha256(told) if told else ""


def files(value: Any) -> Iterator[str]:
    """Every file that a paper shows: whatever carries a `sha256` in its values."""
    if isinstance(value, Mapping):
        if isinstance(value.get("sha256"), str):
            yield value["sha256"]
        for one in value.values():
            yield from files(one)
    elif isinstance(value, list):
        for one in value:
            yield from files(one)
