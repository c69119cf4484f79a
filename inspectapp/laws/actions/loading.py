"""Bringing in what is shipped: new rows at once, newer texts as offers beside the bureau's own."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.laws.actions.discretion import new_tier
from inspectapp.laws.actions.publishing import digest, make_version, new_entry
from inspectapp.laws.catalogue import ENTRIES, EXAMPLES, INSTRUMENTS
from inspectapp.laws.content import Entry, Instrument
from inspectapp.laws.models import LawEntry, LawInstrument, LawVersion
from inspectapp.laws.words import Origin, VersionState
from inspectapp.people.actor import Actor
from inspectapp.shared import ledger

entries, versions = LawEntry.__table__, LawVersion.__table__  # type: ignore[attr-defined]
instruments = LawInstrument.__table__  # type: ignore[attr-defined]
SHIPPED_REASON = "随系统提供"


def load_catalogue(session: Session, *, by: Actor | None, at: datetime) -> int:
    """Bring in what is shipped; says how many rows are new or newer. The bureau's own text stays."""
    for instrument in INSTRUMENTS:
        _load_instrument(session, instrument, by=by, at=at)
    return sum(_load_entry(session, entry, by=by, at=at) for entry in ENTRIES)


def _load_instrument(session: Session, shipped: Instrument, *, by: Actor | None, at: datetime) -> None:
    if session.scalar(select(instruments.c.id).where(instruments.c.code == shipped.code)) is None:
        row = LawInstrument(**vars(shipped))
        session.add(row)
        ledger.note(session, row, "收录法规", by=by, at=at, code=shipped.code)


def _load_entry(session: Session, shipped: Entry, *, by: Actor | None, at: datetime) -> int:
    law = session.scalar(select(LawEntry).where(entries.c.code == shipped.code))
    if law is None:
        law = new_entry(session, shipped, Origin.SHIPPED, SHIPPED_REASON, by=by, at=at)
        for tier in (one for one in EXAMPLES if one.code == shipped.code):
            new_tier(session, law, tier, "收录裁量示例", by=by, at=at)
        return 1
    seen = session.scalars(select(versions.c.shipped_digest).where(versions.c.entry_id == law.id)).all()
    if digest(shipped) in seen:
        return 0
    offer = make_version(session, law, shipped, Origin.SHIPPED, "系统目录更新，待采用", by=by, at=at)
    offer.state = VersionState.OFFERED
    ledger.note(session, offer, "提供新版本", by=by, at=at, number=offer.number)
    return 1
