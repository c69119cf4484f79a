"""Making and publishing versions of a row: shared by loading, amending and adopting."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from inspectapp.laws.content import Entry, plain
from inspectapp.laws.models import LawEntry, LawVersion, columns
from inspectapp.laws.words import Origin, VersionState
from inspectapp.people.actor import Actor
from inspectapp.shared import ledger

entries, versions = LawEntry.__table__, LawVersion.__table__  # type: ignore[attr-defined]


def digest(entry: Entry) -> str:
    """Of a shipped row, to know it again."""
    return hashlib.sha256(json.dumps(plain(entry), sort_keys=True).encode()).hexdigest()


def new_entry(
    session: Session, entry: Entry, origin: Origin, reason: str, *, by: Actor | None, at: datetime
) -> LawEntry:
    """A row with its first version, published at once."""
    law = LawEntry(code=entry.code, current=1)
    session.add(law)
    ledger.note(session, law, "登记条目", by=by, at=at, code=entry.code)
    version = make_version(session, law, entry, origin, reason, by=by, at=at)
    ledger.note(session, version, "发布条目", by=by, at=at, number=version.number)
    return law


def make_version(
    session: Session,
    law: LawEntry,
    entry: Entry,
    origin: Origin,
    reason: str,
    *,
    by: Actor | None,
    at: datetime,
) -> LawVersion:
    """The next version of a row."""
    version = LawVersion(
        entry_id=law.id,
        number=last_number(session, law) + 1,
        origin=origin,
        state=VersionState.PUBLISHED,
        reason=reason,
        shipped_digest=digest(entry) if origin is Origin.SHIPPED else "",
        at=at,
        by_id=by.id if by else None,
        by_name=by.name if by else "",
        **columns(entry),
    )
    session.add(version)
    return version


def last_number(session: Session, law: LawEntry) -> int:
    """The number of the newest version, offered ones included."""
    return session.scalar(select(func.max(versions.c.number)).where(versions.c.entry_id == law.id)) or 0


def locked(session: Session, law: LawEntry) -> LawEntry:
    """The row as it is now, held until the end of this transaction."""
    # Two editors at once: the second waits here and then sees the number of the first.
    query = select(LawEntry).where(entries.c.id == law.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def publish(session: Session, law: LawEntry, version: LawVersion, *, by: Actor, at: datetime) -> None:
    """From now on this version is the one that is read."""
    law.current = version.number
    ledger.note(session, law, "更换现行版本", by=by, at=at, number=version.number)
