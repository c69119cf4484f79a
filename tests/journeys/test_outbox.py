"""The outbox on the phone: what is given lies on the disk before it is tried, and goes in the right order."""

import hashlib
import json
import re
import uuid
from urllib.parse import parse_qsl, unquote

import pytest
from playwright.sync_api import expect

from tests.fixtures.browser import give_up
from tests.fixtures.browser import until as holds_by_now

pytestmark = pytest.mark.browser

VISIT, OTHER, THIRD = (str(uuid.UUID(int=number)) for number in (1, 2, 3))
GIVE = "given => outbox.send(given).stored"
STATES = "outbox.entries().then(all => all.map(one => one.state))"
REFUSED = '<p role="alert">别人先改了这一项。</p>'


class Server:
    """Answers the posts of the outbox in the place of the real one, receipts and all."""

    def __init__(self, phone):
        self.phone, self.asked, self.statuses, self.pages = phone, [], {}, {}
        self.unlike = set()
        phone.context.route(re.compile(rf"/visits/({VISIT}|{OTHER})/"), self.answer)

    def answer(self, route):
        asked = route.request
        path = unquote(asked.url.rpartition("/visits/")[2].partition("/")[2])
        status = self.statuses.get(path, 200)
        if status == "gone":
            route.abort("internetdisconnected")
            return
        pairs = [list(pair) for pair in parse_qsl(asked.post_data, keep_blank_values=True)]
        self.asked.append((path, asked.headers["x-op-id"], dict(pairs)))
        headers, told = {"X-Served": "anpei"}, sorted(pairs, key=lambda pair: pair[0])
        if status == 200:
            told += [["more", "than was sent"]] if path in self.unlike else []
            content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
            headers["X-Receipt"] = f"{asked.headers['x-op-id']} {hashlib.sha256(content).hexdigest()}"
        body = REFUSED if status != 200 else self.pages.get(path, "")
        route.fulfill(status=status, headers=headers, body=body, content_type="text/html")

    @property
    def paths(self):
        return [path for path, *_ in self.asked]


@pytest.fixture
def phone(phone_of):
    made = phone_of("zhifa1")
    made.open("/me")
    made.has_its_key()
    made.cut_off = True
    made.expected |= {401, 403, 404, 409, 413, 422, 503}
    return made


@pytest.fixture
def server(phone):
    return Server(phone)


def give(phone, path, visit=VISIT, **more):
    asked = {"key": path, "url": f"/visits/{visit}/{path}", "pairs": [["text", path]], "label": "第1项：甲"}
    assert phone.page.evaluate(GIVE, asked | more)


def until(page, holds):
    """Asked again and again, in the page, until what is in the outbox is like this."""
    holds_by_now(page, f"() => outbox.entries().then(all => {holds})")


def becomes(phone, *states):
    until(phone.page, f"all.map(one => one.state).join() === '{','.join(states)}'")


def come_back(phone):
    phone.page.evaluate("outbox.resume()")


def test_what_was_given_without_a_network_survives_a_killed_tab_and_goes_once(phone, server):
    server.statuses["a"] = "gone"
    give(phone, "a")
    becomes(phone, "here")
    phone.page.close()
    phone.page = phone.context.new_page()
    server.statuses.clear()
    phone.open("/me")
    becomes(phone)
    assert server.paths == ["a"]


def test_the_same_id_brings_the_same_content_after_a_kill(phone, server):
    server.statuses["a"] = 503
    give(phone, "a", base="3")
    until(phone.page, "all[0]?.frozen")
    phone.page.reload()
    server.statuses.clear()
    come_back(phone)
    becomes(phone)
    assert len(server.asked) >= 2
    assert {(op, json.dumps(pairs)) for _, op, pairs in server.asked} == {
        (server.asked[0][1], json.dumps(server.asked[0][2]))
    }
    assert server.asked[0][2]["version"] == "3"


