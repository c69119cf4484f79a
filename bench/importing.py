"""How long taking in a workbook of many rows holds the write lock; everybody else waits 8 s at most.

Usage: python -m bench.importing [ROWS]   (DATABASE_URL, or a file of its own that goes away)
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlmodel import select

from bench.world import unit_values
from inspectapp import demo, schema
from inspectapp.app import open_stores
from inspectapp.config import from_environment
from inspectapp.demo import accounts
from inspectapp.shared import clock, db
from inspectapp.shared.identifiers import UNUSED_AREA, make_id_number
from inspectapp.subjects.excel.books import STAFF, UNITS, Book
from inspectapp.subjects.excel.plan import Outcome, Plan, PlannedRow
from inspectapp.subjects.excel.taking import take_in
from inspectapp.subjects.models import Unit
from inspectapp.subjects.queries.scope import visible

ROWS = 3000


def units(session: db.Session, rows: int) -> Plan:
    """As many new units."""
    import random

    chance, regions = random.Random(7), sorted(accounts.actor(session, "ducha").regions, key=str)
    made = (unit_values(number, regions, chance) for number in range(900_000, 900_000 + rows))
    return _plan(UNITS, [(values, None) for values in made])


def staff(session: db.Session, rows: int) -> Plan:
    """As many new people of one unit."""
    by = accounts.actor(session, "ducha")
    unit = session.scalars(select(Unit).where(visible(by))).first()
    people = [
        {
            "name": f"新来{number}",
            "id_number": make_id_number(UNUSED_AREA, date(1960 + number // 900, 5, 1), number % 900 + 1),
        }
        for number in range(rows)
    ]
    return _plan(STAFF, [(values, unit) for values in people])


def _plan(book: Book, rows: list) -> Plan:
    planned = [
        PlannedRow(number, Outcome.NEW, "", unit=unit, values=values)
        for number, (values, unit) in enumerate(rows, 2)
    ]
    return Plan(book, tuple(planned))


def held(make: Callable[[db.Session, int], Plan], rows: int) -> float:
    """Seconds from the first row to the end of the commit."""
    with db.read_session() as session:
        plan, by = make(session, rows), accounts.actor(session, "ducha")
    began = time.perf_counter()
    with db.write_session() as session:
        take_in(session, plan, by=by, at=clock.now())
    return time.perf_counter() - began


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        os.environ.setdefault("INSPECTAPP_DATA", name)
        settings = from_environment()
        open_stores(settings)
        schema.upgrade()
        with db.write_session() as session:
            demo.load(session, at=clock.now(), folder=Path(name))
        for word, make in (("units", units), ("staff", staff)):
            print(f"{rows} new {word}: the write lock was held for {held(make, rows):.2f} s", flush=True)


if __name__ == "__main__":
    main()
