"""One of the invented counties with its units, and the people who meet in these stories."""

import uuid
from dataclasses import dataclass
from datetime import date

import pytest
from sqlmodel import select

from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import Region
from inspectapp.shared import clock, db
from inspectapp.shared.identifiers import UNUSED_AREA, make_credit_code, make_id_number
from inspectapp.subjects import actions
from inspectapp.subjects.models import Staff, Unit
from inspectapp.subjects.words import Sector, StaffRole, Supervision, UnitKind
from tests.conftest import NOW

BIRTHDAY = date(1985, 4, 9)
LOGINS = {
    Role.OFFICER: "zhifa1", Role.HEAD: "kezhang", Role.LEGAL: "fazhi",
    Role.CITY: "ducha", Role.CLERK: "jingban",
    Role.SYSTEM: "xitong", Role.SECURITY: "anquan", Role.AUDIT: "shenji",
}  # fmt: skip


def id_number(serial=1):
    return make_id_number(UNUSED_AREA, BIRTHDAY, serial)


def credit_code(body="MA0A0001"):
    return make_credit_code("140525", body)


@dataclass
class World:
    """One city, two counties, and an actor for each role."""

    city: Region
    here: Region
    there: Region

    def actor(self, role=Role.OFFICER, region=None, unit_id=None, name=None):
        region = region or (self.city if role is Role.CITY else self.here)
        seen = {self.city.id, self.here.id, self.there.id} if role is Role.CITY else {region.id}
        return Actor(
            id=uuid.uuid4(), name=name or role.title, role=role, region_id=region.id,
            regions=frozenset(seen), region_name=region.name, unit_id=unit_id, is_city=role is Role.CITY,
        )  # fmt: skip


def the_world(session):
    """The three regions of the demo, by name."""
    regions = {region.name: region for region in session.scalars(select(Region))}
    return World(regions["云岭市"], regions["澄溪县"], regions["石桥县"])


@pytest.fixture
def session(app):
    """A transaction that is rolled back at the end of the story."""
    with clock.freeze(NOW), db.current().write() as writing:
        yield writing
        writing.rollback()


@pytest.fixture
def world(session):
    return the_world(session)


@pytest.fixture
def officer(world):
    return world.actor(name="刘洋")


@pytest.fixture
def make_unit(session, world, officer):
    def make(name="泽州县安全技术培训中心", by=None, **changes):
        values = {
            "region_id": world.here.id, "kind": UnitKind.INSTITUTION, "name": name,
            "supervision": Supervision.COUNTY, "sector": Sector.OTHER,
        } | changes  # fmt: skip
        return actions.register(session, values, by=by or world.actor(Role.CITY), at=NOW)

    return make


@pytest.fixture
def make_staff(session, officer):
    def make(unit, name="范志远", serial=1, **changes):
        values = {"name": name, "id_number": id_number(serial), "roles": [StaffRole.TEACHER.name]} | changes
        return actions.add(session, unit, Staff, values, by=officer, at=NOW)

    return make


class Office:
    """The app with three units in it, and a browser for everybody who works there."""

    def __init__(self, browser_of):
        self.browser_of = browser_of
        with db.write_session() as writing:
            self.world = the_world(writing)
            boss = self.world.actor(Role.CITY)
            self.unit = self._unit(writing, boss, "澄溪县安全技术培训中心", self.world.here, "MA0A0001").id
            self.neighbour = self._unit(writing, boss, "澄溪县第二培训学校", self.world.here, "MA0A0002").id
            self.foreign = self._unit(writing, boss, "石桥县职业培训学校", self.world.there, "MB1B9999").id
        self.here, self.there = str(self.world.here.id), str(self.world.there.id)

    def _unit(self, writing, by, name, region, body):
        values = {
            "region_id": region.id, "kind": UnitKind.INSTITUTION, "name": name, "phone": "13812345678",
            "supervision": Supervision.COUNTY, "sector": Sector.OTHER, "credit_code": credit_code(body),
        }  # fmt: skip
        return actions.register(writing, values, by=by, at=NOW)

    def browser(self, role=Role.OFFICER):
        return self.browser_of(LOGINS[role])

    def employ_clerk(self, person):
        with db.write_session() as writing:
            unit = writing.get_one(Unit, self.unit)
            actions.appoint_clerk(writing, unit, person.id, by=self.world.actor(Role.CITY), at=NOW)

    def rows(self, model):
        with db.read_session() as reading:
            return reading.scalars(select(model)).all()


@pytest.fixture
def office(app, browser_of, person, standing):
    def built():
        made = Office(browser_of)
        made.employ_clerk(person(LOGINS[Role.CLERK]))
        return made

    with clock.freeze(NOW):
        yield standing("office", built)
