"""Journeys: who taps twice or goes back while the page of field signing is busy has given once or nothing."""

import pytest
from playwright.sync_api import expect

from inspectapp.documents.words import Outcome
from tests.evidence.conftest import picture
from tests.fixtures.browser import until
from tests.fixtures.hand import officer_signs, read_to_end, reads_and_writes, state_of
from tests.records.test_field_page import has_its_key, phone_of, story

__all__ = ["phone_of", "story"]
pytestmark = pytest.mark.browser

UNIT, OFFICER = "请对方签字", "我来阅读并签名"
#: What calls `place.name` (with `only` as its first word) is held back; `letGo` ends when all has come of it.
HOLD_BACK = """([place, name, only]) => {
    const thing = self[place], act = thing[name], asked = [], held = [];
    thing[name] = (...given) => {
        if (only && given[0] !== only) return act(...given);
        const one = new Promise(go => held.push(go)).then(() => act(...given));
        asked.push(one);
        return one;
    };
    self.heldBack = () => held.length;
    self.letOneGo = async () => {
        held.shift()();
        await asked.shift();
        await new Promise(go => setTimeout(go));
    };
    self.letGo = async () => {
        thing[name] = act;
        while (held.length) await self.letOneGo();
    };
}"""
NOTHING_WAITS = "() => outbox.entries().then(all => all.every(one => one.state === 'trouble'))"


@pytest.fixture
def page(story, phone_of):
    page = phone_of("zhifa1").open(story.field)
    has_its_key(page)
    return page


def hold_back(page, place, name, only=""):
    page.evaluate(HOLD_BACK, [place, name, only])


def posted(page):
    """What is sent under a record from now on, by the end of its address."""
    sent = []
    page.on(
        "request",
        lambda one: sent.append(one.url.rsplit("/", 1)[1]) if one.method == "POST" else None,
    )
    return sent


def tells_why_there_is_no_name(page, photo):
    page.get_by_role("button", name="拒签、不在场或不能书写").click()
    word = "不能书写" if photo else "拒绝签名"
    page.locator("#field-outcome .choice", has_text=word).click()
    page.get_by_label("原因和现场经过").fill("右手受伤，不能书写。")
    if photo:
        given = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
        page.locator("#field-outcome [name=photo]").set_input_files(given)


def writes_the_name(page):
    page.get_by_role("button", name=UNIT).click()
    page.get_by_role("button", name="我是本人，开始阅读").click()
    reads_and_writes(page, 21)


def register(page):
    page.get_by_role("button", name="登记签署结果").click()


def arrived_once(page, sent, kind):
    expect(state_of(page, "苗经理")).to_have_text("已送达")
    until(page, NOTHING_WAITS)
    assert sent.count(kind) == 1
    expect(page.get_by_text("现场签字需要处理")).to_have_count(0)


@pytest.mark.parametrize("held", [("outbox", "digest"), ("store", "save", "entries")])
def test_an_outcome_that_is_tapped_twice_is_given_once(story, page, held):
    sent = posted(page)
    tells_why_there_is_no_name(page, photo=held[0] == "outbox")
    hold_back(page, *held)
    register(page)
    until(page, "() => heldBack() > 0")
    register(page)
    page.evaluate("letGo()")
    arrived_once(page, sent, "field-outcomes")
    wanted = Outcome.CANNOT_WRITE if held[0] == "outbox" else Outcome.REFUSED
    assert story.slot("unit").outcome is wanted


def test_a_signature_that_is_tapped_again_after_it_arrived_is_given_once(story, page):
    sent = posted(page)
    writes_the_name(page)
    hold_back(page, "store", "save", "drafts")
    page.get_by_role("button", name="提交签名").click()
    until(page, "() => heldBack() > 0")
    until(page, NOTHING_WAITS)
    page.get_by_role("button", name="提交签名").click()
    page.evaluate("letGo()")
    arrived_once(page, sent, "field-signatures")
    assert story.slot("unit").outcome is Outcome.SIGNED


