"""A county with two neighbours and the people who meet in these stories."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import Level, Region
from inspectapp.shared.keys import Keyring

from inspectapp.shared import clock, db, ledger, secrets
from inspectapp.shared.identifiers import UNUSED_AREA, make_credit_code, make_id_number
from inspectapp.subjects import actions
from inspectapp.subjects.models import Staff, Unit
from inspectapp.subjects.words import Sector, StaffRole, Supervision, UnitKind

NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
BIRTHDAY = date(1985, 4, 9)


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


@pytest.fixture(params=["sqlite", "postgresql"])
def session(request, tmp_path):
    """A writing session on an empty database, once on each of the two databases."""
    keyring = Keyring(tmp_path / "keys")
    secrets.unlock(keyring)
    ledger.unlock(keyring)
    url = f"sqlite:///{tmp_path / 'subjects.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").database()
    opened = db.open_database(url)
    db.metadata.create_all(opened.engine)
    with clock.freeze(NOW), opened.write() as writing:
        yield writing
        writing.rollback()
    opened.engine.dispose()


@pytest.fixture
def world(session):
    city = Region(
        name="晋城市",
        short_name="晋城",
        level=Level.CITY,
        office_name="晋城市应急管理局",
        number_prefix="晋市",
    )
    session.add(city)
    session.flush()
    here, there = (
        Region(
            name=name, short_name=name[:2], level=Level.COUNTY, office_name=f"{name}应急管理局",
            number_prefix=name[:1], parent_id=city.id,
        )
        for name in ("泽州县", "阳城县")
    )  # fmt: skip
    session.add_all([here, there])
    for region in (city, here, there):
        ledger.note(session, region, "建立辖区", by=None, at=NOW)
    return World(city, here, there)


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


class Browser:
    """One signed-in person with a browser that sends what browsers send."""

    def __init__(self, app, token):
        self.client = app.test_client()
        with self.client.session_transaction() as cookie:
            cookie["token"] = token

    def get(self, path, **extra):
        return self.client.get(path, headers={"Sec-Fetch-Site": "same-origin"}, **extra)

    def post(self, path, data=None):
        data = {"op_id": str(uuid.uuid4())} | (data or {})
        return self.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})


class Office:
    """The app with a world of units in it, and a browser for everybody who works there."""

    def __init__(self, folder):
        from inspectapp.app import create_app

        from inspectapp import config

        self.app = create_app(config.from_environment({"INSPECTAPP_DATA": str(folder)}))
        db.metadata.create_all(db.current().engine)
        with db.write_session() as writing:
            self._settle(writing)

    def _settle(self, writing):
        city = Region(
            name="晋城市",
            short_name="晋城",
            level=Level.CITY,
            office_name="晋城市应急管理局",
            number_prefix="晋市",
        )
        writing.add(city)
        writing.flush()
        counties = [
            Region(
                name=name, short_name=name[:2], level=Level.COUNTY, office_name=f"{name}应急管理局",
                number_prefix=name[:1], parent_id=city.id,
            )
            for name in ("泽州县", "阳城县")
        ]  # fmt: skip
        writing.add_all(counties)
        writing.flush()
        self.regions = {region.name: region.id for region in (city, *counties)}
        self.world = World(city, *counties)
        boss = self.world.actor(Role.CITY)
        self.unit = self._unit(writing, boss, "泽州县安全技术培训中心", counties[0], "MA0A0001").id
        self.neighbour = self._unit(writing, boss, "泽州县第二培训学校", counties[0], "MA0A0002").id
        self.foreign = self._unit(writing, boss, "阳城县职业培训学校", counties[1], "MB1B9999").id
        self._people(writing, city, *counties)

    def _unit(self, writing, by, name, region, body):
        return actions.register(
            writing,
            {
                "region_id": region.id, "kind": UnitKind.INSTITUTION, "name": name, "phone": "13812345678",
                "supervision": Supervision.COUNTY, "sector": Sector.OTHER, "credit_code": credit_code(body),
            },
            by=by, at=NOW,
        )  # fmt: skip

    def _people(self, writing, city, here, there):
        from inspectapp.people.models import Person

        from inspectapp.people import actions as people_actions

        self.tokens = {}
        for role in Role:
            home = city if role in (Role.CITY, Role.SYSTEM, Role.SECURITY, Role.AUDIT) else here
            person = Person(login=role.name.lower(), name=role.title, role=role, region_id=home.id)
            writing.add(person)
            writing.flush()
            ledger.note(writing, person, "建立账号", by=None, at=NOW)
            self.tokens[role] = people_actions.sign_in(writing, person, "手机", at=NOW)
            if role is Role.CLERK:
                unit = writing.get_one(Unit, self.unit)
                actions.appoint_clerk(writing, unit, person.id, by=self.world.actor(Role.CITY), at=NOW)

    def browser(self, role=Role.OFFICER):
        return Browser(self.app, self.tokens[role])

    def rows(self, model):
        with db.read_session() as reading:
            return reading.query(model).all()


@pytest.fixture
def office(tmp_path):
    with clock.freeze(NOW):
        yield Office(tmp_path)
