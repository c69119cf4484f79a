"""Acts on one item of a draft: added, edited, moved, removed. A published version refuses all of them."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.checklists.actions import allowed
from inspectapp.checklists.content import as_json
from inspectapp.checklists.models import Item, Version
from inspectapp.people.actor import Actor
from inspectapp.shared import ledger

UP, DOWN = "up", "down"


def add_item(
    session: Session, version: Version, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> Item:
    """A new item at the end of its section, with a code nobody had before."""
    allowed.hold_draft(session, version, by)
    others = allowed.items_of(session, version)
    item = Item(version_id=version.id, position=0, code=_fresh_code(session, version), **columns(values))
    session.add(item)
    places = [at for at, other in enumerate(others, 1) if other.section == item.section]
    ordered = list(others)
    ordered.insert(places[-1] if places else len(others), item)
    ledger.note(session, item, "添加检查项", by=by, at=at, code=item.code)
    _renumber(session, ordered, by=by, at=at)
    return item


def _fresh_code(session: Session, version: Version) -> str:
    every = select(allowed.items.c.code).join(Version, allowed.versions.c.id == allowed.items.c.version_id)
    codes = session.scalars(every.where(allowed.versions.c.pack_id == version.pack_id))
    numbers = [int(found[1]) for code in codes if (found := re.fullmatch(r"N([0-9]{1,6})", code))]
    return f"N{max(numbers, default=0) + 1}"


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says, as columns."""
    kept = ("answer", "photo", "note")
    return {name: value if name in kept else as_json(value) for name, value in values.items()}


def edit_item(
    session: Session, item: Item, values: Mapping[str, Any], *, by: Actor, at: datetime,
    seen: int | None = None,
) -> Item:  # fmt: skip
    """Change one item of a draft."""
    allowed.hold_draft(session, session.get_one(Version, item.version_id), by, item)
    allowed.check_fresh(item, seen)
    item.sqlmodel_update(columns(values))
    item.version += 1
    ledger.note(session, item, "修改检查项", by=by, at=at, code=item.code)
    return item


def move_item(session: Session, item: Item, way: str, *, by: Actor, at: datetime) -> None:
    """One place up or down; across the edge of its section it joins the next one."""
    version = session.get_one(Version, item.version_id)
    allowed.hold_draft(session, version, by, item)
    ordered = allowed.items_of(session, version)
    place = ordered.index(item)
    other = place - 1 if way == UP else place + 1
    if not 0 <= other < len(ordered):
        return
    if ordered[other].section != item.section:
        item.section = ordered[other].section
        ledger.note(session, item, "移入另一项目", by=by, at=at, code=item.code)
        return
    ordered[place], ordered[other] = ordered[other], ordered[place]
    _renumber(session, ordered, by=by, at=at)


def remove_item(session: Session, item: Item, *, by: Actor, at: datetime) -> None:
    """Take an item out of a draft."""
    version = session.get_one(Version, item.version_id)
    allowed.hold_draft(session, version, by, item)
    ledger.note(session, item, "删除检查项", by=by, at=at, gone=True, code=item.code)
    session.delete(item)
    session.flush()
    _renumber(session, allowed.items_of(session, version), by=by, at=at)


def _renumber(session: Session, ordered: list[Item], *, by: Actor, at: datetime) -> None:
    for position, item in enumerate(ordered, 1):
        if item.position != position:
            item.position = position
            ledger.note(session, item, "调整顺序", by=by, at=at, code=item.code)
