"""The checklists that come with the program: brought in once, again only where they changed."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.checklists.actions import allowed
from inspectapp.checklists.actions.packs import put_in_force, write
from inspectapp.checklists.content import PackContent, as_json
from inspectapp.checklists.models import Pack
from inspectapp.checklists.packs import SHIPPED
from inspectapp.people.actor import Actor
from inspectapp.shared import ledger

packs = Pack.__table__  # type: ignore[attr-defined]


def load_packs(session: Session, by: Actor | None, at: datetime) -> int:
    """Bring every shipped checklist up to date; how many versions were written."""
    return sum(_load(session, content, by, at) for content in SHIPPED)


def _load(session: Session, content: PackContent, by: Actor | None, at: datetime) -> bool:
    pack = session.scalars(select(Pack).where(packs.c.code == content.code)).first()
    if pack is None:
        pack = Pack(code=content.code)
        session.add(pack)
        ledger.note(session, pack, "装入自带检查表", by=by, at=at)
    earlier = allowed.versions_of(session, pack)
    if earlier and _same(earlier[0].content(allowed.items_of(session, earlier[0])), content):
        return False
    number = earlier[0].number + 1 if earlier else 1
    version = write(session, pack, content, number, "装入自带检查表", by=by, at=at)
    put_in_force(session, pack, version, by=by, at=at)
    return True


def _same(stored: PackContent, shipped: PackContent) -> bool:
    return {**as_json(stored), "code": ""} == {**as_json(shipped), "code": ""}
