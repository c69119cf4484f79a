"""Changing a row so that nobody's work is overwritten unseen: versions, and both texts of a stale save."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from inspectapp.shared import clock
from inspectapp.shared.ledger import history
from inspectapp.shared.states import Titled
from inspectapp.subjects.models import Part, Unit
from inspectapp.subjects.refused import Difference, Stale
from inspectapp.subjects.registers import Register, register_of
from inspectapp.subjects.words import StaffRole

NOBODY = "系统"


def changed_fields(row: Unit | Part, values: Mapping[str, Any]) -> dict[str, Any]:
    """What these values would change."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def apply(row: Unit | Part, changes: Mapping[str, Any]) -> list[str]:
    """Write the changes into the row, as a new version; says in words what changed."""
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    labels = register_of(row).labels
    return [labels[name] for name in changes if name in labels]


def check_fresh(session: Session, row: Unit | Part, values: Mapping[str, Any], version: int | None) -> None:
    """Refuse a save that was typed over an older version, showing both texts."""
    if version is None or version == row.version:
        return
    lines = [line for line in history(session, *row.chain()) if line.row_id == row.id]
    who, when = (lines[-1].by_name or NOBODY, clock.daytime(lines[-1].at)) if lines else (NOBODY, "刚才")
    raise Stale(who, when, differences(row, values))


def differences(row: Unit | Part, values: Mapping[str, Any]) -> list[Difference]:
    """Saved against typed, field by field, secrets masked on both sides."""
    register = register_of(row)
    changed = {name: value for name, value in changed_fields(row, values).items() if name in register.labels}
    return [
        Difference(
            register.labels[name], *(in_words(register, name, one) for one in (getattr(row, name), value))
        )
        for name, value in changed.items()
    ]


def in_words(register: Register, name: str, value: Any) -> str:
    """A value as a person reads it."""
    if value in (None, "", []):
        return "（空）"
    if name in register.secrets:
        return register.secrets[name](value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Titled):
        return value.title
    if isinstance(value, list):
        return "、".join(StaffRole[word].title for word in value)
    return clock.day(value) if isinstance(value, date | datetime) else str(value)
