"""One planted ledger for all cases of a file: each case changes it inside a transaction that is undone."""

import shutil
from contextlib import contextmanager

import pytest

from inspectapp.app import open_stores
from inspectapp.shared import db
from inspectapp.shared.ledger import roots
from tests.conftest import NOW, settings_for
from tests.shared.planting import Hands, plant


@pytest.fixture(scope="module")
def planted(template, tmp_path_factory, on_postgres, request):
    """Three rows in every recorded table, and a root of today over all of them."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(template.keys, folder / "keys")
    url = None
    if on_postgres:
        url = request.getfixturevalue("postgres").copy(template.database_url)
    else:
        shutil.copy(template.data / "inspectapp.db", folder)
    open_stores(settings_for(folder, url))
    with db.write_session() as session:
        plant(session)
        roots.gather(session, at=NOW)
    yield db.current()
    db.current().engine.dispose()


@pytest.fixture
def hands(planted):
    """with hands() as h: change rows; h.done() checks; everything is undone."""

    @contextmanager
    def open_hands():
        with planted.writing.connect() as connection:
            try:
                yield Hands(connection)
            finally:
                connection.rollback()

    return open_hands
