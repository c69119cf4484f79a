"""Acts on the entries of a unit's file: added, corrected, ended. Nothing is ever deleted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import db, ledger
from inspectapp.shared.refusals import NotNow
from inspectapp.subjects.actions import changing, standing
from inspectapp.subjects.models import InsuranceMonth, Part, Staff, Trade, Unit
from inspectapp.subjects.registers import register_of
from inspectapp.subjects.rules import editing
from inspectapp.subjects.rules.trades import CATALOGUE

P = TypeVar("P", bound=Part)


def add(
    session: Session, unit: Unit, model: type[P], values: Mapping[str, Any], *, by: Actor, at: datetime
) -> P:
    """Enter a part in the unit's file; `values` holds the columns of its table."""
    # Two who enter the same person at the same moment stand in line at the unit.
    db.hold(session, unit)
    return add_many(session, model, [(unit, values)], by=by, at=at)[0]


def add_many(
    session: Session, model: type[P], rows: Iterable[tuple[Unit, Mapping[str, Any]]], *,
    by: Actor, at: datetime,
) -> list[P]:  # fmt: skip
    """The same for many entries of one register, with the same checks and a ledger line for each."""
    pairs = [(unit, model(unit_id=unit.id, **values)) for unit, values in rows]
    entered = [part for _, part in pairs]
    for unit, part in pairs:
        _check_may(unit, part, by)
    known = standing.people_of(session, entered)
    taken = standing.Numbers(session, entered)
    for part in entered:
        standing.check_staff(known, part)
        taken.take(part)
    session.add_all(entered)
    acts = [
        ledger.Act(part, f"添加{register_of(part).noun}", {"which": register_of(part).short_name(part)})
        for part in entered
    ]
    ledger.note_many(session, acts, by=by, at=at)
    return entered


def change(
    session: Session, unit: Unit, part: P, values: Mapping[str, Any], *, by: Actor, at: datetime,
    version: int | None = None,
) -> P:  # fmt: skip
    """Correct a part. `version` is the one the typing began with; who has none has just read the part."""
    if version is not None:
        db.hold(session, unit, part)
    register = register_of(part)
    editing.check_may_write(by.role, register.clerk_may_write)
    _check_not_ended(part)
    changing.check_fresh(session, part, values, version)
    changes = changing.changed_fields(part, values)
    if not changes:
        return part
    _check(session, unit, type(part)(**{**part.model_dump(), **changes}), by)
    words = changing.apply(part, changes)
    which = register.short_name(part)
    ledger.note(session, part, f"修改{register.noun}", by=by, at=at, which=which, fields=words)
    return part


def end(session: Session, unit: Unit, part: Part, reason: str, *, by: Actor, at: datetime) -> None:
    """Take a part out of the lists; its history stays. Hours and insurance go with their person."""
    db.hold(session, unit, part)
    register = register_of(part)
    editing.check_may_write(by.role, register.clerk_may_write)
    editing.check_open(unit.status)
    _check_not_ended(part)
    part.ended_at = at
    part.version += 1
    which = register.short_name(part)
    ledger.note(session, part, f"移除{register.noun}", by=by, at=at, which=which, reason=reason)


def insure(
    session: Session, unit: Unit, staff: Staff, months: Sequence[str], *, by: Actor, at: datetime
) -> list[InsuranceMonth]:  # fmt: skip
    """Enter months of social insurance; those already there are left alone."""
    db.hold(session, unit)
    table = InsuranceMonth.__table__  # type: ignore[attr-defined]
    query = select(table.c.month).where(table.c.staff_id == staff.id, table.c.ended_at.is_(None))
    held = set(session.scalars(query))
    new = [month for month in dict.fromkeys(months) if month not in held]
    rows = [(unit, {"staff_id": staff.id, "month": month}) for month in new]
    return add_many(session, InsuranceMonth, rows, by=by, at=at)


def load_catalogue(session: Session, *, by: Actor | None, at: datetime) -> int:
    """Load the trades known at delivery, once; the bureau adds later catalogues itself."""
    if session.scalars(select(Trade).limit(1)).first() is not None:
        return 0
    trades = [
        Trade(
            group_name=row.group_name, name=row.name, source=row.source,
            valid_from=row.valid_from, valid_to=row.valid_to,
        )
        for row in CATALOGUE
    ]  # fmt: skip
    session.add_all(trades)
    ledger.note_many(session, [ledger.Act(trade, "载入特种作业目录") for trade in trades], by=by, at=at)
    return len(CATALOGUE)


def _check_not_ended(part: Part) -> None:
    if part.ended_at is not None:
        raise NotNow("这条记录已被移除，不能再修改。请回到列表查看现有记录。")


def _check(session: Session, unit: Unit, part: Part, by: Actor) -> None:
    """Questions that need the register itself: the unit is open, the person is here and stands here once."""
    _check_may(unit, part, by)
    standing.check_staff(standing.people_of(session, [part]), part)
    standing.Numbers(session, [part]).take(part)


def _check_may(unit: Unit, part: Part, by: Actor) -> None:
    editing.check_may_write(by.role, register_of(part).clerk_may_write)
    editing.check_open(unit.status)
