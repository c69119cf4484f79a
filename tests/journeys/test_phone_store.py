"""What lies on a phone is sealed: the store opens for its owner, and says why it cannot keep something."""

import re

import pytest

from inspectapp.people import actions, queries
from inspectapp.shared import clock, db

pytestmark = pytest.mark.browser

SAVE = "([name, id, value]) => store.save(name, id, value, {visit: 'v'}).then(() => '', error => error.why)"
LOAD = "([name, id]) => store.load(name, id)"
RAW = """name => new Promise(done => { indexedDB.open('inspectapp').onsuccess = event => {
    const all = event.target.result.transaction(name).objectStore(name).getAll();
    const words = one => new TextDecoder('latin1').decode(one.sealed);
    all.onsuccess = () => done(JSON.stringify(all.result.map(words))); } })"""


@pytest.fixture
def phone(phone_of):
    made = phone_of("zhifa1")
    made.open("/me")
    return made


def run(phone, script, *given):
    return phone.page.evaluate(script, list(given))


def signs_in(phone, app, login):
    """The same phone in the next hand."""
    with db.write_session() as session:
        person = queries.person_by_login(session, login)
        token = actions.sign_in(session, person, "同一部手机", at=clock.now())
    signer = app.session_interface.get_signing_serializer(app)
    phone.context.add_cookies(
        [{"name": "inspectapp", "value": signer.dumps({"token": token}), "url": phone.address}]
    )


def test_what_is_saved_is_found_again_after_a_reload_and_lies_sealed_on_the_disk(phone):
    assert run(phone, SAVE, "pages", "a", {"words": "secret words"}) == ""
    phone.page.reload()
    assert run(phone, LOAD, "pages", "a") == {"words": "secret words"}
    assert "secret" not in phone.page.evaluate(RAW, "pages")
    assert run(phone, LOAD, "pages", "b") is None
    phone.page.evaluate("store.drop('pages', 'a')")
    assert run(phone, LOAD, "pages", "a") is None


def test_what_cannot_be_read_this_once_is_not_called_missing(phone):
    assert run(phone, SAVE, "files", "a", "甲") == ""
    phone.page.evaluate("""() => { const get = IDBIndex.prototype.get; IDBIndex.prototype.get = function () {
        IDBIndex.prototype.get = get; throw new DOMException('', 'UnknownError'); }; }""")
    read = "([name, id]) => store.load(name, id).catch(error => [error.why])"
    assert [run(phone, read, "files", "a") for _ in "12"] == [["blocked"], "甲"]


def test_bytes_come_back_as_they_were(phone):
    script = """() => store.save('files', 'f', new Uint8Array([0, 1, 255]).buffer)
        .then(() => store.load('files', 'f')).then(one => Array.from(new Uint8Array(one)))"""
    assert phone.page.evaluate(script) == [0, 1, 255]


def test_order_is_that_of_arrival_also_when_one_is_saved_again(phone):
    for name in ("x", "b", "c", "x"):
        assert run(phone, SAVE, "entries", name, name.upper()) == ""
    rows = phone.page.evaluate("store.all('entries')")
    assert [(row["id"], row["value"], row["format"], row["clear"]) for row in rows] == [
        (name, name.upper(), 2, {"visit": "v"}) for name in ("x", "b", "c")
    ]


def test_the_next_person_sees_a_count_and_nothing_else(phone, app):
    assert run(phone, SAVE, "entries", "a", "甲的内容") == ""
    signs_in(phone, app, "zhifa2")
    phone.page.reload()
    assert run(phone, LOAD, "entries", "a") is None
    assert [row["value"] for row in phone.page.evaluate("store.all('entries')")] == [None]
    counts = phone.page.evaluate("store.counts()")
    assert (counts["mine"], counts["others"], counts["oldest"]) == (0, 1, None)
    signs_in(phone, app, "zhifa1")
    phone.page.reload()
    assert run(phone, LOAD, "entries", "a") == "甲的内容"


