"""The region tree: a city, its counties, and the bureau that acts in each."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from inspectapp.people import rules
from inspectapp.people.actor import Actor
from inspectapp.people.models import Level, Region
from inspectapp.people.refused import FieldRefused
from inspectapp.shared import db, ledger

NAMES = ("name", "short_name", "office_name", "number_prefix")


def add_region(session: Session, values: Mapping[str, Any], *, by: Actor | None, at: datetime) -> Region:
    """A city, or a county under its city. Without a person it is the first run."""
    if by is not None:
        rules.check_manage_accounts(by.role)
    _hold_tree(session)
    _check_tree(session, values)
    _check_names_free(session, values)
    region = Region(**values)
    session.add(region)
    ledger.note(session, region, "新建辖区", by=by, at=at)
    return region


def change_region(
    session: Session, region: Region, values: Mapping[str, Any], version: int, *, by: Actor, at: datetime
) -> None:
    """Change names and prefix; papers already numbered keep what they carry."""
    rules.check_manage_accounts(by.role)
    _hold_tree(session)
    rules.check_version(region.version, version)
    _check_names_free(session, values, besides=region.id)
    changed = [name for name in NAMES if getattr(region, name) != values[name]]
    if not changed:
        return
    for name in changed:
        setattr(region, name, values[name])
    region.version += 1
    ledger.note(session, region, "修改辖区", by=by, at=at, changed=changed)


def _hold_tree(session: Session) -> None:
    """A name stands once in the whole tree: whoever changes any region holds the first of the tops before."""
    tops = select(Region).where(col(Region.parent_id).is_(None)).order_by(col(Region.id))
    db.hold(session, *session.scalars(tops.limit(1)))


def _check_names_free(session: Session, values: Mapping[str, Any], besides: uuid.UUID | None = None) -> None:
    """Two regions of one name would be mistaken; two of one prefix would number papers alike."""
    for name, sentence in (
        ("name", "已经有同名的辖区。请核对名称。"),
        ("number_prefix", "已经有辖区用这个文号简称，文号会重复。请换一个。"),
    ):
        same = select(Region).where(getattr(Region, name) == values[name], Region.id != besides)
        if session.scalars(same).first() is not None:
            raise FieldRefused(name, sentence)


def _check_tree(session: Session, values: Mapping[str, Any]) -> None:
    parent = session.get(Region, values["parent_id"]) if values.get("parent_id") else None
    parent_is_city = None if parent is None else parent.level is Level.CITY
    rules.check_parent(values["level"] is Level.CITY, parent_is_city)
