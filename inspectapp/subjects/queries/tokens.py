"""Asking the token index which units hold all these tokens: the only place where the two databases differ."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Text, column, func, select, table, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from inspectapp.shared.db import current
from inspectapp.subjects.models import UnitSearch

WINDOW = 1000
Exact = list[ColumnElement[bool]]
search = UnitSearch.__table__  # type: ignore[attr-defined]
HELD = type_coerce(search.c.tokens, ARRAY(Text))
tokens_fts = table("unit_tokens", column("rowid"), column("unit_tokens"))


def serials_holding(
    session: Session, regions: list[str], wanted: list[str], exact: Exact, before: int | None, limit: int
) -> Sequence[int]:  # fmt: skip
    """The newest serials that stand in one of the regions and hold all that is wanted, at most `limit`."""
    ask = _from_fts if current().is_sqlite else _from_arrays
    return ask(session, regions, wanted, exact, before, limit)


def _from_fts(
    session: Session, regions: list[str], wanted: list[str], exact: Exact, before: int | None, limit: int
) -> Sequence[int]:  # fmt: skip
    """SQLite walks the token lists backwards and stops at the limit."""
    rowid = tokens_fts.c.rowid
    match = " AND ".join([f"({' OR '.join(map(_quoted, regions))})", *map(_quoted, wanted)])
    query = select(rowid).where(tokens_fts.c.unit_tokens.op("MATCH")(match), *exact)
    if exact:
        query = query.select_from(tokens_fts.join(search, search.c.serial == rowid))
    query = query if before is None else query.where(rowid < before)
    return session.scalars(query.order_by(rowid.desc()).limit(limit)).all()


def _from_arrays(
    session: Session, regions: list[str], wanted: list[str], exact: Exact, before: int | None, limit: int
) -> Sequence[int]:  # fmt: skip
    """PostgreSQL: the common is found among the newest, the rare through the index; no planner guesses."""
    serial = search.c.serial
    one = len(regions) == 1
    holds = [HELD.contains([*regions, *wanted])] if one else [HELD.overlap(regions), HELD.contains(wanted)]
    top = before or (session.scalar(select(func.max(serial))) or 0) + 1
    near = select(serial).where(serial < top, serial >= top - WINDOW, *holds, *exact)
    newest = session.scalars(near.order_by(serial.desc()).limit(limit)).all()
    if len(newest) == limit:
        return newest
    every = select(serial.label("serial")).where(*holds, *exact).cte("hits")
    every = every.prefix_with("MATERIALIZED", dialect="postgresql")
    hits = select(every.c.serial).where(every.c.serial < top)
    return session.scalars(hits.order_by(every.c.serial.desc()).limit(limit)).all()


def _quoted(token: str) -> str:
    return f'"{token}"'
