"""Reads of checklists: shipped ones, those of the own region and of those above it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlmodel import Session

from inspectapp.checklists.actions.allowed import items, items_of, versions, versions_of
from inspectapp.checklists.content import PackContent
from inspectapp.checklists.models import Intake, Item, Pack, Version
from inspectapp.checklists.rules import Change, Source, applies, covers, differences
from inspectapp.checklists.words import VersionState
from inspectapp.people.actor import Actor
from inspectapp.people.models import Region
from inspectapp.shared.refusals import NotFound
from inspectapp.subjects.words import UnitKind

__all__ = [
    "Listed", "content_of", "intake_for", "item_for", "items_of", "offered", "pack_for", "packs_seen",
    "region_line", "source_of", "version_for", "versions_of",
]  # fmt: skip

packs = Pack.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Listed:
    """One checklist in the list: the version that stands for it, and what the person may do."""

    pack: Pack
    version: Version
    draft: Version | None
    count: int
    is_local: bool
    is_own: bool


def region_line(session: Session, region_id: uuid.UUID) -> list[Region]:
    """The region and those above it."""
    line: list[Region] = []
    at: uuid.UUID | None = region_id
    while at is not None and (region := session.get(Region, at)) is not None and region not in line:
        line.append(region)
        at = region.parent_id
    return line


def _seen(session: Session, actor: Actor) -> list[uuid.UUID]:
    above = {region.id for region in region_line(session, actor.region_id)}
    return sorted(above | set(actor.regions))


def pack_for(session: Session, actor: Actor, pack_id: uuid.UUID) -> Pack:
    """A checklist this person may read; drafts of others stay theirs, see `version_for`."""
    query = select(Pack).where(packs.c.id == pack_id)
    found = session.scalars(
        query.where(or_(packs.c.region_id.is_(None), packs.c.region_id.in_(_seen(session, actor))))
    ).first()
    if found is None or not readable_versions(session, found, actor):
        raise NotFound
    return found


def readable_versions(session: Session, pack: Pack, actor: Actor) -> list[Version]:
    """Latest first; a draft is read only in the region that writes it."""
    own = pack.region_id == actor.region_id
    return [version for version in versions_of(session, pack) if own or not version.is_draft]


def version_for(session: Session, actor: Actor, version_id: uuid.UUID) -> tuple[Pack, Version]:
    """One version with its pack."""
    version = session.get(Version, version_id)
    if version is None:
        raise NotFound
    pack = pack_for(session, actor, version.pack_id)
    if version not in readable_versions(session, pack, actor):
        raise NotFound
    return pack, version


def changes_of(
    session: Session, actor: Actor, pack: Pack, version: Version
) -> tuple[Version | None, list[Change]]:
    """The version before this one, and what this one changed against it."""
    readable = readable_versions(session, pack, actor)
    before = next((one for one in readable if one.number < version.number), None)
    old = content_of(session, before).items if before else ()
    return before, differences(old, content_of(session, version).items)


def item_for(session: Session, actor: Actor, item_id: uuid.UUID) -> tuple[Version, Item]:
    """One item with its version."""
    item = session.get(Item, item_id)
    if item is None:
        raise NotFound
    return version_for(session, actor, item.version_id)[1], item


def intake_for(session: Session, actor: Actor, intake_id: uuid.UUID) -> Intake:
    """A table on its way in, for the region that brought it."""
    found = session.get(Intake, intake_id)
    if found is None or found.region_id != actor.region_id:
        raise NotFound
    return found


def content_of(session: Session, version: Version) -> PackContent:
    """A version with its items as plain values."""
    return version.content(items_of(session, version))


def packs_seen(session: Session, actor: Actor, kind: UnitKind | None = None) -> list[Listed]:
    """Everything this person may read, one line a checklist: in force first, then drafts, then withdrawn."""
    query = select(Pack).where(or_(packs.c.region_id.is_(None), packs.c.region_id.in_(_seen(session, actor))))
    line = [region.name for region in region_line(session, actor.region_id)]
    counts = _counts(session)
    listed = [_listed(session, pack, actor, line, counts) for pack in session.scalars(query)]
    chosen = [one for one in listed if one and (kind is None or kind in one.version.unit_kinds)]
    return sorted(
        chosen,
        key=lambda one: (not one.is_own, one.pack.is_shipped, one.version.jurisdiction, one.version.title),
    )


def _counts(session: Session) -> dict[uuid.UUID, int]:
    query = select(items.c.version_id, func.count()).group_by(items.c.version_id)
    return {version_id: count for version_id, count in session.execute(query)}


def _listed(
    session: Session, pack: Pack, actor: Actor, line: Sequence[str], counts: dict[uuid.UUID, int]
) -> Listed | None:  # fmt: skip
    readable = readable_versions(session, pack, actor)
    if not readable:
        return None
    draft = next((version for version in readable if version.is_draft), None)
    shown = next((version for version in readable if version.state is VersionState.PUBLISHED), readable[0])
    is_local = covers(shown.jurisdiction, line)
    return Listed(pack, shown, draft, counts.get(shown.id, 0), is_local, pack.region_id == actor.region_id)


def offered(
    session: Session, actor: Actor, kinds: Collection[UnitKind], region_id: uuid.UUID
) -> list[Version]:  # fmt: skip
    """For a visit: published versions whose jurisdiction covers the unit's region and which fit its kinds."""
    region_ids = [region.id for region in region_line(session, region_id)]
    names = [region.name for region in region_line(session, region_id)]
    query = (
        select(Version)
        .join(Pack, packs.c.id == versions.c.pack_id)
        .where(versions.c.state == VersionState.PUBLISHED)
        .where(or_(packs.c.region_id.is_(None), packs.c.region_id.in_(region_ids)))
        .order_by(packs.c.region_id.is_(None), versions.c.title)
    )
    return [one for one in session.scalars(query) if applies(one.unit_kinds, one.jurisdiction, kinds, names)]


def source_of(session: Session, version: Version) -> Source:
    """A version as one source of `rules.merge`."""
    content = content_of(session, version)
    return Source(version.id, content.document_number, content.items)
