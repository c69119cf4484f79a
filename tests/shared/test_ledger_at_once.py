"""Two first lines at once: whoever is second waits and counts on, also where nothing was counted yet."""

import threading
import uuid

import pytest
from sqlalchemy import delete, select, text

from inspectapp.people.models import Level, Region
from inspectapp.shared import db, ledger
from inspectapp.shared.ledger import writing
from inspectapp.shared.ledger.models import Census
from tests.conftest import NOW

#: Two ids of the same bucket of the census.
FIRST, SECOND = uuid.UUID(int=16), uuid.UUID(int=32)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def founded(session, region_id, name):
    region = Region(
        id=region_id, name=name, short_name=name, level=Level.COUNTY, office_name="局", number_prefix="晋"
    )
    session.add(region)
    session.flush()
    ledger.note(session, region, "设立", by=None, at=NOW)


@pytest.fixture
def uncounted(app):
    """The census is empty, as on the first day."""
    with db.write_session() as session:
        session.execute(delete(Census))


def until_somebody_waits():
    """On PostgreSQL the second has come as far as the first lets it; SQLite lets nobody begin."""
    if db.current().is_sqlite:
        return
    pause, asked = threading.Event(), 0
    while not asked:
        with db.read_session() as session:
            asked = session.scalar(text(WAITING))
        pause.wait(0.01)


def test_two_may_begin_the_same_bucket_at_once(uncounted):
    trouble = []

    def second():
        try:
            with db.write_session() as session:
                founded(session, SECOND, "乙县")
        except Exception as error:
            trouble.append(error)

    other = threading.Thread(target=second)
    with db.write_session() as session:
        founded(session, FIRST, "甲县")
        other.start()
        until_somebody_waits()
    other.join(30)
    assert trouble == []
    with db.read_session() as session:
        (counted,) = session.scalars(select(Census)).all()
    assert (counted.bucket, counted.count) == (0, 2)
    assert counted.mac == writing.census_mac(0, 2, counted.fingerprint)
