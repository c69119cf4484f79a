"""The floor of all tests: a database for each, the fixed cast, a client that lints every response."""

import os
import shutil
import uuid
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from inspectapp import schema
from inspectapp.app import create_app, open_stores
from inspectapp.config import Settings
from inspectapp.demo import accounts
from inspectapp.people import actions, queries
from inspectapp.people.access import TOKEN
from inspectapp.shared import clock, db
from tests.client import Browser
from tests.fixtures.browser import chromium, driver, whole_chromium  # noqa: F401 - fixtures
from tests.fixtures.once import built_once
from tests.fixtures.postgres import postgres  # noqa: F401 - a fixture
from tests.fixtures.rewind import Rewind
from tests.fixtures.standing import Worlds
from tests.fixtures_s3 import s3_server, s3_url  # noqa: F401 - fixtures

#: A Saturday in Beijing; tests that care freeze their own moment.
NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
#: The first example of a run may have to build a table of all characters: that is slow, and nothing is wrong.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "ours")


def pytest_addoption(parser):
    parser.addoption(
        "--stores", choices=("sqlite", "postgres"), default="sqlite", help="which pair of stores to run on"
    )


@pytest.fixture(scope="session")
def on_postgres(request):
    """The only way for a test to know which stores it runs on, or to get hold of them."""
    return request.config.getoption("--stores") == "postgres"


def knows_the_stores(item) -> bool:
    """Without this fixture, its own or one of those it uses, a test does the same in both passes."""
    return "on_postgres" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("stores_alike")


def pytest_collection_modifyitems(config, items):
    """The second pair of stores is for whatever touches stores; what takes long is begun first."""
    if config.getoption("--stores") == "postgres":
        rest = [item for item in items if not knows_the_stores(item)]
        items[:] = [item for item in items if knows_the_stores(item)]
        config.hook.pytest_deselected(items=rest)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in slow, -sizes[item.path], str(item.path)))


def settings_for(folder: Path, database_url: str | None = None, files_url: str | None = None) -> Settings:
    return Settings(
        data=folder,
        database_url=database_url or f"sqlite:///{folder / 'inspectapp.db'}",
        files_url=files_url or (folder / "files").as_uri(),
    )


def build_template(settings: Settings) -> None:
    """Migrated, with the regions and the cast made through the real actions."""
    open_stores(settings)
    schema.upgrade()
    with db.write_session() as session:
        accounts.build_people(session, at=NOW)
        accounts.passwords_of(session, settings.data, at=NOW)
    db.current().engine.dispose()


@pytest.fixture(scope="session")
def template(tmp_path_factory, on_postgres, request):
    """Built once a run on SQLite, once a process on PostgreSQL; every test gets a copy."""
    if on_postgres:
        url = request.getfixturevalue("postgres").database()
        settings = settings_for(tmp_path_factory.mktemp("template"), url)
        build_template(settings)
        return settings
    return settings_for(
        built_once(tmp_path_factory, "template", lambda folder: build_template(settings_for(folder)))
    )


@pytest.fixture(scope="session")
def premises(tmp_path_factory):
    """Where every test of this process finds its installation: statements stay compiled."""
    return tmp_path_factory.mktemp("installation")


@pytest.fixture(scope="session")
def rewind(template, postgres):  # noqa: F811 - the fixture imported above
    """The one database of this process on PostgreSQL."""
    return Rewind(postgres, template.database_url)


@pytest.fixture
def settings(template, premises, on_postgres, request):
    """This test's own copy of the template; nothing is left of the copy before."""
    shutil.rmtree(premises)
    premises.mkdir()
    shutil.copytree(template.keys, premises / "keys")
    if on_postgres:
        url = request.getfixturevalue("rewind").again()
        return settings_for(premises, url, request.getfixturevalue("s3_url"))
    shutil.copy(template.data / "inspectapp.db", premises)
    return settings_for(premises)


@pytest.fixture(scope="session")
def wired(template):
    """The app of this process: routes and templates are compiled once, the stores change with each test."""
    made = create_app(template)
    made.testing = True
    return made


@pytest.fixture
def app(settings, wired):
    open_stores(settings)
    kept = dict(wired.config)
    wired.config["SETTINGS"] = settings
    yield wired
    wired.config.clear()
    wired.config.update(kept)
    db.current().engine.dispose()


@pytest.fixture(scope="session")
def worlds(tmp_path_factory, on_postgres, request):
    """The worlds that were built in this process."""
    return Worlds(
        tmp_path_factory.mktemp("worlds"), request.getfixturevalue("rewind") if on_postgres else None
    )


@pytest.fixture
def standing(app, settings, worlds):
    """standing("demo", build): what build() answered, done once a process and there at the start of each."""

    def stand(name, build):
        return worlds.stand(name, build, settings)

    return stand


@pytest.fixture
def person(app):
    """person("zhifa1") is that member of the cast as an Actor."""

    def find(login: str):
        with db.read_session() as session:
            return accounts.actor(session, login)

    return find


@pytest.fixture
def browser_of(app):
    """browser_of("zhifa1") is a signed-in browser of that person; browser_of(None) of nobody."""

    def sign_in(login: str | None) -> Browser:
        client = Browser(app)
        if login is not None:
            with db.write_session() as session:
                found = queries.person_by_login(session, login)
                token = actions.sign_in(session, found, "测试手机", at=clock.now())
            with client.session_transaction() as cookie:
                cookie[TOKEN] = token
        return client

    return sign_in


@pytest.fixture
def op_id():
    return str(uuid.uuid4())
