"""Numbers of people cannot be read in the database, and can still be found by who knows them."""

import pytest
from sqlalchemy import text

from inspectapp.people import queries
from inspectapp.people.models import Person
from inspectapp.shared import db, secrets
from inspectapp.shared.keys import Keyring

PHONE = "13812341234"


@pytest.fixture
def keyring(tmp_path, app):
    yield Keyring(tmp_path / "other-keys")
    secrets.unlock(Keyring(app.config["SETTINGS"].keys))


@pytest.fixture
def with_phone(app):
    with db.write_session() as writing:
        queries.person_by_login(writing, "zhifa1").phone = PHONE


def stored():
    with db.read_session() as reading:
        return reading.execute(text("select phone from people where login = 'zhifa1'")).scalar()


def test_a_phone_lies_sealed_and_reads_open(with_phone):
    assert PHONE not in stored()
    with db.read_session() as reading:
        assert queries.person_by_login(reading, "zhifa1").phone == PHONE


def test_who_knows_the_number_finds_the_person(with_phone):
    with db.read_session() as reading:
        assert [one.login for one in reading.query(Person).filter(Person.phone == PHONE)] == ["zhifa1"]
        assert reading.query(Person).filter(Person.phone == PHONE[:-1]).count() == 0


def test_the_same_text_is_sealed_the_same_way_so_that_digests_hold(app):
    assert secrets.seal_text(PHONE) == secrets.seal_text(PHONE)
    assert secrets.open_text(secrets.seal_text("镕㛃䶮𬭚")) == "镕㛃䶮𬭚"


def test_an_empty_field_stays_empty(app):
    with db.read_session() as reading:
        assert queries.person_by_login(reading, "zhifa2").phone == ""


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-4] + "AAA=", lambda s: "x", lambda s: "明文", lambda s: s[4:]]
)
def test_what_was_tampered_with_is_shown_as_unreadable_and_breaks_no_page(app, spoil):
    assert secrets.open_text(spoil(secrets.seal_text(PHONE))) == secrets.UNREADABLE


def test_another_key_reads_nothing(app, keyring):
    sealed = secrets.seal_text(PHONE)
    secrets.unlock(keyring)
    assert secrets.open_text(sealed) == secrets.UNREADABLE
