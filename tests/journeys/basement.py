"""A phone that may keep a service worker, a house that can be shut, and the way down into the basement."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from inspectapp.people import actions, queries
from inspectapp.people.access import TOKEN
from inspectapp.shared import clock, db
from tests.fixtures.browser import Phone
from tests.fixtures.server import House


class Portal:
    """A network that answers whatever is asked with a page of its own."""

    def __init__(self):
        self.asked = []

    def open(self, port):
        portal = self

        class Answer(BaseHTTPRequestHandler):
            def answer(self):
                portal.asked.append(self.command)
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                page = "<!doctype html><title>无线网络</title><p>欢迎使用无线网络</p>".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            do_GET = do_POST = answer

            def log_message(self, *told):
                """Nothing on the screen for each request."""

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Answer)
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def house(app):
    made = House(app)
    yield made
    made.leave()


@pytest.fixture
def phone(app, house, chromium):
    """phone("zhifa1") is a phone that may keep a service worker, signed in."""
    opened = []

    def hand(login, **more):
        opened.append(Phone(chromium, house.address, **{"service_workers": "allow", **more}))
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
    assert not complaints, "\n".join(complaints)


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


def on_this_phone(phone, count):
    """So much lies on the disk: whoever goes on to another page before that is asked by the browser first."""
    expect(phone.page.locator("#queue b")).to_have_text(str(count))


def arrive_here(phone, visit):
    """Three pages that were downloaded, one after the other."""
    phone.tap("到场")
    for label, words in (
        ("检查场所", "地下一层实训室"), ("被检查单位现场负责人", "苗青禾"), ("职务", "教务主任")
    ):  # fmt: skip
        phone.fill(label, words)
    phone.tap("记录到场")
    phone.is_at(f"{visit}/introduction")
    phone.sees("苗青禾")
    phone.open(visit)
    phone.sees("出示证件，开始检查")
    phone.tap("出示证件，开始检查")
    phone.tap("已出示证件，开始检查")
    phone.is_at(f"{visit}/checklist")
