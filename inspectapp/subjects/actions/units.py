"""Acts on a unit: entered in the register, corrected, renamed, suspended, taken up again, closed."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.people.actor import Actor, Role
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.refusals import NotAllowed, Unreadable
from inspectapp.subjects.actions import changing, indexing
from inspectapp.subjects.actions.standing import batched
from inspectapp.subjects.models import ClerkPost, EarlierName, Unit
from inspectapp.subjects.refused import FieldRefused
from inspectapp.subjects.registers import UNITS
from inspectapp.subjects.rules import editing
from inspectapp.subjects.rules.names import canonical
from inspectapp.subjects.words import UnitStatus

units = Unit.__table__  # type: ignore[attr-defined]
ELSEWHERE = "该统一社会信用代码已在其他辖区登记，请联系上级核对。"
ACTS = {UnitStatus.LISTED: "恢复在册", UnitStatus.SUSPENDED: "暂停", UnitStatus.CLOSED: "注销"}


def register(session: Session, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Unit:
    """Enter a unit; `values` holds the columns of Unit, region_id among them."""
    return register_many(session, [values], by=by, at=at)[0]


def register_many(
    session: Session, rows: Iterable[Mapping[str, Any]], *, by: Actor, at: datetime
) -> list[Unit]:  # fmt: skip
    """Enter many units in this transaction, with the same checks and a ledger line for each."""
    editing.check_may_write(by.role, UNITS.clerk_may_write)
    entered = [Unit(**{**values, "name": canonical(values["name"])}) for values in rows]
    for unit in entered:
        _check_region(unit.region_id, by)
    _check_codes(session, entered, by)
    session.add_all(entered)
    acts = [ledger.Act(unit, "登记单位", {"name": unit.name}) for unit in entered]
    ledger.note_many(session, acts, by=by, at=at)
    indexing.index_new(session, entered)
    return entered


def edit(
    session: Session, unit: Unit, values: Mapping[str, Any], *, by: Actor, at: datetime,
    version: int | None = None,
) -> Unit:  # fmt: skip
    """Correct a unit; a new name keeps the old one on file.

    `version` is the one the typing began with; who has none has just read the unit.
    """
    if version is not None:
        db.hold(session, unit)
    editing.check_may_write(by.role, UNITS.clerk_may_write)
    editing.check_open(unit.status)
    values = {**values, "name": canonical(values.get("name") or unit.name)}
    changing.check_fresh(session, unit, values, version)
    changes = changing.changed_fields(unit, values)
    if not changes:
        return unit
    _check_changes(session, unit, changes, by)
    old_name = unit.name
    words = changing.apply(unit, changes)
    ledger.note(session, unit, "修改单位信息", by=by, at=at, fields=words)
    if "name" in changes:
        _keep_name(session, unit, old_name, by=by, at=at)
    if not indexing.FOUND_BY.isdisjoint(changes):
        indexing.index(session, unit)
    return unit


def rename(
    session: Session, unit: Unit, name: str, *, by: Actor, at: datetime, version: int | None = None
) -> Unit:  # fmt: skip
    """A new name; the old one still finds the unit."""
    return edit(session, unit, {"name": name}, by=by, at=at, version=version)


def set_status(
    session: Session, unit: Unit, status: UnitStatus, reason: str, *, by: Actor, at: datetime
) -> None:
    """Suspend, take up again, or close; the reason stands in the history."""
    db.hold(session, unit)
    editing.check_may_write(by.role, UNITS.clerk_may_write)
    editing.check_status(unit.status, status)
    changing.apply(unit, {"status": status})
    ledger.note(session, unit, ACTS[status], by=by, at=at, reason=reason)
    indexing.index(session, unit)


def suspend(session: Session, unit: Unit, reason: str, *, by: Actor, at: datetime) -> None:
    """For a while."""
    set_status(session, unit, UnitStatus.SUSPENDED, reason, by=by, at=at)


def resume(session: Session, unit: Unit, reason: str, *, by: Actor, at: datetime) -> None:
    """Back in the register."""
    set_status(session, unit, UnitStatus.LISTED, reason, by=by, at=at)


def close(session: Session, unit: Unit, reason: str, *, by: Actor, at: datetime) -> None:
    """For good."""
    set_status(session, unit, UnitStatus.CLOSED, reason, by=by, at=at)


def add_earlier_name(
    session: Session, unit: Unit, name: str, used_from: date | None, used_to: date, *, by: Actor, at: datetime
) -> EarlierName:  # fmt: skip
    """A name from before the register was kept here."""
    # What the unit is found by is written from all its names.
    db.hold(session, unit)
    editing.check_may_write(by.role, UNITS.clerk_may_write)
    earlier = EarlierName(unit_id=unit.id, name=canonical(name), used_from=used_from, used_to=used_to)
    session.add(earlier)
    ledger.note(session, earlier, "登记曾用名", by=by, at=at, name=earlier.name)
    indexing.index(session, unit)
    return earlier


def appoint_clerk(
    session: Session, unit: Unit, person_id: uuid.UUID, *, by: Actor | None, at: datetime
) -> ClerkPost:
    """This account fills in the file of this unit; a clerk works for one unit at a time."""
    posts = ClerkPost.__table__  # type: ignore[attr-defined]
    post = session.scalars(select(ClerkPost).where(posts.c.person_id == person_id)).first()
    if post is not None and post.unit_id != unit.id:
        raise Unreadable("这个账号已是另一家单位的经办人。请先在那家单位取消，再指定到这里。")
    if post is None:
        post = ClerkPost(person_id=person_id, unit_id=unit.id)
        session.add(post)
        ledger.note(session, post, "指定机构经办人", by=by, at=at)
    return post


def dismiss_clerk(session: Session, post: ClerkPost, *, by: Actor, at: datetime) -> None:
    """The account no longer fills in for the unit."""
    db.hold(session, post)
    ledger.note(session, post, "取消机构经办人", by=by, at=at, gone=True)
    session.delete(post)
    session.flush()


def _check_region(region_id: uuid.UUID, by: Actor) -> None:
    if region_id not in by.regions:
        raise NotAllowed("只能登记本辖区的单位。请重新选择辖区。")


def _check_changes(session: Session, unit: Unit, changes: Mapping[str, Any], by: Actor) -> None:
    if "region_id" in changes:
        _check_region(changes["region_id"], by)
    if changes.get("credit_code"):
        _check_codes(session, [Unit(**{**unit.model_dump(), **changes})], by)


def _check_codes(session: Session, asked: Sequence[Unit], by: Actor) -> None:
    """One unit per code; a unit of another region is not named to who may not see it."""
    coded = {unit.credit_code: unit for unit in asked if unit.credit_code}
    if len(coded) < sum(1 for unit in asked if unit.credit_code):
        twice = Counter(unit.credit_code for unit in asked if unit.credit_code).most_common(1)[0][0]
        raise FieldRefused("credit_code", f"统一社会信用代码{twice}在这批数据中出现了两次。请核对。")
    with session.no_autoflush:
        for some in batched(list(coded)):
            for other in session.scalars(select(Unit).where(units.c.credit_code.in_(some))):
                _check_same(coded[str(other.credit_code)], other, by)


def _check_same(unit: Unit, other: Unit, by: Actor) -> None:
    if unit.id == other.id:
        return
    seen = other.region_id in by.regions and by.role is not Role.CLERK
    raise FieldRefused(
        "credit_code", f"该统一社会信用代码已登记为“{other.name}”。请核对代码。" if seen else ELSEWHERE
    )


def _keep_name(session: Session, unit: Unit, old: str, *, by: Actor, at: datetime) -> None:
    earlier = EarlierName(unit_id=unit.id, name=old, used_to=clock.local(at).date())
    session.add(earlier)
    ledger.note(session, earlier, "更名", by=by, at=at, old=old, new=unit.name)