def test_a_step_waits_for_everything_before_it_and_holds_everything_after_it(phone, server):
    server.statuses |= {"a": "gone"}
    give(phone, "a")
    give(phone, "sign", rank="step")
    give(phone, "b")
    give(phone, "other", visit=OTHER)
    come_back(phone)
    until(phone.page, "all.length === 3")
    assert server.paths == ["other"]
    server.statuses.clear()
    come_back(phone)
    becomes(phone)
    assert server.paths == ["other", "a", "sign", "b"]


def test_a_clock_that_is_set_back_changes_no_order(phone, server):
    """The step was given by a clock that was fast: what was given after it still comes after it."""
    server.statuses |= {"a": "gone", "sign": "gone"}
    phone.page.clock.install()
    phone.page.clock.set_fixed_time("2036-01-01")
    give(phone, "sign", rank="step")
    phone.page.clock.set_fixed_time("2026-11-21")
    give(phone, "a")
    phone.page.close()
    phone.page = phone.context.new_page()
    server.statuses.clear()
    phone.open("/me")
    becomes(phone)
    assert server.paths == ["sign", "a"]


def test_what_lies_under_another_entry_waits_for_it_and_photos_wait_for_no_words(phone):
    script = """() => {
        const one = (id, more) => ({id, key: id, url: '/visits/1/' + id, visit: '1', rank: 'free',
            state: 'here', file: null, ...more});
        const answer = one('answer', {state: 'sending'}), photo = one('photo', {file: {}, key: 'answer'});
        const under = one('under', {file: {}, url: '/visits/1/findings/answer/photos'});
        const step = one('step', {rank: 'step'}), late = one('late', {file: {}});
        const bad = one('bad', {state: 'trouble'});
        const leaves = (all, lane) => (outboxRules.sendable(all, lane) || {}).id || '';
        return [[[answer, photo], 'photos'], [[answer, under], 'photos'], [[step, late], 'photos'],
            [[late, step], 'words'], [[bad, one('next')], 'words'], [[bad, step], 'words']
        ].map(given => leaves(...given)); }"""
    assert phone.page.evaluate(script) == ["photo", "", "", "", "next", ""]


def test_own_words_over_own_words_take_the_version_the_first_ones_became(phone, server):
    url = f"/visits/{VISIT}/a"
    form = f'<form action="{url}"><input name="version" value="8"></form>'
    server.pages["a"] = form
    server.statuses["a"] = 503
    give(phone, "a", base="7", pairs=[["text", "一"]])
    until(phone.page, "all[0]?.frozen")
    give(phone, "a", base="7", pairs=[["text", "二"]])
    give(phone, "a", base="7", pairs=[["text", "三"]])
    server.statuses.clear()
    server.asked.clear()
    come_back(phone)
    becomes(phone)
    assert [(pairs["text"], pairs["version"]) for *_, pairs in server.asked] == [("一", "7"), ("三", "8")]


def test_what_is_in_a_file_stays_and_newer_words_are_typed_over_it(phone, server):
    server.pages["a"] = f'<form action="/visits/{VISIT}/a"><input name="version" value="8"></form>'
    server.statuses |= {"a": "gone", "sign": "gone"}
    give(phone, "a", base="7", pairs=[["text", "一"]])
    phone.page.evaluate("outbox.filing()")
    phone.page.reload()
    becomes(phone, "here")
    for words in ("二", "三"):
        give(phone, "a", base="7", pairs=[["text", words]])
    give(phone, "sign", rank="step")
    needs = "all.map(one => outboxRules.needs(all, one).map(id => all.findIndex(it => it.id === id)).join())"
    until(phone.page, "all.length === 3")
    found = phone.page.evaluate(f"outbox.entries().then(all => {needs})")
    assert found == ["", "0", "0,1"]
    server.statuses.clear()
    come_back(phone)
    becomes(phone)
    assert [(pairs["text"], pairs.get("version")) for *_, pairs in server.asked] == [
        ("一", "7"), ("三", "8"), ("sign", None)
    ]  # fmt: skip


