"""Who may change which checklist, and when."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.checklists.models import Item, Pack, Version
from inspectapp.people.actor import Actor, Role
from inspectapp.shared import db
from inspectapp.shared.refusals import NotAllowed, NotNow

EDITORS = (Role.HEAD, Role.CITY)
NOT_YOURS = "检查表由科室负责人或市级督查编制。请联系他们修改。"
SHIPPED = "系统自带的检查表不能修改。请先复制为本单位的检查表。"
ELSEWHERE = "这份检查表属于其他单位。请先复制为本单位的检查表。"
FIXED = "已发布的检查表不能修改。请新建一个版本后再改。"
STALE = "有人刚刚修改过这一处，您的内容没有保存。请刷新后核对再改。"

items, versions = Item.__table__, Version.__table__  # type: ignore[attr-defined]


def check_editor(by: Actor) -> None:
    """Only heads of section and the city's supervisors write checklists."""
    if by.role not in EDITORS:
        raise NotAllowed(NOT_YOURS)


def check_owner(pack: Pack, by: Actor) -> None:
    """And only those of their own region."""
    check_editor(by)
    if pack.is_shipped:
        raise NotAllowed(SHIPPED)
    if pack.region_id != by.region_id:
        raise NotAllowed(ELSEWHERE)


def check_draft(session: Session, version: Version, by: Actor) -> Pack:
    """A draft of one's own; its pack for what follows."""
    pack = session.get_one(Pack, version.pack_id)
    check_owner(pack, by)
    if not version.is_draft:
        raise NotNow(FIXED)
    return pack


def hold_draft(session: Session, version: Version, by: Actor, *rows: Item) -> Pack:
    """The draft as it stands now, for an act that changes it: nobody publishes it meanwhile."""
    db.hold(session, version, *rows)
    return check_draft(session, version, by)


def check_fresh(row: Version | Item, seen: int | None) -> None:
    """Refuse what was typed over an older state."""
    if seen is not None and seen != row.version:
        raise NotNow(STALE)


def items_of(session: Session, version: Version) -> list[Item]:
    """The items of a version in order."""
    query = select(Item).where(items.c.version_id == version.id).order_by(items.c.position, items.c.code)
    return list(session.scalars(query))


def versions_of(session: Session, pack: Pack) -> Sequence[Version]:
    """All versions of a pack, latest first."""
    query = select(Version).where(versions.c.pack_id == pack.id).order_by(versions.c.number.desc())
    return session.scalars(query).all()
