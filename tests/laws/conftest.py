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
def catalogue(standing):
    """The catalogue as shipped is in the database."""
    with clock.freeze(NOW):
        standing("laws", shipped)


def shipped():
    with db.write_session() as writing:
        actions.load_catalogue(writing, by=None, at=NOW)


@pytest.fixture
def session(app, request):
    """A transaction that is rolled back at the end of the story."""
    if "catalogue" in request.fixturenames:
        request.getfixturevalue("catalogue")
    with clock.freeze(NOW), db.current().write() as writing:
        yield writing
        writing.rollback()


@pytest.fixture
def loaded(catalogue, session):
    """The catalogue as shipped, and a transaction that is rolled back."""
    return session


@pytest.fixture
def law(loaded):
    """A row by its code, with its published version."""

    def find(code):
        (found,) = queries.by_codes(loaded, [code])
        return loaded.get_one(LawEntry, found.id), found

    return find
