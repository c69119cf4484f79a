"""Real phones against a real server: every story has a copy of the demo world of its own."""

import json
import re
import shutil

import pytest

from inspectapp import demo, schema
from inspectapp.app import create_app, open_stores
from inspectapp.operations import shipping
from inspectapp.people import actions, queries
from inspectapp.people.access import TOKEN
from inspectapp.shared import clock, db
from tests.conftest import settings_for
from tests.fixtures.browser import Phone
from tests.fixtures.once import built_once
from tests.fixtures.server import serving

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def build_world(folder):
    """An installation on the day it was set up with the demo world."""
    open_stores(settings_for(folder))
    schema.upgrade()
    shipping.bring_in(at=clock.now())
    with db.write_session() as session:
        demo.load(session, at=clock.now(), folder=folder)
    db.current().engine.dispose()


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return settings_for(built_once(tmp_path_factory, "demo-world", build_world))


@pytest.fixture
def settings(template, tmp_path_factory):
    """This story's own installation."""
    folder = tmp_path_factory.mktemp("journey") / "data"
    shutil.copytree(template.data, folder)
    yield settings_for(folder)
    # What a phone was still sending may just be arriving.
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def wired(template):
    return create_app(template)


@pytest.fixture(scope="session")
def door(wired):
    """Where the app of this process is served; the stores behind it change with each story."""
    with serving(wired) as address:
        yield address


@pytest.fixture
def passwords(settings):
    """What the owner of this installation reads in the file of the demo accounts."""
    return json.loads((settings.data / "demo-accounts.json").read_text(encoding="utf-8"))


@pytest.fixture
def phones(chromium, request):
    """phones(address, …) is one more phone; at the end each must have been free of complaints."""
    made = []

    def take(address, **more):
        made.append(Phone(chromium, address, **more))
        return made[-1]

    yield take
    failed, complaints = request.node.stash.get(FAILED, False), []
    for number, phone in enumerate(made, 1):
        if not failed:
            phone.page.evaluate("0")  # what the page said before this has arrived
        complaints += phone.complaints
        if failed or phone.complaints:
            name = re.sub(r"[^\w-]+", "-", f"{request.node.name}-{number}")
            complaints.append(f"screen of phone {number} at {phone.where}: {phone.picture(name)}")
        phone.context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def phone_of(app, door, phones):
    """phone_of("zhifa1") is the phone of that person, signed in; phone_of(None) of nobody."""

    def hand(login, **more):
        phone = phones(door, **more)
        if login is not None:
            with db.write_session() as session:
                person = queries.person_by_login(session, login)
                token = actions.sign_in(session, person, "测试手机", at=clock.now())
            signer = app.session_interface.get_signing_serializer(app)
            cookie = {"name": "inspectapp", "value": signer.dumps({TOKEN: token}), "url": door}
            phone.context.add_cookies([cookie])
        return phone

    return hand


@pytest.fixture
def unit(app):
    """unit("华岳") is the address of the unit whose name has these words."""

    def find(words):
        from sqlmodel import select

        from inspectapp.subjects.models import Unit

        with db.read_session() as session:
            return f"/subjects/{session.scalars(select(Unit).where(Unit.name.contains(words))).one().id}"

    return find
