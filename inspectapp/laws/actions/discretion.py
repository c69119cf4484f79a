"""Discretion tiers 裁量档次 of a row: entered, corrected, put to use; and what is known of a law."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.laws import queries
from inspectapp.laws.content import Discretion
from inspectapp.laws.models import DiscretionTier, LawEntry, LawInstrument
from inspectapp.laws.rules import editing, wording
from inspectapp.people.actor import Actor
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotNow


def add_tier(session: Session, law: LawEntry, tier: Discretion, *, by: Actor, at: datetime) -> DiscretionTier:
    """A tier of the bureau's own table; it applies only once switched on."""
    editing.check_may_edit(by)
    editing.check_discretion(tier, queries.current(session, law).entry)
    return new_tier(session, law, tier, "登记裁量档次", by=by, at=at)


def new_tier(
    session: Session, law: LawEntry, tier: Discretion, act: str, *, by: Actor | None, at: datetime
) -> DiscretionTier:
    """A tier as given, examples included."""
    values = {name: value for name, value in vars(tier).items() if name != "code"}
    row = DiscretionTier(entry_id=law.id, **values)
    session.add(row)
    ledger.note(session, row, act, by=by, at=at)
    return row


def change_tier(
    session: Session,
    row: DiscretionTier,
    tier: Discretion,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    seen: int,
) -> None:
    """Correct a tier; what it said before stays in the history."""
    editing.check_may_edit(by)
    editing.check_own(row.example)
    law = session.get_one(LawEntry, row.entry_id)
    editing.check_discretion(tier, queries.current(session, law).entry)
    session.refresh(row, with_for_update=True)
    if row.version != seen:
        raise NotNow("刚才有人改过这一档，您的内容没有保存。请重新打开后核对，再修改一次。")
    before = wording.tier_summary(row.discretion(law.code))
    for name, value in vars(tier).items():
        if name not in ("code", "example", "enabled"):
            setattr(row, name, value)
    row.version += 1
    after = wording.tier_summary(row.discretion(law.code))
    ledger.note(session, row, "修改裁量档次", by=by, at=at, old=before, new=after, reason=reason)


def switch_tier(session: Session, row: DiscretionTier, on: bool, *, by: Actor, at: datetime) -> None:
    """Put a tier to use or out of use."""
    editing.check_may_edit(by)
    session.refresh(row, with_for_update=True)
    if on:
        editing.check_own(row.example)
    if row.enabled == on:
        raise NotNow(f"这一档已经{'启用' if on else '停用'}。请刷新页面查看。")
    row.enabled, row.version = on, row.version + 1
    ledger.note(session, row, "启用裁量档次" if on else "停用裁量档次", by=by, at=at)


def change_instrument(
    session: Session,
    row: LawInstrument,
    values: dict[str, Any],
    reason: str,
    *,
    by: Actor,
    at: datetime,
    seen: int,
) -> None:
    """Correct what is known about a law: its number, its days, what it is for."""
    editing.check_may_edit(by)
    session.refresh(row, with_for_update=True)
    if row.version != seen:
        raise NotNow("刚才有人改过这部法规，您的内容没有保存。请重新打开后核对，再修改一次。")
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    ledger.note(session, row, "修改法规", by=by, at=at, fields=changed, reason=reason)
