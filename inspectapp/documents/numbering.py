"""Numbers of papers without gap or double, however many are frozen at the same moment.

The serial is taken by one statement inside the transaction that freezes the paper: whoever rolls back gives
it back, whoever comes second waits for the row. Nothing slow happens between it and the commit.
"""

import uuid
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from inspectapp.documents.models import Series

series = Series.__table__  # type: ignore[attr-defined]
_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def next_serial(session: Session, region_id: uuid.UUID, year: int, mark: str) -> int:
    """The next serial of this bureau, year and kind."""
    insert = _INSERTS[session.get_bind().dialect.name]
    first = insert(series).values(id=uuid.uuid4(), region_id=region_id, year=year, mark=mark, last=1)
    counted = first.on_conflict_do_update(
        index_elements=["region_id", "year", "mark"], set_={"last": series.c.last + 1}
    )
    return int(session.execute(counted.returning(series.c.last)).scalar_one())
