"""A world of its own for a whole file of tests: built once, changed inside transactions that are undone."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspectapp.app import open_stores
from inspectapp.demo import accounts
from inspectapp.documents import papers
from inspectapp.shared import clock, db
from tests.conftest import NOW, settings_for
from tests.documents.conftest import blank_pages


@contextmanager
def opened(template, folder: Path, on_postgres, request):
    """A copy of the template with stores and house of its own, at the moment of the cast, paper stubbed."""
    folder.mkdir(exist_ok=True)
    shutil.copytree(template.keys, folder / "keys")
    url = None
    if on_postgres:
        url = request.getfixturevalue("postgres").copy(template.database_url)
    else:
        shutil.copy(template.data / "inspectapp.db", folder)
    settings = settings_for(folder, url)
    open_stores(settings)
    with pytest.MonkeyPatch.context() as patch, clock.freeze(NOW):
        patch.setattr(papers, "drawn", blank_pages)
        yield settings
    db.current().engine.dispose()


def person(login):
    """A member of the cast."""
    with db.read_session() as session:
        return accounts.actor(session, login)


@contextmanager
def undone():
    """A writing session of which nothing stays."""
    with db.current().turn(), db.Session(db.current().writing, expire_on_commit=False) as session:
        try:
            yield session
        finally:
            session.rollback()
