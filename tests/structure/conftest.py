"""The planted world for the tests of access: built once a file; what requests change is not kept."""

import logging
import shutil

import pytest
from sqlmodel import Session

from inspectapp.app import create_app
from inspectapp.shared import clock, db
from inspectapp.web import transaction
from tests.conftest import NOW, settings_for
from tests.structure.asking import Asking
from tests.structure.planting import plant


@pytest.fixture(scope="module")
def asking(template, tmp_path_factory, on_postgres, request):
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(template.keys, folder / "keys")
    url = None
    if on_postgres:
        url = request.getfixturevalue("postgres").copy(template.database_url)
    else:
        for part in template.data.glob("inspectapp.db*"):
            shutil.copy(part, folder / part.name)
    app = create_app(settings_for(folder, url))
    app.testing = True
    logging.getLogger("inspectapp").setLevel(logging.ERROR)
    with clock.freeze(NOW), pytest.MonkeyPatch.context() as patch:
        world = plant(app)
        patch.setattr(Session, "commit", Session.flush)
        patch.setattr(transaction, "commit", lambda writing: None)
        yield Asking(app, world)
    db.current().engine.dispose()
    if url:
        request.getfixturevalue("postgres").drop(url)
