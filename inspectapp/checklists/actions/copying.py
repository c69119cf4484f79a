"""A new version begins as a copy of the last one; another place's checklist is adopted as a copy."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from inspectapp.checklists.actions import allowed
from inspectapp.checklists.actions.packs import write
from inspectapp.checklists.models import Pack, Version
from inspectapp.people.actor import Actor
from inspectapp.shared import db, ledger
from inspectapp.shared.refusals import NotNow

DRAFT_ALREADY = "这份检查表已经有一个草稿。请先改好并发布，或删除草稿。"
ONLY_PUBLISHED = "只能复制已发布的检查表。请等它发布后再复制。"


def begin_version(session: Session, pack: Pack, *, by: Actor, at: datetime) -> Version:
    """The latest version again, as a draft that may change."""
    db.hold(session, pack)
    allowed.check_owner(pack, by)
    earlier = allowed.versions_of(session, pack)
    if earlier[0].is_draft:
        raise NotNow(DRAFT_ALREADY)
    content = earlier[0].content(allowed.items_of(session, earlier[0]))
    return write(session, pack, content, earlier[0].number + 1, "新建版本", by=by, at=at)


def adopt(session: Session, version: Version, *, by: Actor, at: datetime) -> Version:
    """A copy for the own region; its numbers come from elsewhere and are checked before publishing."""
    allowed.check_editor(by)
    if version.is_draft:
        raise NotNow(ONLY_PUBLISHED)
    pack = Pack(region_id=by.region_id, origin_id=version.id)
    session.add(pack)
    ledger.note(session, pack, "复制检查表", by=by, at=at, origin=str(version.id))
    content = version.content(allowed.items_of(session, version))
    mine = replace(content, jurisdiction=by.region_name or content.jurisdiction)
    return write(session, pack, mine, 1, "复制为草稿", by=by, at=at)
