"""The census of chains: a chain removed whole, with its head, leaves a hole only here."""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from inspectapp.shared.ledger import digests, writing
from inspectapp.shared.ledger.checking.chains import HEADS, LINES, Chains
from inspectapp.shared.ledger.checking.faults import Faults
from inspectapp.shared.ledger.checking.reading import Doubted, Unreadable, spoken

CENSUS = writing.census.name
Counted = dict[int, tuple[int, str]]


def check_census(connection: Connection, chains: Chains, faults: Faults) -> None:
    """Every bucket of the census against the heads that are there."""
    present = _count(connection)
    with_headless = _with(present, [thing for thing, _ in chains.headless])
    said, bad = _said(connection, faults)
    for bucket in sorted(set(present) | set(said) | set(with_headless)):
        if bucket in bad:
            continue
        if bucket in said or bucket not in present:
            _compare(bucket, said.get(bucket, (0, "")), present, with_headless, faults)
        else:
            _tell_uncounted(bucket, connection, chains, present[bucket][0], faults)
    _tell_headless(chains, said, present, with_headless, faults)


def _compare(
    bucket: int, said: tuple[int, str], present: Counted, with_headless: Counted, faults: Faults
) -> None:
    found = present.get(bucket, (0, ""))
    if said in (found, with_headless.get(bucket, (0, ""))):
        return
    row = f"第{bucket}组"
    if said[0] > found[0]:
        faults.add("被删除", LINES, row, "", f"有{said[0] - found[0]}条登记链连同链首被整条删除")
    elif said[0] < found[0]:
        faults.add("凭空插入", HEADS, row, "", f"多出{found[0] - said[0]}条没有登记过的登记链")
    else:
        faults.add("被调换", HEADS, row, "", "有的登记链被整条换成了别的")


def _tell_uncounted(
    bucket: int, connection: Connection, chains: Chains, count: int, faults: Faults
) -> None:  # fmt: skip
    """Heads in a bucket without a census: it was removed, unless none of them holds even by itself."""
    if all(spoken(thing) in chains.touched for thing in _things(connection) if _bucket(thing) == bucket):
        faults.add("凭空插入", HEADS, f"第{bucket}组", "", f"多出{count}条没有登记过的登记链")
    else:
        faults.add("被删除", CENSUS, f"第{bucket}组", "", "这一组登记链的总数不见了")


def _tell_headless(
    chains: Chains, said: Counted, present: Counted, with_headless: Counted, faults: Faults
) -> None:
    for thing, walked in chains.headless:
        bucket = _bucket(thing)
        once_there = bucket is not None and said.get(bucket) == with_headless.get(bucket)
        if once_there:
            faults.add("被删除", HEADS, spoken(thing), "", f"这条登记链的{walked.count}条登记没有了链首")
        else:
            why = f"{walked.count}条登记不属于任何登记链"
            faults.add("凭空插入", LINES, spoken(thing), "（登记链）", why)


def _count(connection: Connection) -> Counted:
    return _with({}, _things(connection))


def _things(connection: Connection) -> Iterator[Any]:
    heads = Doubted(writing.heads, connection.dialect, ["id"])
    return (raw[0] for raw in heads.stream(connection, "id"))


def _with(counted: Counted, things: Any) -> Counted:
    more = dict(counted)
    for thing in things:
        bucket = _bucket(thing)
        if bucket is not None:
            count, fingerprint = more.get(bucket, (0, ""))
            more[bucket] = (count + 1, digests.fold(fingerprint, _uuid(thing)))
    return more


def _bucket(thing: Any) -> int | None:
    try:
        return int(_uuid(thing).bytes[-1] % writing.BUCKETS)
    except (TypeError, ValueError, AttributeError):
        return None


def _uuid(raw: Any) -> uuid.UUID:
    return raw if isinstance(raw, uuid.UUID) else uuid.UUID(hex=raw)


def _said(connection: Connection, faults: Faults) -> tuple[Counted, set[int]]:
    """What the census says where its own seal is whole; and which buckets it cannot speak for."""
    census = Doubted(writing.census, connection.dialect)
    said: Counted = {}
    bad: set[int] = set()
    for raw in census.stream(connection, "bucket"):
        try:
            row = census.values(raw)
            bucket = int(row["bucket"])
            whole = row["mac"] == writing.census_mac(bucket, row["count"], row["fingerprint"])
            whole = whole and row["id"] == uuid.UUID(int=bucket)
        except (Unreadable, TypeError, ValueError):
            whole, bucket = False, raw[census.at("bucket")]
        if whole:
            said[bucket] = (row["count"], row["fingerprint"])
        else:
            bad.add(bucket)
            faults.add("被修改", CENSUS, spoken(raw[census.at("id")]), f"（第{bucket}组）", "校验码不对")
    return said, bad
