"""Two bureaus, and the people who write and read checklists."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from inspectapp.checklists import actions
from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import Level, Person, Region
from inspectapp.shared import db, ledger

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


class World:
    """The regions, their people as actors, and one writing session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.city = self._region("晋城市", Level.CITY, None)
        self.county = self._region("泽州县", Level.COUNTY, self.city.id)
        self.far = self._region("平阳县", Level.COUNTY, None)
        self.head = self._actor("王科", Role.HEAD, self.county)
        self.officer = self._actor("李执", Role.OFFICER, self.county)
        self.supervisor = self._actor("赵督", Role.CITY, self.city)
        self.stranger = self._actor("陈远", Role.HEAD, self.far)

    def _region(self, name: str, level: Level, parent: uuid.UUID | None) -> Region:
        region = Region(
            name=name,
            short_name=name[:2],
            level=level,
            parent_id=parent,
            office_name=f"{name}应急管理局",
            number_prefix="晋",
        )
        self.session.add(region)
        self.session.flush()
        ledger.note(self.session, region, "设立", by=None, at=AT)
        return region

    def _actor(self, name: str, role: Role, region: Region) -> Actor:
        person = Person(login=f"u{uuid.uuid4().hex[:8]}", name=name, role=role, region_id=region.id)
        self.session.add(person)
        self.session.flush()
        seen = {region.id} | ({self.county.id} if region is self.city else set())
        return Actor(person.id, name, role, region.id, frozenset(seen), region.name, region.office_name)


@pytest.fixture
def world(app):
    """All in one transaction that is rolled back at the end of the story."""
    with db.current().write() as session:
        yield World(session)
        session.rollback()


@pytest.fixture
def shipped(world: World) -> World:
    actions.load_packs(world.session, None, AT)
    return world