def test_who_goes_back_before_the_photo_is_read_has_given_nothing(story, page):
    sent = posted(page)
    tells_why_there_is_no_name(page, photo=True)
    hold_back(page, "outbox", "digest")
    register(page)
    until(page, "() => heldBack() > 0")
    page.locator("#field-outcome [data-home]").click()
    expect(page.get_by_role("button", name=UNIT)).to_be_visible()
    page.evaluate("letGo()")
    assert page.evaluate("outbox.entries().then(all => all.length)") == 0
    assert (sent, story.record()) == ([], None)
    expect(state_of(page, "苗经理")).to_have_text("待签")
    page.get_by_role("button", name="拒签、不在场或不能书写").click()
    expect(page.locator("#field-outcome .file__chosen")).to_have_text("")
    page.locator("#field-outcome [data-home]").click()
    tells_why_there_is_no_name(page, photo=True)
    register(page)
    arrived_once(page, sent, "field-outcomes")


def test_what_somebody_went_back_from_is_not_given_when_they_come_again(story, page):
    officer_signs(page, 22)
    expect(state_of(page, "江一帆")).to_have_text("已送达")
    until(page, NOTHING_WAITS)
    tells_why_there_is_no_name(page, photo=True)
    hold_back(page, "outbox", "digest")
    register(page)
    until(page, "() => heldBack() > 0")
    page.locator("#field-outcome [data-home]").click()
    sent = posted(page)
    tells_why_there_is_no_name(page, photo=False)
    page.evaluate("letGo()")
    assert page.evaluate("outbox.entries().then(all => all.length)") == 0
    register(page)
    arrived_once(page, sent, "field-outcomes")
    assert story.slot("unit").outcome is Outcome.REFUSED


@pytest.mark.parametrize("kind", ["outcomes", "signatures"])
def test_the_next_one_reads_on_when_what_was_given_before_is_stored_late(story, page, kind):
    sent = posted(page)
    if kind == "outcomes":
        tells_why_there_is_no_name(page, photo=False)
    else:
        writes_the_name(page)
    hold_back(page, "store", "save", "entries")
    page.locator("form:not([hidden]) > [type=submit]").click()
    until(page, "() => heldBack() > 0")
    page.locator("form:not([hidden]) > [data-home]").click()
    page.get_by_role("button", name=OFFICER).click()
    expect(page.locator("#reading")).to_be_visible()
    page.evaluate("letGo()")
    until(page, NOTHING_WAITS)
    expect(page.locator("#reading")).to_be_visible()
    read_to_end(page)
    page.get_by_role("button", name="我已看完，去签名").click()
    page.get_by_role("button", name="返回，暂不签").click()
    arrived_once(page, sent, f"field-{kind}")


def test_a_second_tap_does_not_take_the_reading_out_of_a_hand(page):
    button = page.get_by_role("button", name=UNIT)
    expect(button).to_be_visible()
    hold_back(page, "field", "compose")
    button.click()
    button.click()
    until(page, "() => heldBack() === 2")
    page.evaluate("letOneGo()")
    page.get_by_role("button", name="我是本人，开始阅读").click()
    page.evaluate("letGo()")
    expect(page.locator("#reading")).to_be_visible()


def test_a_photo_that_cannot_be_read_is_said_and_given_again(story, page):
    sent = posted(page)
    tells_why_there_is_no_name(page, photo=True)
    page.evaluate("""() => { const digest = outbox.digest;
        outbox.digest = () => { outbox.digest = digest; return Promise.reject(new Error('gone')); }; }""")
    register(page)
    expect(page.get_by_role("alert").filter(has_text="照片读不出来")).to_be_focused()
    assert story.record() is None
    register(page)
    arrived_once(page, sent, "field-outcomes")
    expect(page.get_by_text("照片读不出来")).to_have_count(0)


def test_a_photo_that_was_asked_for_does_not_hold_up_another_outcome(story, page):
    tells_why_there_is_no_name(page, photo=False)
    page.locator("#field-outcome .choice", has_text="不能书写").click()
    register(page)
    assert page.evaluate("document.querySelector('[name=photo]').validity.valueMissing")
    page.locator("#field-outcome .choice", has_text="拒绝签名").click()
    register(page)
    expect(state_of(page, "苗经理")).to_have_text("已送达")
    assert story.slot("unit").outcome is Outcome.REFUSED
