"""The demo world: whole, invented, always up to date, and safe to load twice."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from inspectapp import demo
from inspectapp.demo.accounts import FILE_NAME
from inspectapp.demo.cast import CAST
from inspectapp.demo.roster import ROSTER
from inspectapp.documents import house
from inspectapp.people import actions as people
from inspectapp.people import passwords, queries
from inspectapp.people.actor import Role
from inspectapp.people.models import Region
from inspectapp.shared import clock, db, files, ledger, secrets
from inspectapp.shared.identifiers import UNUSED_AREA, check_credit_code, check_id_number, check_phone
from inspectapp.shared.keys import Keyring
from inspectapp.shared.refusals import NotNow
from inspectapp.subjects import queries as subjects
from inspectapp.subjects.models import Certificate, Staff, Unit
from inspectapp.subjects.rules.certificates import Validity, validity
from inspectapp.subjects.words import UnitKind, UnitStatus
from tests.conftest import settings_for

NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
RARE = "镕㛃䶮𬭚"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def loaded(folder):
    """The world, loaded once for all these stories."""
    keyring = Keyring(folder / "keys")
    secrets.unlock(keyring)
    ledger.unlock(keyring)
    settings = settings_for(folder)
    files.use(settings.files_url, folder / "derived")
    house.open_house(settings)
    opened = db.open_database(f"sqlite:///{folder / 'demo.db'}")
    db.metadata.create_all(opened.engine)
    with clock.freeze(NOW):
        with opened.write() as writing:
            assert demo.is_empty(writing)
            told = demo.load(writing, at=NOW, folder=folder)
        yield told
    opened.engine.dispose()


@pytest.fixture
def session(loaded):
    with clock.freeze(NOW), db.current().write() as writing:
        yield writing
        writing.rollback()


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def unit_of(session, part):
    return session.scalars(select(Unit).where(Unit.name.contains(part))).one()


def marks(session, part):
    """The sentences an inspector would see on this unit."""
    unit = unit_of(session, part)
    return {mark.code: mark for mark in subjects.marks_of(session, unit, clock.today())}


def test_one_city_two_counties_and_units_of_every_kind(session):
    levels = sorted(region.level.name for region in session.scalars(select(Region)))
    assert levels == ["CITY", "COUNTY", "COUNTY"]
    assert {unit.kind for unit in session.scalars(select(Unit))} == set(UnitKind)
    assert count(session, Unit) >= 12
    assert count(session, Staff) == len(ROSTER) >= 60
    assert max(len(unit.name) for unit in session.scalars(select(Unit))) >= 40
    assert UnitStatus.CLOSED in {unit.status for unit in session.scalars(select(Unit))}


def test_every_role_can_sign_in_and_needs_no_change(session, loaded):
    assert {row["role"] for row in loaded["accounts"]} == {role.title for role in Role}
    for row in loaded["accounts"]:
        person = queries.person_by_login(session, row["login"])
        assert passwords.matches(person.password_hash, row["password"])
        assert not person.must_change_password


def test_the_clerk_works_for_a_unit(session):
    clerk = next(player for player in CAST if player.role is Role.CLERK)
    person = queries.person_by_login(session, clerk.login)
    assert subjects.unit_of_clerk(session, person.id) == unit_of(session, "澄溪县安全生产技术培训中心").id


def test_nobody_is_real(session):
    with clock.freeze(NOW):
        for staff in session.scalars(select(Staff)):
            assert check_id_number(staff.id_number, clock.today()).startswith(UNUSED_AREA)
            assert check_phone(staff.phone).startswith("154")
    for unit in session.scalars(select(Unit)):
        assert check_credit_code(unit.credit_code)[2:8] == UNUSED_AREA
    names = "".join(session.scalars(select(Staff.name))) + "".join(
        session.scalars(select(Certificate.holder))
    )
    assert set(RARE) <= set(names)
    numbers = list(session.scalars(select(Staff.id_number)))
    assert len(set(numbers)) == len(numbers)


def test_two_units_carry_the_faults_inspections_find(session):
    huayue, boxue = marks(session, "华岳"), marks(session, "博学")
    assert {"R1", "legal-person", "scope", "lease-short", "area", "seats"} <= set(huayue)
    assert {"R1", "R9-left", "R9-insurance", "R8-agreements", "R7-informal", "lease-short"} <= set(boxue)
    assert "2份协议已到期" in boxue["R8-agreements"].sentence


def test_a_sound_unit_has_no_such_marks(session):
    assert not {"R1", "R9-left", "R8-agreements", "R7-informal", "area", "legal-person"} & set(
        marks(session, "澄溪县安全生产技术培训中心")
    )


def test_something_always_runs_out_in_twenty_days(session):
    soon = clock.today() + timedelta(days=20)
    held = list(session.scalars(select(Certificate)))
    assert [one for one in held if one.valid_to == soon]
    states = {validity(c.post, c.valid_from, c.valid_to, c.review_due_on, clock.today()) for c in held}
    assert {Validity.VALID, Validity.EXPIRED, Validity.DOUBTFUL} <= states


def test_a_second_run_keeps_the_world_and_tells_the_same(session, loaded, folder):
    before = count(session, Unit)
    assert demo.load(session, at=NOW, folder=folder) == loaded
    assert count(session, Unit) == before
    assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600


def test_a_second_run_spends_no_hash_on_passwords_seen_to_fit(session, loaded, folder, monkeypatch):
    spent = []
    monkeypatch.setattr(passwords, "matches", lambda stored, typed: spent.append(typed))
    demo.load(session, at=NOW, folder=folder)
    assert spent == []


def test_a_password_changed_meanwhile_is_set_to_what_is_written_down(session, loaded, folder):
    person = queries.person_by_login(session, CAST[0].login)
    people.set_password(session, person, "quite another phrase", by=None, at=NOW)
    told = demo.load(session, at=NOW, folder=folder)
    assert told == loaded
    assert passwords.matches(person.password_hash, told["accounts"][0]["password"])


def test_passwords_are_set_anew_when_their_file_is_gone(session, loaded, tmp_path):
    told = demo.load(session, at=NOW, folder=tmp_path)
    assert [row["login"] for row in told["accounts"]] == [row["login"] for row in loaded["accounts"]]
    assert not {row["password"] for row in told["accounts"]} & {row["password"] for row in loaded["accounts"]}
    kept = json.loads((tmp_path / FILE_NAME).read_text())
    person = queries.person_by_login(session, CAST[0].login)
    assert passwords.matches(person.password_hash, kept[CAST[0].login])


def test_a_real_installation_is_left_alone(session, tmp_path):
    queries.person_by_login(session, CAST[-1].login).login = "somebody"
    session.flush()
    with pytest.raises(NotNow, match="已有正式数据"):
        demo.load(session, at=NOW, folder=tmp_path)
    assert not (tmp_path / FILE_NAME).exists()