def test_two_findings_at_one_item_are_two_and_a_double_tap_is_one(phone, server):
    server.statuses["findings"] = "gone"
    for words in ("甲", "乙", "乙"):
        give(phone, "findings", pairs=[["text", words]])
    server.statuses.clear()
    come_back(phone)
    becomes(phone)
    assert [pairs["text"] for *_, pairs in server.asked] == ["甲", "乙"]


def test_what_was_taken_back_may_be_written_again_in_the_same_words(phone, server):
    server.statuses["findings"] = "gone"
    give(phone, "findings", pairs=[["text", "甲"]])
    first = phone.page.evaluate("outbox.entries().then(all => all[0].id)")
    give(phone, f"findings/{first}/withdrawal", pairs=[["why", "看错了"]])
    give(phone, "findings", pairs=[["text", "甲"]])
    give(phone, "findings", pairs=[["text", "甲"]])
    server.statuses.clear()
    come_back(phone)
    becomes(phone)
    assert server.paths == ["findings", f"findings/{first}/withdrawal", "findings"]


@pytest.mark.parametrize("status", [403, 404, 409, 413, 422])
def test_a_refusal_stays_until_somebody_chooses_and_the_rest_goes_on(phone, server, status):
    phone.expected.add(status)
    server.statuses["a"] = status
    give(phone, "a", base="1")
    give(phone, "b")
    becomes(phone, "trouble")
    phone.page.reload()
    becomes(phone, "trouble")
    assert phone.page.evaluate("outbox.entries().then(all => all[0].sentence)") == "别人先改了这一项。"
    assert "b" in server.paths
    server.statuses.clear()
    phone.page.evaluate("outbox.entries().then(all => outbox.retry(all[0].id))")
    becomes(phone)


PHOTO = """async asked => {
    const blob = new Blob(['photo']), sha256 = await outbox.digest(await blob.arrayBuffer());
    return outbox.send({...asked, file: {name: 'photo', blob: blob, sha256: sha256}}).stored; }"""
#: The database does not answer when it is asked for a photo, as often as is said.
MUTE = """times => { const get = IDBIndex.prototype.get; IDBIndex.prototype.get = function (id) {
    if (this.objectStore.name === 'files' && times-- > 0) throw new DOMException('', 'UnknownError');
    return get.call(this, id); }; }"""


def test_a_photo_that_cannot_be_read_this_once_is_tried_again(phone, server):
    server.statuses["photo"] = 409
    phone.page.evaluate(MUTE, 1)
    asked = {"key": "photo", "url": f"/visits/{VISIT}/photo", "pairs": [["origin", "CAMERA"]]}
    assert phone.page.evaluate(PHOTO, asked)
    becomes(phone, "trouble")
    assert phone.page.evaluate("outbox.entries().then(all => all[0].sentence)") == "别人先改了这一项。"
    assert server.paths == ["photo"]


#: What the worker is told, and the phone as if it had been put away.
WORKER = """() => { window.told = [];
    Object.defineProperty(navigator.serviceWorker, 'controller',
        {value: {postMessage: one => told.push(one.arrived)}}); }"""
PUT_AWAY = """() => { Object.defineProperty(document, 'hidden', {value: true});
    document.dispatchEvent(new Event('visibilitychange')); }"""


def test_what_was_taken_along_is_fetched_anew_though_something_still_waits(phone, server):
    """Else an old page shows as open what has arrived, and it is given once more."""
    phone.page.evaluate(WORKER)
    server.statuses["b"] = 409
    give(phone, "a")
    give(phone, "b")
    becomes(phone, "trouble")
    phone.page.evaluate(PUT_AWAY)
    until(phone.page, "all.length && told.length")
    assert phone.page.evaluate("told") == [VISIT]


def test_half_a_character_is_held_as_the_browser_sent_it(phone, server):
    given = f"{{key: 'a', url: '/visits/{VISIT}/a', pairs: [['text', '半个' + String.fromCharCode(0xd83d)]]}}"
    assert phone.page.evaluate(f"outbox.send({given}).stored")
    becomes(phone)
    assert server.asked[0][2]["text"] == "半个\N{REPLACEMENT CHARACTER}"