def test_a_record_moved_to_another_place_does_not_open(phone):
    assert run(phone, SAVE, "entries", "a", "甲") == ""
    phone.page.evaluate("""() => new Promise(done => { indexedDB.open('inspectapp').onsuccess = event => {
        const room = event.target.result.transaction('entries', 'readwrite').objectStore('entries');
        room.getAll().onsuccess = found => {
            room.add({...found.target.result[0], id: 'b'}).onsuccess = () => done(); }; } })""")
    assert run(phone, LOAD, "entries", "b") is None


def test_a_locked_store_keeps_nothing_and_says_why_and_opens_with_the_network(phone):
    with phone.without_network():
        phone.page.evaluate("store.lock()")
        assert phone.page.evaluate("store.unlock()") is None
        assert run(phone, SAVE, "entries", "a", "甲") == "locked"
    assert phone.page.evaluate("store.unlock().then(key => key.person === document.body.dataset.person)")
    assert run(phone, SAVE, "entries", "a", "甲") == ""


def test_without_a_network_the_key_is_still_there_until_the_sign_in_would_end(phone):
    assert run(phone, SAVE, "entries", "a", "甲") == ""
    assert not phone.page.evaluate("store.unlock().then(one => one.key.extractable)")
    phone.page.clock.install()
    phone.page.reload()
    with phone.without_network():
        assert phone.page.evaluate("store.unlock().then(Boolean)")
        phone.page.clock.set_fixed_time(clock.now().timestamp() * 1000 + 13 * 3600 * 1000)
        assert phone.page.evaluate("store.unlock().then(Boolean)") is False
    assert phone.page.evaluate("store.unlock().then(Boolean)")


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_that_is_days_off_does_not_lock_anybody_out(phone_of, days):
    phone = phone_of("zhifa1")
    phone.page.clock.set_fixed_time(clock.now().timestamp() * 1000 + days * 24 * 3600 * 1000)
    phone.open("/me")
    assert run(phone, SAVE, "entries", "a", "甲") == ""
    assert phone.page.evaluate("store.unlock().then(one => one.until - Date.now() > 11 * 3600 * 1000)")


def test_a_full_phone_and_a_closed_store_are_told_apart(phone_of):
    # The browser remembers for a while how much room there was: a new phone, full from the start.
    phone = phone_of("zhifa1")
    cdp = phone.context.new_cdp_session(phone.page)
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": phone.address, "quotaSize": 100000})
    phone.open("/me")
    script = "() => store.save('files', 'f', new ArrayBuffer(3000000)).then(() => '', error => error.why)"
    assert phone.page.evaluate(script) == "quota"
    phone.page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('no store here'); }")
    phone.page.reload()
    assert run(phone, SAVE, "entries", "a", "甲") == "blocked"


def test_the_worker_uses_the_same_store_and_forgets_with_the_page(phone, app):
    assert run(phone, SAVE, "pages", "a", {"html": "甲"}) == ""
    told = phone.page.evaluate("fetch('/sw.js').then(answer => answer.text())")
    address = re.search(r"/static/store-[0-9a-f]+\.js", told)[0]
    ask = """address => new Promise(done => {
        const worker = new Worker(address);
        worker.onmessage = event => done(event.data); })"""
    body = f"importScripts('{address}'); store.load('pages', 'a').then(found => postMessage(found))"
    phone.context.route(
        "**/worker.js", lambda route: route.fulfill(content_type="text/javascript", body=body)
    )
    assert phone.page.evaluate(ask, "/worker.js") == {"html": "甲"}
    phone.page.evaluate("store.lock()")
    assert phone.page.evaluate(ask, "/worker.js") is None


def test_a_leave_that_is_owed_is_remembered(phone):
    assert phone.page.evaluate("store.leave().then(store.leaving)") is True
    assert phone.page.evaluate("store.left().then(store.leaving)") is False
