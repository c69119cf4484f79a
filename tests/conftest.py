"""The floor of all tests: a database for each, the fixed cast, a client that lints every response."""

import shutil
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspectapp import schema
from inspectapp.app import create_app, open_stores
from inspectapp.config import Settings
from inspectapp.demo import accounts
from inspectapp.people import actions, queries
from inspectapp.people.access import TOKEN
from inspectapp.shared import clock, db
from tests.client import Browser
from tests.fixtures.postgres import postgres  # noqa: F401 - a fixture
from tests.fixtures_s3 import s3_server, s3_url  # noqa: F401 - fixtures

#: A Saturday in Beijing; tests that care freeze their own moment.
NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)


def pytest_addoption(parser):
    parser.addoption(
        "--stores", choices=("sqlite", "postgres"), default="sqlite", help="which pair of stores to run on"
    )


@pytest.fixture(scope="session")
def on_postgres(request):
    return request.config.getoption("--stores") == "postgres"


def settings_for(folder: Path, database_url: str | None = None, files_url: str | None = None) -> Settings:
    return Settings(
        data=folder,
        database_url=database_url or f"sqlite:///{folder / 'inspectapp.db'}",
        files_url=files_url or (folder / "files").as_uri(),
    )


@pytest.fixture(scope="session")
def template(tmp_path_factory, on_postgres, request):
    """Migrated once, with the regions and the cast made through the real actions; every test gets a copy."""
    folder = tmp_path_factory.mktemp("template")
    url = request.getfixturevalue("postgres").database() if on_postgres else None
    settings = settings_for(folder, url)
    open_stores(settings)
    schema.upgrade()
    with db.write_session() as session:
        accounts.build_people(session, at=NOW)
        accounts.passwords_of(session, folder, at=NOW)
    db.current().engine.dispose()
    return settings


@pytest.fixture
def settings(template, tmp_path, on_postgres, request):
    """This test's own copy of the template."""
    shutil.copytree(template.keys, tmp_path / "keys")
    if not on_postgres:
        for part in template.data.glob("inspectapp.db*"):
            shutil.copy(part, tmp_path / part.name)
        yield settings_for(tmp_path)
        return
    server = request.getfixturevalue("postgres")
    url = server.copy(template.database_url)
    yield settings_for(tmp_path, url, request.getfixturevalue("s3_url"))
    db.current().engine.dispose()
    server.drop(url)


@pytest.fixture
def app(settings):
    made = create_app(settings)
    made.testing = True
    yield made
    db.current().engine.dispose()


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
