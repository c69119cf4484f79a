"""An empty law catalogue or the one as shipped, and the people who meet in these stories."""

import uuid
from datetime import UTC, datetime

import pytest

from inspectapp.laws import actions, queries
from inspectapp.laws.models import LawEntry
from inspectapp.people.actor import Actor, Role
from inspectapp.shared import clock, db

NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)


def actor(role=Role.LEGAL, name="李法制", is_city=True):
    region = uuid.uuid4()
    return Actor(uuid.uuid4(), name, role, region, frozenset({region}), is_city=is_city)


@pytest.fixture
def session(app):
    """A transaction that is rolled back at the end of the story."""
    with clock.freeze(NOW), db.current().write() as writing:
        yield writing
        writing.rollback()


@pytest.fixture
def loaded(session):
    """The catalogue as shipped."""
    actions.load_catalogue(session, by=None, at=NOW)
    return session


@pytest.fixture
def law(loaded):
    """A row by its code, with its published version."""

    def find(code):
        (found,) = queries.by_codes(loaded, [code])
        return loaded.get_one(LawEntry, found.id), found

    return find
