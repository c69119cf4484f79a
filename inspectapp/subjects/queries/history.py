"""What happened to a unit, in plain words, out of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from inspectapp.shared import ledger
from inspectapp.subjects.models import Unit


@dataclass(frozen=True)
class Event:
    """One line: who did what when, and what changed."""

    at: datetime
    who: str
    act: str
    what: str


def events(session: Session, unit: Unit) -> Sequence[Event]:
    """The newest first."""
    return [_event(line) for line in reversed(ledger.history(session, *unit.chain()))]


def _event(line: ledger.Line) -> Event:
    return Event(line.at, line.by_name or "系统", line.act, _what(line))


def _what(line: ledger.Line) -> str:
    detail = line.detail
    if "old" in detail:
        return f"{detail['old']} 改为 {detail['new']}"
    said = [detail.get("which") or detail.get("name") or "", "、".join(detail.get("fields", ()))]
    if detail.get("reason"):
        said.append(f"原因：{detail['reason']}")
    return "；".join(part for part in said if part)
