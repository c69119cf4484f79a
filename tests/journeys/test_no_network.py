"""In the basement: everything was downloaded before, the network is off and the server, too."""

from contextlib import contextmanager
from threading import Thread

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from inspectapp.people import actions, queries
from inspectapp.people.access import TOKEN
from inspectapp.shared import clock, db
from tests.fixtures.browser import Phone
from tests.fixtures.server import Quiet

pytestmark = pytest.mark.browser


class House:
    """The app on one address that can be switched off and on again."""

    def __init__(self, app):
        self.app, self.server = app, None
        self.open()
        self.port = self.server.server_port
        self.address = f"http://127.0.0.1:{self.port}"

    def open(self):
        port = self.port if self.server else 0
        self.server = make_server("127.0.0.1", port, self.app, threaded=True, request_handler=Quiet)
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def house(app):
    made = House(app)
    yield made
    made.close()


@pytest.fixture
def phone(app, house, chromium):
    """phone("zhifa1") is a phone that may keep a service worker, signed in."""
    opened = []

    def hand(login, **more):
        opened.append(Phone(chromium, house.address, service_workers="allow", **more))
        with db.write_session() as session:
            person = queries.person_by_login(session, login)
            token = actions.sign_in(session, person, "测试手机", at=clock.now())
        signer = app.session_interface.get_signing_serializer(app)
        cookie = {"name": "inspectapp", "value": signer.dumps({TOKEN: token}), "url": house.address}
        opened[-1].context.add_cookies([cookie])
        return opened[-1]

    yield hand
    complaints = [said for one in opened for said in one.complaints]
    for one in opened:
        one.context.close()
    assert complaints == []


@contextmanager
def in_the_basement(phone, house):
    """No network, and nobody who would answer."""
    phone.cut_off = True
    phone.context.set_offline(True)
    house.close()
    yield
    house.open()
    phone.context.set_offline(False)
    phone.cut_off = False


def download(phone):
    """下载今日任务, until it says that it is complete."""
    phone.open("/")
    phone.tap("下载今日任务")
    phone.is_at("/today")
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.tap("下载今日任务")
    expect(phone.page.locator("#prepared")).to_contain_text("已备好", timeout=60_000)


def new_tab(phone):
    """The tab is killed without a word; another one is opened."""
    phone.page.close(run_before_unload=False)
    phone.page = phone.context.new_page()


def test_what_was_downloaded_opens_from_a_cold_start(phone, house):
    one = phone("zhifa1")
    download(one)
    one.picture("prepared")
    one.is_accessible()
    with in_the_basement(one, house):
        new_tab(one)
        one.open("/")
        one.sees("我的检查")
        mine = one.page.get_by_role("list", name="我的检查")
        one.press(mine.get_by_role("link").first)
        one.is_at("^/visits/[^/]+$")
        one.open("/laws")
        one.sees("没有网络，这一页没有下载")
        one.picture("not-taken-along")
        one.is_accessible()
    one.open("/laws")
    one.sees_not("没有下载")
