"""What the stories of people share: the passwords of the cast, and accounts found again."""

import json

import pytest
from sqlmodel import select

from inspectapp.app import create_app
from inspectapp.people import actions, queries
from inspectapp.people.models import Region
from inspectapp.shared import clock, db, ledger
from tests.client import Browser
from tests.conftest import settings_for


@pytest.fixture
def password_of(template):
    return json.loads((template.data / "demo-accounts.json").read_text()).__getitem__


@pytest.fixture
def account(app):
    """account("zhifa1") is that account as it stands in the database now."""

    def find(login):
        with db.read_session() as session:
            return queries.person_by_login(session, login)

    return find


@pytest.fixture
def place(app):
    """place("澄溪县") is that region as it stands in the database now."""

    def find(name):
        with db.read_session() as session:
            return session.scalars(select(Region).where(Region.name == name)).one()

    return find


@pytest.fixture
def acts_on(app):
    """The acts noted about a thing, oldest first."""

    def find(thing, kind="people"):
        with db.read_session() as session:
            return ledger.history(session, kind, thing.id)

    return find


@pytest.fixture
def sign_in():
    """Sign in as a person does, with login and password."""

    def enter(browser, login, password, **more):
        return browser.post("/sign-ins", {"login": login, "password": password, **more})

    return enter


#: What whoever opens the first link types.
FIRST = {
    "name": "云岭市", "short_name": "云岭", "office_name": "云岭市应急管理局", "number_prefix": "云",
    "person_name": "贺知新", "login": "first",
    "password": "梧桐 shan lu 八千里", "again": "梧桐 shan lu 八千里",
}  # fmt: skip


@pytest.fixture
def empty_app(template, tmp_path, on_postgres, request):
    """An installation on its first day: tables, and nobody in them."""
    server = request.getfixturevalue("postgres") if on_postgres else None
    url = server.database() if server else None
    made = create_app(settings_for(tmp_path / "empty", url))
    made.testing = True
    db.metadata.create_all(db.current().engine)
    yield made
    db.current().engine.dispose()
    if server:
        server.drop(url)


@pytest.fixture
def first_administrator(empty_app, sign_in):
    """The first administrator, signed in, on the first day."""
    with db.write_session() as session:
        token = actions.make_link(session, None, at=clock.now())
    browser = Browser(empty_app)
    browser.post(f"/set-up/{token}", FIRST)
    sign_in(browser, FIRST["login"], FIRST["password"])
    return browser
