"""One phone, two officers: whichever way the first one leaves, the second reads nothing of it."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from inspectapp.people import actions, queries
from inspectapp.shared import clock, db
from inspectapp.visits import queries as visits_of
from tests.conftest import NOW
from tests.evidence.conftest import picture
from tests.evidence.phones import STORED, BigVisits
from tests.fixtures.browser import CHROMIUM, FLAGS, PATIENCE, until
from tests.fixtures.server import serving
from tests.visits.conftest import visit_of

pytestmark = pytest.mark.browser

#: Ten delivered, ten that wait, nine half typed, one inside a photo.
MARKS = [f"桃源洞{number:02d}号暗记" for number in range(1, 30)] + ["photo-mark-0123456789"]
DELIVERED, WAITING, HALF, PHOTO = MARKS[:10], MARKS[10:20], MARKS[20:29], MARKS[29]
CONTROL = "谁都可以读的一句话"
#: Everything that a page of the second officer can get at, as one text.
READ = """async () => {
    const read = (one, how) => new TextDecoder(how).decode(one);
    const bytes = one => one instanceof ArrayBuffer ? read(one, 'utf-8') + read(one, 'utf-16le') : one;
    const found = [localStorage, sessionStorage].map(one => JSON.stringify(one));
    found.push(location.href, document.title);
    for (const name of await caches.keys()) {
        const shelf = await caches.open(name);
        for (const asked of await shelf.keys())
            found.push(asked.url, await (await shelf.match(asked)).text()); }
    for (const {name} of await indexedDB.databases()) await new Promise(done => {
        indexedDB.open(name).onsuccess = event => {
            const base = event.target.result, rooms = Array.from(base.objectStoreNames);
            const deal = base.transaction(rooms);
            for (const room of rooms) deal.objectStore(room).getAll().onsuccess = all =>
                found.push(JSON.stringify(all.target.result, (name, one) => bytes(one)));
            deal.oncomplete = done; }; });
    for (const room of ['entries', 'pages', 'drafts', 'files'])
        found.push(JSON.stringify((await store.all(room)).map(one => one.value)));
    return found.join('\\n'); }"""

FINISHED = """() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)"""
WAITS = """wanted => outbox.entries().then(all => all.length === wanted)"""


@pytest.fixture
def visits(app, person):
    with clock.freeze(NOW):
        yield BigVisits(person)


class Shared:
    """A phone whose browser keeps what browsers keep, in a folder that can be searched."""

    def __init__(self, chromium, address, folder, cookie_of) -> None:
        self.address, self.folder, self.cookie_of = address, folder, cookie_of
        self.context = chromium.browser_type.launch_persistent_context(
            folder, executable_path=CHROMIUM, args=list(FLAGS), viewport={"width": 390, "height": 844},
            locale="zh-CN", has_touch=True, reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.pages[0]

    def belongs_to(self, login):
        self.context.add_cookies(
            [{"name": "inspectapp", "value": self.cookie_of(login), "url": self.address}]
        )

    def open(self, path):
        self.page.goto(self.address + path)
        return self.page

    def card(self, number):
        return self.page.locator(f"#q-{number}")

    def note(self, number, words):
        self.card(number).locator(".check__note").evaluate("one => one.open = true")
        self.card(number).locator("textarea[name=note]").fill(words)
        self.card(number).locator("textarea[name=note]").blur()


def work(phone, visit_id):
    """The first officer: something delivered, something that waits, something half typed, a photo."""
    page = phone.open(f"/visits/{visit_id}/checklist")
    for number in range(11, 20):
        phone.card(number).locator(".segment", has_text="不符合").click()
    for number, words in enumerate(DELIVERED, 1):
        phone.note(number, words)
    for number in range(1, 20):
        expect(phone.card(number).locator("[data-state]")).to_have_attribute("data-now", "held")
    until(page, FINISHED)
    page.reload()
    for words in DELIVERED:
        expect(page.get_by_text(words).first).to_be_attached()
    phone.context.set_offline(True)
    for number, words in enumerate(WAITING, 11):
        phone.note(number, words)
    for number, words in enumerate(HALF, 11):
        phone.card(number).locator(".finding__new textarea").fill(words)
    data = picture((640, 480)) + PHOTO.encode()
    phone.card(20).locator(":scope > .photos input[data-origin=CAMERA]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": data}
    )
    until(page, WAITS, len(WAITING) + 1)
    for words in HALF:
        until(page, STORED, words)


def sign_out(phone):
    phone.page.get_by_role("button", name="退出登录").click()
    expect(phone.page.locator("#leaving")).to_contain_text("还有11项没有上传")
    phone.page.get_by_role("button", name="仍然退出").click()


def leaves_online(phone):
    phone.context.route("**/answers/**", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.open("/me")
    sign_out(phone)
    phone.page.wait_for_url("**/login")
    phone.context.unroute_all()


def leaves_offline(phone):
    phone.context.route("**/answers/**", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.open("/me")
    phone.context.set_offline(True)
    sign_out(phone)
    expect(phone.page.get_by_text("已退出这部手机")).to_be_visible()
    phone.context.unroute_all()
    phone.context.set_offline(False)
    phone.open("/")
    phone.page.wait_for_url("**/login")


def _ended(phone, end):
    with db.write_session() as session:
        person = queries.person_by_login(session, "zhifa1")
        end(session, person)
    phone.context.set_offline(False)
    phone.page.evaluate("outbox.resume()")
    expect(phone.card(20).locator(".photos__one--waiting")).to_have_attribute("data-now", "parked")
    phone.open("/")
    phone.page.wait_for_url("**/login")


def sign_in_runs_out(phone):
    phone.context.clear_cookies()
    _ended(phone, lambda session, person: None)


def is_ended_by_the_administrator(phone):
    def end(session, person):
        by = queries.actor_for(session, queries.person_by_login(session, "anquan"))
        actions.end_sign_ins(session, person, "手机丢失", by=by, at=clock.now())

    _ended(phone, end)


@pytest.mark.parametrize(
    "leave",
    [leaves_online, leaves_offline, sign_in_runs_out, is_ended_by_the_administrator],
    ids=lambda one: one.__name__,
)
def test_nothing_of_the_first_is_read_by_the_second_and_all_goes_when_the_first_is_back(
    app, visits, chromium, browser_of, tmp_path, leave
):
    visit_id = visits.arrive(visits.prepare())
    with serving(app) as address:
        phone = Shared(
            chromium, address, tmp_path / "profile",
            lambda login: browser_of(login).get_cookie("inspectapp").value,
        )  # fmt: skip
        phone.belongs_to("zhifa1")
        work(phone, visit_id)
        leave(phone)
        phone.belongs_to("jingban")
        assert read_by_the_next(phone) == []
        phone.context.close()
        assert on_the_disk(tmp_path / "profile") == {CONTROL}
        phone = Shared(chromium, address, tmp_path / "profile", phone.cookie_of)
        phone.belongs_to("zhifa1")
        phone.open("/outbox")
        until(phone.page, FINISHED)
        phone.context.close()
    with db.read_session() as session:
        rows = list(visits_of.answers_of(session, visit_of(session, visits.person("zhifa1"), visit_id)))
    assert [row.note for row in rows] == DELIVERED + WAITING


def read_by_the_next(phone):
    """What the second officer finds: on a page of their own, and by going back."""
    phone.open("/outbox")
    expect(phone.page.locator("#waiting-others")).to_contain_text("别人的11项")
    phone.page.evaluate("words => localStorage.setItem('control', words)", CONTROL)
    told = [phone.page.evaluate(READ), phone.page.content()]
    for _ in range(4):
        phone.page.go_back(wait_until="load")
        told.append(phone.page.content() if phone.page.url.startswith("http") else "")
    return [mark for mark in MARKS if any(mark in one for one in told)]


def on_the_disk(folder):
    """Which of the words lie readable anywhere in the browser's own folder."""
    found = set()
    written = {
        word: [
            word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), quote(word).encode(),
            word.encode("unicode_escape"),
        ]
        for word in [*MARKS, CONTROL]
    }  # fmt: skip
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            found |= {word for word, forms in written.items() if any(form in content for form in forms)}
    return found
