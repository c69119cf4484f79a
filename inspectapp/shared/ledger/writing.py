"""Writing a line: in the same transaction as the change it tells of."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert, select, update
from sqlmodel import Session

from inspectapp.shared.keys import Keyring
from inspectapp.shared.ledger import digests
from inspectapp.shared.ledger.models import Census, Head, Line, Recorded

KEY_NAME = "ledger"
BUCKETS = 16
START = "0" * 64
_key: list[bytes] = []

lines, heads, census = Line.__table__, Head.__table__, Census.__table__  # type: ignore[attr-defined]


class Signer(Protocol):
    """Whoever acts: anything with an id and a name."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def name(self) -> str: ...


def unlock(keyring: Keyring) -> None:
    """Called once at start: heads are written under this key."""
    _key[:] = [keyring.get(KEY_NAME)]


def key() -> bytes:
    """The MAC key, for the reader that checks."""
    return _key[0]


def note(
    session: Session, row: Recorded, act: str, *, by: Signer | None, at: datetime,
    device_at: datetime | None = None, gone: bool = False, **detail: Any,
) -> None:  # fmt: skip
    """Tell what was done to `row`, chained to the last line of its thing; no personal data in `detail`."""
    session.flush()
    kind, thing = row.chain()
    number, before = _end_of_chain(session, thing)
    body = digests.canonical(digests.row_values(row))
    line: dict[str, Any] = {
        "thing_kind": kind, "thing_id": thing, "number": number + 1,
        "row_table": row.__tablename__, "row_id": row.id, "gone": gone,  # type: ignore[attr-defined]
        "act": act, "by_id": by.id if by else None, "by_name": by.name if by else "",
        "at": at, "device_at": device_at, "detail": detail,
        "row_sha256": digests.sha256("row", body), "row_sm3": digests.sm3("row", body), "before": before,
    }  # fmt: skip
    text = digests.canonical(line)
    line |= {"id": uuid.uuid4(), "sha256": digests.sha256("line", text), "sm3": digests.sm3("line", text)}
    session.execute(insert(lines), line)
    _move_head(session, kind, thing, number + 1, line["sha256"])


def _end_of_chain(session: Session, thing: uuid.UUID) -> tuple[int, str]:
    # FOR UPDATE makes writers of one thing queue on PostgreSQL; SQLite has one writer and ignores it.
    query = select(heads.c.count, heads.c.sha256).where(heads.c.id == thing).with_for_update()
    found = session.execute(query).first()
    return (found.count, found.sha256) if found else (0, START)  # type: ignore[return-value]


def _move_head(session: Session, kind: str, thing: uuid.UUID, count: int, sha256: str) -> None:
    values = {"count": count, "sha256": sha256, "mac": digests.mac(key(), "head", kind, thing, count, sha256)}
    if count > 1:
        session.execute(update(heads).where(heads.c.id == thing).values(**values))
        return
    session.execute(insert(heads), {"id": thing, "kind": kind, **values})
    _count_in(session, thing)


def _count_in(session: Session, thing: uuid.UUID) -> None:
    bucket = thing.bytes[-1] % BUCKETS
    found = session.execute(select(census).where(census.c.bucket == bucket).with_for_update()).first()
    count, fingerprint = (found.count, found.fingerprint) if found else (0, "")  # type: ignore[misc]
    count, fingerprint = count + 1, digests.fold(fingerprint, thing)  # type: ignore[operator]
    values = {"count": count, "fingerprint": fingerprint, "mac": census_mac(bucket, count, fingerprint)}
    if found:
        session.execute(update(census).where(census.c.bucket == bucket).values(**values))
    else:
        session.execute(insert(census), {"id": uuid.uuid4(), "bucket": bucket, **values})


def census_mac(bucket: int, count: int, fingerprint: str) -> str:
    """What the census of one bucket must carry."""
    return digests.mac(key(), "census", bucket, count, fingerprint)


def history(session: Session, kind: str, thing: uuid.UUID) -> Sequence[Line]:
    """What happened to a thing, oldest first."""
    query = select(Line).where(lines.c.thing_kind == kind, lines.c.thing_id == thing).order_by(lines.c.number)
    return session.scalars(query).all()
