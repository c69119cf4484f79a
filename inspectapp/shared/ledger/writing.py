"""Writing a line: in the same transaction as the change it tells of."""

import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlmodel import Session

from inspectapp.shared.db import insert_unless
from inspectapp.shared.keys import Keyring
from inspectapp.shared.ledger import digests
from inspectapp.shared.ledger.models import Census, Head, Line, Recorded
from inspectapp.shared.prepared import Prepared

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
END = Prepared(ENDS.where(heads.c.id == bindparam("thing")).with_for_update())
ADD = {table: insert(table) for table in (lines, heads)}
MOVE_ONE, ADD_ONE = Prepared(MOVE_HEAD), {table: Prepared(ADD[table]) for table in ADD}


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
class Facts:
    """What a line says of a row: which one, in whose chain, and every recorded column."""

    table: str
    id: uuid.UUID
    chain: tuple[str, uuid.UUID]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """One act on one row, to be told together with others. `detail` never holds personal data."""

    row: Recorded
    act: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    gone: bool = False

    @property
    def facts(self) -> Facts:
        """The row as it stands now."""
        table, row_id = self.row.__tablename__, self.row.id  # type: ignore[attr-defined]
        return Facts(table, row_id, self.row.chain(), digests.row_values(self.row))


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
    told = [(act.facts, _act(act.act, act.detail, act.gone)) for act in acts]
    _tell(session.connection(), told, _signed(by, at, device_at))


def note_facts(
    connection: Connection, facts: Facts, act: str, *, by: Signer | None, at: datetime,
    device_at: datetime | None = None, **detail: Any,
) -> None:  # fmt: skip
    """The line that `note` would have written, for a row that was changed by a statement of its own."""
    settled = replace(facts, values=digests.settled(facts.values))
    _tell(connection, [(settled, _act(act, detail))], _signed(by, at, device_at))


def _act(act: str, detail: Mapping[str, Any], gone: bool = False) -> dict[str, Any]:
    return {"act": act, "detail": dict(detail), "gone": gone}


def _signed(by: Signer | None, at: datetime, device_at: datetime | None) -> dict[str, Any]:
    who = {"by_id": by.id, "by_name": by.name} if by else {"by_id": None, "by_name": ""}
    return {**who, "at": at, "device_at": device_at}


def _tell(
    connection: Connection, told: Sequence[tuple[Facts, dict[str, Any]]], signed: Mapping[str, Any]
) -> None:
    ends = _ends_of_chains(connection, {facts.chain[1] for facts, _ in told})
    begun = {thing: count for thing, (_, count, _) in ends.items()}
    written = []
    for facts, act in told:
        kind, thing = facts.chain
        _, number, before = ends.get(thing, (kind, 0, START))
        written.append(_line(facts, number + 1, before, {**act, **signed}))
        ends[thing] = (kind, number + 1, written[-1]["sha256"])
    _insert(connection, lines, written)
    moved = {thing: end for thing, end in ends.items() if begun.get(thing) != end[1]}
    _move_heads(connection, moved, begun)


def _line(facts: Facts, number: int, before: str, said: Mapping[str, Any]) -> dict[str, Any]:
    body, (kind, thing) = digests.canonical(facts.values), facts.chain
    line: dict[str, Any] = {
        "thing_kind": kind, "thing_id": thing, "number": number,
        "row_table": facts.table, "row_id": facts.id, **said,
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
        found = END.first(connection, {"thing": wanted[0]})
        return {found[0]: (found[1], found[2], found[3])} if found else {}
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
    if len(old) == 1:
        MOVE_ONE.run(connection, old[0])
    elif old:
        connection.execute(MOVE_HEAD, old)
    _insert(connection, heads, new)
    if new:
        _count_in(connection, [one["id"] for one in new])


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if len(rows) == 1:
        ADD_ONE[table].run(connection, rows[0])
    elif rows:
        connection.execute(ADD[table], rows)


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
    rows = [
        {"id": uuid.UUID(int=one), "bucket": one, "count": 0, "fingerprint": "", "mac": ""} for one in buckets
    ]
    connection.execute(insert_unless(connection, census).values(rows).on_conflict_do_nothing())


def census_mac(bucket: int, count: int, fingerprint: str) -> str:
    """What the census of one bucket must carry."""
    return digests.mac(key(), "census", bucket, count, fingerprint)


def history(session: Session, kind: str, thing: uuid.UUID) -> Sequence[Line]:
    """What happened to a thing, oldest first."""
    query = select(Line).where(lines.c.thing_kind == kind, lines.c.thing_id == thing).order_by(lines.c.number)
    return session.scalars(query).all()