def test_what_was_taken_in_otherwise_is_told_and_may_be_given_up_and_the_rest_goes_on(phone, server):
    server.unlike.add("a")
    give(phone, "a")
    give(phone, "b")
    becomes(phone, "trouble")
    assert "与手机上的不一致" in phone.page.evaluate("outbox.entries().then(all => all[0].sentence)")
    assert server.paths == ["a", "b"]
    give_up(phone.page, phone.page.evaluate("outbox.entries().then(all => all[0].id)"))
    becomes(phone)


def test_a_refusal_may_be_given_up_and_newer_words_end_it(phone, server):
    server.statuses["a"] = 409
    give(phone, "a", base="1")
    becomes(phone, "trouble")
    server.statuses.clear()
    give(phone, "a", base="2", pairs=[["text", "改用我的"]])
    becomes(phone)
    server.statuses["b"] = 422
    give(phone, "b")
    becomes(phone, "trouble")
    give_up(phone.page, phone.page.evaluate("outbox.entries().then(all => all[0].id)"))
    becomes(phone)
    assert phone.page.evaluate("store.counts()")["mine"] == 0


def test_what_a_portal_refuses_is_no_refusal(phone):
    answered = []

    def portal(route):
        answered.append(route.request.url)
        route.fulfill(status=403, body="请先认证", content_type="text/html")

    phone.context.route(re.compile(VISIT), portal)
    give(phone, "a")
    until(phone.page, "all[0]?.detail.lost")
    assert phone.page.evaluate(STATES) == ["here"]
    assert answered


def test_a_sign_in_that_ended_parks_and_typing_goes_on_and_all_goes_later(phone, server):
    kept = phone.context.cookies()
    phone.context.clear_cookies()
    server.statuses["a"] = 401
    give(phone, "a")
    becomes(phone, "parked")
    give(phone, "b")
    becomes(phone, "parked", "parked")
    assert phone.page.evaluate("store.counts()")["mine"] == 2
    come_back(phone)
    assert phone.page.evaluate(STATES) == ["parked", "parked"]
    phone.context.add_cookies(kept)
    server.statuses.clear()
    come_back(phone)
    becomes(phone)


def test_two_tabs_send_everything_once_and_both_know_it(phone, server):
    second = phone.context.new_page()
    second.goto(phone.address + "/me")
    second.evaluate("outbox.ready")
    server.statuses["a"] = "gone"
    give(phone, "a")
    until(second, "all.length === 1")
    server.statuses.clear()
    second.evaluate("outbox.resume()")
    come_back(phone)
    becomes(phone)
    until(second, "all.length === 0")
    assert len({op for _, op, _ in server.asked}) == 1


UNHEARD = "() => { BroadcastChannel.prototype.postMessage = () => {}; }"


@pytest.fixture
def two_tabs(phone, server):
    """Both know an answer that has not been tried, behind one that does not get through; the second sends."""
    second = phone.context.new_page()
    second.goto(phone.address + "/me")
    second.evaluate("outbox.ready")
    server.statuses["a"] = "gone"
    phone.page.evaluate("() => { outboxSend.post = () => Promise.resolve({state: 'lost'}); }")
    give(phone, "a", key="item")
    answers(phone, "一")
    until(second, "all.length === 2")
    return second


def answers(phone, words):
    give(phone, "b", key="item", base="1", pairs=[["text", words]])


def told_at(server, path):
    return {(op, pairs["text"]) for name, op, pairs in server.asked if name == path}


def test_what_one_tab_says_anew_is_what_the_other_one_knows_and_sends(phone, server, two_tabs):
    answers(phone, "二")
    until(two_tabs, "all[1].pairs[0][1] === '二'")
    phone.page.evaluate(UNHEARD)
    answers(phone, "三")
    server.statuses.clear()
    two_tabs.evaluate("outbox.resume()")
    until(two_tabs, "all.length === 0")
    assert [words for _, words in told_at(server, "b")] == ["三"]


