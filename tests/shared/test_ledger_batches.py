"""Many acts told at once leave exactly the ledger that telling them one by one would have left."""

import itertools
import uuid

import pytest
from sqlalchemy import select

from inspectapp.demo import accounts
from inspectapp.people.actor import Role
from inspectapp.people.models import Person
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.ledger.models import Census, Head, Line
from inspectapp.subjects import actions
from inspectapp.subjects.models import Contact, Unit
from inspectapp.subjects.words import Sector, Supervision, UnitKind
from tests.conftest import NOW


@pytest.fixture
def unit_id(app):
    """A unit whose chain already has a line."""
    with clock.freeze(NOW), db.write_session() as session:
        by = accounts.actor(session, "ducha")
        values = {
            "region_id": by.region_id, "kind": UnitKind.INSTITUTION, "name": "澄溪县安全技术培训中心",
            "supervision": Supervision.COUNTY, "sector": Sector.OTHER,
        }  # fmt: skip
        return actions.register(session, values, by=by, at=NOW).id


def acts_of(session, unit_id):
    """Two new people in the unit's chain, the unit itself, a chain of its own, and one row twice."""
    region_id = accounts.actor(session, "ducha").region_id
    contacts = [
        Contact(id=uuid.UUID(int=n), unit_id=unit_id, name=f"联系人{n}", duty="负责人", phone="15400000001")
        for n in (1, 2)
    ]
    alone = [
        Person(id=uuid.UUID(int=n), login=f"new{n}", name="新来", role=Role.OFFICER, region_id=region_id)
        for n in (3, 19)
    ]
    session.add_all([*contacts, *alone])
    unit = session.get_one(Unit, unit_id)
    told = [
        (contacts[0], "添加"),
        (alone[0], "新建"),
        (contacts[1], "添加"),
        (unit, "核对"),
        (alone[1], "新建"),
        (unit, "再次核对"),
    ]
    return [ledger.Act(row, act, {"which": act}) for row, act in told]


def left_behind(session):
    """Lines, heads and census without the random ids of their rows."""
    lines = session.scalars(select(Line)).all()
    return (
        sorted(
            (line.thing_id, line.number, line.before, line.sha256, line.sm3, line.row_sha256)
            for line in lines
        ),
        sorted(
            (head.id, head.kind, head.count, head.sha256, head.mac) for head in session.scalars(select(Head))
        ),
        sorted((one.bucket, one.count, one.fingerprint, one.mac) for one in session.scalars(select(Census))),
    )


def told(unit_id, tell):
    with clock.freeze(NOW), db.current().write() as session:
        by = accounts.actor(session, "ducha")
        tell(session, acts_of(session, unit_id), by)
        result = left_behind(session)
        session.rollback()
    return result


def one_by_one(session, acts, by):
    for act in acts:
        ledger.note(session, act.row, act.act, by=by, at=NOW, **act.detail)


def at_once(session, acts, by):
    ledger.note_many(session, acts, by=by, at=NOW)


def test_telling_at_once_is_telling_one_by_one(unit_id):
    assert told(unit_id, at_once) == told(unit_id, one_by_one)


def test_nothing_to_tell_leaves_nothing(unit_id):
    with db.current().write() as session:
        before = left_behind(session)
        ledger.note_many(session, [], by=None, at=NOW)
        assert left_behind(session) == before


def test_more_acts_than_fit_one_question(unit_id):
    with clock.freeze(NOW), db.current().write() as session:
        by = accounts.actor(session, "ducha")
        unit = session.get_one(Unit, unit_id)
        rows = [(unit, {"name": f"联系人{n}", "duty": "负责人", "phone": "15400000001"}) for n in range(1200)]
        actions.add_many(session, Contact, rows, by=by, at=NOW)
        lines = ledger.history(session, "units", unit_id)
        assert [line.number for line in lines] == list(range(1, 1202))
        assert all(later.before == earlier.sha256 for earlier, later in itertools.pairwise(lines))
        session.rollback()
