"""Numbers of papers without gap or double, however many are frozen at the same moment.

The serial is taken by one statement inside the transaction that freezes the paper: whoever rolls back gives
it back, whoever comes second waits for the row. Nothing slow happens between it and the commit.
"""

import uuid

from sqlmodel import Session

from inspectapp.documents.models import Series
from inspectapp.shared.db import insert_unless

series = Series.__table__  # type: ignore[attr-defined]


def next_serial(session: Session, region_id: uuid.UUID, year: int, mark: str) -> int:
    """The next serial of this bureau, year and kind."""
    first = insert_unless(session, series).values(
        id=uuid.uuid4(), region_id=region_id, year=year, mark=mark, last=1
    )
    counted = first.on_conflict_do_update(
        index_elements=["region_id", "year", "mark"], set_={"last": series.c.last + 1}
    )
    return int(session.execute(counted.returning(series.c.last)).scalar_one())