def test_what_one_tab_says_anew_while_the_other_sends_is_sent_after_it(phone, server, two_tabs):
    server.pages["b"] = f'<form action="/visits/{VISIT}/b"><input name="version" value="2"></form>'
    server.statuses = {"b": 503}
    two_tabs.evaluate(UNHEARD)
    two_tabs.evaluate("outbox.resume()")
    until(two_tabs, "all.length === 1 && all[0].frozen")
    answers(phone, "二")
    until(two_tabs, "all.length === 2")
    server.statuses = {}
    two_tabs.evaluate("outbox.resume()")
    until(two_tabs, "all.length === 0")
    assert sorted(words for _, words in told_at(server, "b")) == ["一", "二"]
    assert len({op for op, _ in told_at(server, "b")}) == 2
    assert server.asked[-1][2]["version"] == "2"


def test_an_entry_of_the_release_before_is_read_and_sent(phone, server):
    """As they lay on phones before entries knew their visit, their rank and the version as plain words."""
    phone.page.evaluate(
        """url => store.save('entries', 'old-one',
            {key: 'k', url: url, pairs: [['text', '旧']], seen: '5', state: 'here'}, {})
        .then(() => new Promise(done => { indexedDB.open('inspectapp').onsuccess = event => {
            const room = event.target.result.transaction('entries', 'readwrite').objectStore('entries');
            room.openCursor().onsuccess = found => { const cursor = found.target.result;
                cursor.update({...cursor.value, format: 1}).onsuccess = () => done(); }; } }))""",
        f"/visits/{VISIT}/old",
    )
    phone.page.reload()
    becomes(phone)
    assert server.asked[0][1] == "old-one"
    assert (server.asked[0][2]["text"], server.asked[0][2]["version"]) == ("旧", "5")


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("Object.defineProperty(self, 'indexedDB', {value: null})", "不能在手机上保存"),
        ("void (store.save = () => Promise.reject({why: 'quota'}))", "存储空间已满"),
        ("void (store.save = () => Promise.reject({why: 'locked'}))", "登录已失效"),
    ],
)  # fmt: skip
def test_a_phone_that_cannot_keep_it_says_so_and_still_sends(phone, server, broken, words):
    server.statuses["a"] = "gone"
    if "indexedDB" in broken:
        phone.page.add_init_script(broken)
        phone.page.reload()
    else:
        phone.page.evaluate(broken)
    phone.page.evaluate(GIVE, {"key": "a", "url": f"/visits/{VISIT}/a", "pairs": [["text", "甲"]]})
    expect(phone.page.locator("#queue-unsafe")).to_contain_text(words)
    becomes(phone, "here")
    server.statuses.clear()
    come_back(phone)
    becomes(phone)
    assert server.paths == ["a"]


def test_storage_cleared_under_the_page_does_not_end_the_work(phone, server):
    """What the open page knows is not lost with the data of the site, and not called 已送达."""
    server.statuses["a"] = "gone"
    give(phone, "a")
    phone.page.evaluate("indexedDB.deleteDatabase('inspectapp')")
    server.statuses.clear()
    come_back(phone)
    give(phone, "b")
    becomes(phone)
    assert server.paths == ["a", "b"]


@pytest.mark.parametrize(("hours", "words"), [(25, "超过一天"), (73, "超过三天"), (121, "超过五天")])
def test_what_has_waited_long_is_told(phone_of, hours, words):
    phone = phone_of("zhifa1")
    phone.open("/me")
    phone.cut_off = True
    phone.context.route(re.compile(VISIT), lambda route: route.abort("internetdisconnected"))
    give(phone, "a")
    phone.page.evaluate(
        """hours => new Promise(done => { indexedDB.open('inspectapp').onsuccess = event => {
            const room = event.target.result.transaction('entries', 'readwrite').objectStore('entries');
            room.openCursor().onsuccess = found => { const one = found.target.result;
                const old = {...one.value, at: Date.now() - hours * 3600000};
                one.update(old).onsuccess = () => done(); }; } })""",
        hours,
    )
    phone.page.reload()
    expect(phone.page.locator("#queue-age")).to_contain_text(words)
    expect(phone.page.locator("#queue")).to_contain_text("在本机")
