"""Acts on a whole checklist: begun, its head edited, published, withdrawn, a draft thrown away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.checklists.actions import allowed
from inspectapp.checklists.content import PackContent, as_json
from inspectapp.checklists.models import TRANSITIONS, Item, Pack, Version
from inspectapp.checklists.models.packs import columns_of
from inspectapp.checklists.rules import check_publishable
from inspectapp.checklists.words import VersionState
from inspectapp.people.actor import Actor
from inspectapp.shared import db, ledger
from inspectapp.shared.states import check_step

HEAD = ("title", "jurisdiction", "kinds", "document_number", "issuer", "remark")
NOT_PUBLISHED = "只有已发布的检查表可以停用。请核对它现在的状态。"
PUBLISHED_ALREADY = "这个版本已经发布过。请新建一个版本后再发布。"


def create(session: Session, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Version:
    """An empty checklist of the own region: its first draft."""
    allowed.check_editor(by)
    pack = Pack(region_id=by.region_id)
    version = Version(pack_id=pack.id, begun_at=at, **head_of(values))
    session.add(pack)
    session.flush()
    session.add(version)
    ledger.note(session, pack, "新建检查表", by=by, at=at)
    ledger.note(session, version, "新建草稿", by=by, at=at, title=version.title)
    return version


def write(
    session: Session, pack: Pack, content: PackContent, number: int, act: str, *,
    by: Actor | None, at: datetime,
) -> Version:  # fmt: skip
    """A whole version with its items, as a draft."""
    head = {name: as_json(getattr(content, name)) for name in HEAD}
    version = Version(pack_id=pack.id, number=number, begun_at=at, layout=as_json(content.layout), **head)
    session.add(version)
    ledger.note(session, version, act, by=by, at=at, title=version.title)
    for position, item in enumerate(content.items, 1):
        row = Item(version_id=version.id, position=position, **columns_of(item))
        session.add(row)
        ledger.note(session, row, "写入检查项", by=by, at=at, code=row.code)
    return version


def head_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the first page out of a form's values."""
    return {name: as_json(values[name]) for name in HEAD if name in values}


def edit_head(
    session: Session, version: Version, values: Mapping[str, Any], *, by: Actor, at: datetime,
    seen: int | None = None,
) -> Version:  # fmt: skip
    """Title, jurisdiction, kinds and source of a draft."""
    allowed.hold_draft(session, version, by)
    allowed.check_fresh(version, seen)
    version.sqlmodel_update(head_of(values))
    version.version += 1
    ledger.note(session, version, "修改检查表信息", by=by, at=at)
    return version


def publish(session: Session, version: Version, *, by: Actor, at: datetime) -> Version:
    """From now on nothing in it changes; the version before it is withdrawn."""
    pack = session.get_one(Pack, version.pack_id)
    db.hold(session, pack, version)
    allowed.check_owner(pack, by)
    check_step(TRANSITIONS, version.state, VersionState.PUBLISHED, PUBLISHED_ALREADY)
    check_publishable(version.content(allowed.items_of(session, version)))
    return put_in_force(session, pack, version, by=by, at=at)


def put_in_force(
    session: Session, pack: Pack, version: Version, *, by: Actor | None, at: datetime
) -> Version:
    """One version of a pack is in force at a time."""
    for other in allowed.versions_of(session, pack):
        if other.state is VersionState.PUBLISHED and other.id != version.id:
            _withdraw(session, other, "由新版本替代", by=by, at=at)
    version.state = VersionState.PUBLISHED
    version.published_at, version.published_by = at, by.name if by else ""
    version.version += 1
    ledger.note(session, version, "发布检查表", by=by, at=at, number=version.number)
    return version


def withdraw(session: Session, version: Version, *, by: Actor, at: datetime) -> Version:
    """No longer offered for new visits; visits that used it keep it."""
    pack = session.get_one(Pack, version.pack_id)
    db.hold(session, pack, version)
    allowed.check_owner(pack, by)
    check_step(TRANSITIONS, version.state, VersionState.WITHDRAWN, NOT_PUBLISHED)
    return _withdraw(session, version, "停用检查表", by=by, at=at)


def _withdraw(session: Session, version: Version, act: str, *, by: Actor | None, at: datetime) -> Version:
    version.state, version.withdrawn_at = VersionState.WITHDRAWN, at
    version.version += 1
    ledger.note(session, version, act, by=by, at=at)
    return version


def discard(session: Session, version: Version, *, by: Actor, at: datetime) -> Pack:
    """Throw a draft away; what was published before stays in force."""
    pack = allowed.hold_draft(session, version, by)
    for item in allowed.items_of(session, version):
        ledger.note(session, item, "删除草稿", by=by, at=at, gone=True)
        session.delete(item)
    session.flush()
    ledger.note(session, version, "删除草稿", by=by, at=at, gone=True)
    session.delete(version)
    session.flush()
    return pack
