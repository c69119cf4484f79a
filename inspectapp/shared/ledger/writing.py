"""Writing a line: in the same transaction as the change it tells of."""

import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from inspectapp.shared.keys import Keyring
from inspectapp.shared.ledger import digests
from inspectapp.shared.ledger.models import Census, Head, Line, Recorded

KEY_NAME = "ledger"
BUCKETS = 16
#: Things asked for in one statement; SQLite takes 32,766 parameters, plans with fewer are kept longer.
CHUNK = 500
START = "0" * 64
_key: list[bytes] = []

lines, heads, census = Line.__table__, Head.__table__, Census.__table__  # type: ignore[attr-defined]
MOVE_HEAD = (
    update(heads)
    .where(heads.c.id == bindparam("thing"))
    .values(count=bindparam("count"), sha256=bindparam("sha256"), mac=bindparam("mac"))
)
ENDS = select(heads.c.id, heads.c.kind, heads.c["count"], heads.c.sha256)
END = ENDS.where(heads.c.id == bindparam("thing")).with_for_update()
ADD = {table: insert(table) for table in (lines, heads)}


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


@dataclass(frozen=True)
class Act:
    """One act on one row, to be told together with others. `detail` never holds personal data."""

    row: Recorded
    act: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    gone: bool = False


def note(
    session: Session, row: Recorded, act: str, *, by: Signer | None, at: datetime,
    device_at: datetime | None = None, gone: bool = False, **detail: Any,
) -> None:  # fmt: skip
    """Tell what was done to `row`, chained to its thing's last line; `detail` never holds personal data."""
    note_many(session, [Act(row, act, detail, gone)], by=by, at=at, device_at=device_at)


def note_many(
    session: Session, acts: Sequence[Act], *, by: Signer | None, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """The lines that as many `note`s would have written, in a handful of statements."""
    session.flush()
    connection = session.connection()
    signed = {
        "by_id": by.id if by else None, "by_name": by.name if by else "", "at": at, "device_at": device_at,
    }  # fmt: skip
    ends = _ends_of_chains(connection, {act.row.chain()[1] for act in acts})
    begun = {thing: count for thing, (_, count, _) in ends.items()}
    written = []
    for act in acts:
        kind, thing = act.row.chain()
        _, number, before = ends.get(thing, (kind, 0, START))
        written.append(_line(act, kind, thing, number + 1, before, signed))
        ends[thing] = (kind, number + 1, written[-1]["sha256"])
    _insert(connection, lines, written)
    moved = {thing: end for thing, end in ends.items() if begun.get(thing) != end[1]}
    _move_heads(connection, moved, begun)


def _line(
    act: Act, kind: str, thing: uuid.UUID, number: int, before: str, signed: Mapping[str, Any]
) -> dict[str, Any]:
    row = act.row
    body = digests.canonical(digests.row_values(row))
    line: dict[str, Any] = {
        "thing_kind": kind, "thing_id": thing, "number": number,
        "row_table": row.__tablename__, "row_id": row.id, "gone": act.gone,  # type: ignore[attr-defined]
        "act": act.act, **signed, "detail": dict(act.detail),
        "row_sha256": digests.sha256("row", body), "row_sm3": digests.sm3("row", body), "before": before,
    }  # fmt: skip
    text = digests.canonical(line)
    sha256 = digests.sha256("line", text)
    return line | {"id": digests.line_id(sha256), "sha256": sha256, "sm3": digests.sm3("line", text)}


def _ends_of_chains(connection: Connection, things: Set[uuid.UUID]) -> dict[uuid.UUID, tuple[str, int, str]]:
    # FOR UPDATE makes writers of the same thing queue on PostgreSQL, always in the same order so that two
    # batches never wait for each other; SQLite has one writer anyway and ignores it.
    ends: dict[uuid.UUID, tuple[str, int, str]] = {}
    wanted = sorted(things)
    if len(wanted) == 1:
        found = connection.execute(END, {"thing": wanted[0]}).all()
        return {thing: (kind, count, sha256) for thing, kind, count, sha256 in found}
    for start in range(0, len(wanted), CHUNK):
        query = ENDS.where(heads.c.id.in_(wanted[start : start + CHUNK]))
        for thing, kind, count, sha256 in connection.execute(query.order_by(heads.c.id).with_for_update()):
            ends[thing] = (kind, count, sha256)
    return ends


def _move_heads(
    connection: Connection,
    ends: Mapping[uuid.UUID, tuple[str, int, str]],
    begun: Mapping[uuid.UUID, int],
) -> None:
    """Heads of chains that were there follow their last line; heads of new ones are made and counted."""
    new: list[dict[str, Any]] = []
    old: list[dict[str, Any]] = []
    for thing, (kind, count, sha256) in ends.items():
        mac = digests.mac(key(), "head", kind, thing, count, sha256)
        values = {"count": count, "sha256": sha256, "mac": mac}
        if thing in begun:
            old.append({"thing": thing, **values})
        else:
            new.append({"id": thing, "kind": kind, **values})
    if old:
        connection.execute(MOVE_HEAD, old if len(old) > 1 else old[0])
    _insert(connection, heads, new)
    if new:
        _count_in(connection, [one["id"] for one in new])


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(ADD[table], rows if len(rows) > 1 else rows[0])


def _count_in(connection: Connection, things: Sequence[uuid.UUID]) -> None:
    added: dict[int, list[uuid.UUID]] = {}
    for thing in things:
        added.setdefault(thing.bytes[-1] % BUCKETS, []).append(thing)
    found = _held(connection, added)
    if missing := sorted(added.keys() - found):
        _begin_counting(connection, missing)
        found = _held(connection, added)
    for bucket, members in sorted(added.items()):
        count, fingerprint = found[bucket]
        for thing in members:
            count, fingerprint = count + 1, digests.fold(fingerprint, thing)
        values = {"count": count, "fingerprint": fingerprint, "mac": census_mac(bucket, count, fingerprint)}
        connection.execute(update(census).where(census.c.bucket == bucket).values(**values))


def _held(connection: Connection, buckets: Iterable[int]) -> dict[int, tuple[int, str]]:
    query = select(census.c.bucket, census.c["count"], census.c.fingerprint)
    query = query.where(census.c.bucket.in_(list(buckets))).order_by(census.c.bucket).with_for_update()
    return {bucket: (count, fingerprint) for bucket, count, fingerprint in connection.execute(query)}


def _begin_counting(connection: Connection, buckets: list[int]) -> None:
    """Two may begin the same bucket at once on PostgreSQL: the second waits and counts on from the first."""
    insert_into = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [
        {"id": uuid.UUID(int=one), "bucket": one, "count": 0, "fingerprint": "", "mac": ""} for one in buckets
    ]
    connection.execute(insert_into(census).values(rows).on_conflict_do_nothing())


def census_mac(bucket: int, count: int, fingerprint: str) -> str:
    """What the census of one bucket must carry."""
    return digests.mac(key(), "census", bucket, count, fingerprint)


def history(session: Session, kind: str, thing: uuid.UUID) -> Sequence[Line]:
    """What happened to a thing, oldest first."""
    query = select(Line).where(lines.c.thing_kind == kind, lines.c.thing_id == thing).order_by(lines.c.number)
    return session.scalars(query).all()
