"""Acts on the entries of a unit's file: added, corrected, ended. Nothing is ever deleted."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotFound, NotNow
from inspectapp.subjects.actions import changing
from inspectapp.subjects.models import Certificate, InsuranceMonth, Part, Staff, Trade, Unit
from inspectapp.subjects.refused import FieldRefused
from inspectapp.subjects.registers import register_of
from inspectapp.subjects.rules import editing
from inspectapp.subjects.rules.trades import CATALOGUE

P = TypeVar("P", bound=Part)


def add(
    session: Session, unit: Unit, model: type[P], values: Mapping[str, Any], *, by: Actor, at: datetime
) -> P:
    """Enter a part in the unit's file; `values` holds the columns of its table."""
    part = model(unit_id=unit.id, **values)
    _check(session, unit, part, by)
    session.add(part)
    register = register_of(part)
    ledger.note(session, part, f"添加{register.noun}", by=by, at=at, which=register.short_name(part))
    return part


def change(
    session: Session, unit: Unit, part: P, values: Mapping[str, Any], *, by: Actor, at: datetime,
    version: int | None = None,
) -> P:  # fmt: skip
    """Correct a part. `version` is the one the typing began with."""
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
    table = InsuranceMonth.__table__  # type: ignore[attr-defined]
    query = select(table.c.month).where(table.c.staff_id == staff.id, table.c.ended_at.is_(None))
    held = set(session.scalars(query))
    new = [month for month in dict.fromkeys(months) if month not in held]
    return [
        add(session, unit, InsuranceMonth, {"staff_id": staff.id, "month": month}, by=by, at=at)
        for month in new
    ]


def load_catalogue(session: Session, *, by: Actor | None, at: datetime) -> int:
    """Load the trades known at delivery, once; the bureau adds later catalogues itself."""
    if session.scalars(select(Trade).limit(1)).first() is not None:
        return 0
    for row in CATALOGUE:
        trade = Trade(
            group_name=row.group_name, name=row.name, source=row.source,
            valid_from=row.valid_from, valid_to=row.valid_to,
        )  # fmt: skip
        session.add(trade)
        ledger.note(session, trade, "载入特种作业目录", by=by, at=at)
    return len(CATALOGUE)


def _check_not_ended(part: Part) -> None:
    if part.ended_at is not None:
        raise NotNow("这条记录已被移除，不能再修改。请回到列表查看现有记录。")


def _check(session: Session, unit: Unit, part: Part, by: Actor) -> None:
    """Questions that need the register itself: the unit is open, the person is here and stands here once."""
    editing.check_may_write(by.role, register_of(part).clerk_may_write)
    editing.check_open(unit.status)
    staff_id = getattr(part, "staff_id", None)
    if staff_id is not None:
        _check_staff(session, unit, staff_id)
    if isinstance(part, Staff):
        _check_once(
            session, part, Staff, "id_number", "这个身份证号已在本单位名册中（{}）。请修改原来的记录。"
        )
    if isinstance(part, Certificate):
        _check_once(session, part, Certificate, "number", "这个证书编号已登记在{}名下。请核对编号。")


def _check_staff(session: Session, unit: Unit, staff_id: uuid.UUID) -> None:
    staff = session.get(Staff, staff_id)
    if staff is None or staff.unit_id != unit.id:
        raise NotFound


def _check_once(session: Session, part: Any, model: Any, field: str, sentence: str) -> None:
    """Within one unit; an equal number with other post or trade is another certificate."""
    table = model.__table__
    query = select(model).where(
        table.c.unit_id == part.unit_id, table.c.id != part.id, table.c.ended_at.is_(None),
        table.c[field] == getattr(part, field),
    )  # fmt: skip
    if isinstance(part, Certificate):
        query = query.where(table.c.post == part.post, table.c.trade == part.trade)
    with session.no_autoflush:
        other = session.scalars(query).first()
    if other is not None:
        raise FieldRefused(field, sentence.format(register_of(other).short_name(other)))
