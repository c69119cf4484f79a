"""Photos on a phone: taken in one after the other, drawn on and set aside with or without a connection."""

import uuid

import pytest
from playwright.sync_api import expect

from inspectapp.evidence.models import Photo
from inspectapp.shared import db
from tests.evidence.conftest import Site, picture
from tests.evidence.test_phones import at_work, phone, visits, walked
from tests.fixtures.browser import until

__all__ = ["at_work", "phone", "visits"]
pytestmark = pytest.mark.browser

#: What is decoded at once, what lies on the phone and what is said as each begins; one cannot be read.
WATCH = """() => {
  const decode = window.createImageBitmap, read = Blob.prototype.arrayBuffer;
  window.seen = {alive: 0, most: 0, stored: [], said: []};
  window.createImageBitmap = async (...given) => {
    seen.stored.push((await outbox.entries()).filter(one => one.durable).length);
    seen.said.push([...document.querySelectorAll('.photos__state')].pop().textContent);
    const made = await decode(...given), close = made.close.bind(made);
    seen.most = Math.max(seen.most, seen.alive += 1);
    made.close = () => { seen.alive -= 1; close(); };
    return made;
  };
  Blob.prototype.arrayBuffer = function () {
    return this.name === 'gone.jpg' ? Promise.reject(new Error('not on this phone')) : read.call(this);
  };
}"""
NOTHING_WAITS = "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)"


def chosen(count, broken):
    """So many photos out of the gallery, all different; one of them lies in a cloud that does not answer."""
    return [
        {
            "name": "gone.jpg" if number == broken else f"{number}.jpg", "mimeType": "image/jpeg",
            "buffer": picture((1800, 1200), colour=(20 * number, 90, 30)),
        }
        for number in range(1, count + 1)
    ]  # fmt: skip


def test_many_photos_are_taken_in_one_after_the_other_and_one_that_fails_holds_up_nobody(
    visits, at_work, phone
):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    until(one.page, "() => store.unlock()")
    one.context.set_offline(True)
    one.page.evaluate(WATCH)
    one.card(1).locator("input[data-origin=GALLERY]").set_input_files(chosen(6, broken=3))
    waiting = one.card(1).locator(".photos__one--waiting")
    expect(waiting.locator(".photos__state")).to_have_text(
        ["在本机", "在本机", "读不出这张照片，请重拍", "在本机", "在本机", "在本机"]
    )
    seen = one.page.evaluate("window.seen")
    assert (seen["most"], seen["alive"]) == (1, 0)
    assert seen["stored"] == [0, 1, 2, 3, 4]
    assert seen["said"] == [f"正在处理 {number}/6" for number in (1, 2, 4, 5, 6)]
    one.context.set_offline(False)
    expect(one.card(1).locator("a.photos__one")).to_have_count(5)
    assert len(walked(visits, at_work)[0].photos) == 5


def draw(page, tool="方框"):
    """One mark from corner to corner, not saved yet."""
    page.get_by_role("button", name=tool).click()
    page.locator(".viewer__stage").scroll_into_view_if_needed()
    box = page.locator(".viewer__stage").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 110, steps=4)
    page.mouse.up()


def kinds(visits, visit):
    return [[mark["kind"] for mark in photo.marks] for photo in walked(visits, visit)[0].photos]


def drawn(one):
    return one.page.locator(".viewer__marks g")


def marks_are(one):
    return one.page.locator("#marks-form [data-state]")


def new_tab(one):
    """The page is killed without a word."""
    one.page.close(run_before_unload=False)
    one.page = one.context.new_page()


def test_a_drawing_survives_a_reload_and_leaves_by_the_outbox(visits, phone):
    site, one = Site(visits), phone("zhifa1")
    place = f"{site.url}/photos/{site.take(picture((800, 600)))}"
    one.open(place)
    until(one.page, "() => store.unlock()")
    draw(one.page)
    until(one.page, "() => store.all('drafts').then(all => all.length === 1)")
    one.page.reload()
    expect(drawn(one)).to_have_count(1)
    draw(one.page, "箭头")
    one.context.set_offline(True)
    one.page.get_by_role("button", name="保存标注").dblclick()
    expect(marks_are(one)).to_have_text("在本机")
    until(one.page, "() => store.all('drafts').then(all => all.length === 0)")
    new_tab(one)
    one.context.set_offline(False)
    one.page.route("**/marks", lambda route: route.abort())
    one.open(place)
    expect(drawn(one)).to_have_count(2)
    expect(marks_are(one)).to_have_text("在本机")
    one.open(f"{site.url}/checklist")
    expect(one.card(1).locator("a.photos__one")).to_contain_text("标注在本机")
    one.page.unroute("**/marks")
    one.page.evaluate("outbox.resume()")
    until(one.page, NOTHING_WAITS)
    expect(one.card(1).locator(".photos__state")).to_have_count(0)
    assert kinds(visits, site.id) == [["box", "arrow"]]


def test_marks_saved_twice_in_a_row_are_not_in_their_own_way(visits, phone):
    site, one = Site(visits), phone("zhifa1")
    one.open(f"{site.url}/photos/{site.take(picture((800, 600)))}")
    for number in (1, 2):
        draw(one.page)
        one.page.get_by_role("button", name="方框").click()
        one.page.get_by_role("button", name="保存标注").click()
        expect(marks_are(one)).to_have_text("已送达")
        assert kinds(visits, site.id) == [["box"] * number]


def test_what_both_drew_is_shown_together_and_saved_by_whoever_looked_at_it(visits, phone, browser_of):
    site, one = Site(visits), phone("zhifa1")
    place = f"{site.url}/photos/{site.take(picture((800, 600)))}"
    one.open(place)
    until(one.page, "() => store.unlock()")
    one.context.set_offline(True)
    draw(one.page)
    one.page.get_by_role("button", name="保存标注").click()
    expect(marks_are(one)).to_have_text("在本机")
    theirs = '[{"kind": "arrow", "x1": 0.1, "y1": 0.1, "x2": 0.5, "y2": 0.5, "words": ""}]'
    assert browser_of("zhifa2").post(f"{place}/marks", {"marks": theirs, "version": "0"}).status_code == 303
    one.context.set_offline(False)
    expect(marks_are(one)).to_have_text("需处理")
    expect(one.page.locator("#marks-form").get_by_role("alert")).to_contain_text("梁䶮在")
    expect(drawn(one)).to_have_count(2)
    assert kinds(visits, site.id) == [["arrow"]]
    one.page.get_by_role("button", name="保存标注").click()
    expect(marks_are(one)).to_have_text("已送达")
    assert kinds(visits, site.id) == [["arrow", "box"]]
    assert one.page.evaluate("outbox.entries()") == []


def test_a_photo_that_waits_here_can_be_drawn_on_and_its_marks_follow_it(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.page.route("**/answers/**", lambda route: route.abort())
    one.photograph(1)
    one.card(1).locator('.photos__one--waiting[data-now="here"] a').click()
    expect(one.page.locator("#waiting-picture")).not_to_have_js_property("naturalWidth", 0)
    draw(one.page)
    one.page.get_by_role("button", name="方框").click()
    one.page.get_by_role("button", name="保存标注").click()
    expect(marks_are(one)).to_have_text("在本机")
    one.page.reload()
    expect(drawn(one)).to_have_count(1)
    one.page.unroute("**/answers/**")
    one.page.evaluate("outbox.resume()")
    until(one.page, NOTHING_WAITS)
    assert kinds(visits, at_work) == [["box"]]


def test_a_photo_is_set_aside_without_an_answer_of_the_server(visits, phone):
    site, one = Site(visits), phone("zhifa1")
    photo = site.take()
    one.open(f"{site.url}/photos/{photo}")
    one.page.route("**/aside", lambda route: route.abort())
    one.page.get_by_text("不采用这张照片").click()
    one.page.get_by_label("不采用的原因").fill("糊")
    one.page.get_by_role("button", name="不采用", exact=True).click()
    expect(one.page.locator("#aside-form").get_by_role("alert")).to_contain_text("至少两个字")
    one.page.get_by_label("不采用的原因").fill("拍糊了")
    one.page.get_by_role("button", name="不采用", exact=True).click()
    expect(one.page).to_have_url(one.address + f"{site.url}/checklist#q-1")
    expect(one.card(1).locator("a.photos__one")).to_contain_text("不采用在本机")
    one.page.unroute("**/aside")
    one.page.evaluate("outbox.resume()")
    expect(one.card(1).locator("a.photos__one")).to_have_count(0)
    with db.read_session() as session:
        assert session.get_one(Photo, uuid.UUID(str(photo))).aside_why == "拍糊了"


def test_without_script_marks_stay_and_a_photo_is_set_aside_by_a_plain_form(visits, phone):
    site, one = Site(visits), phone("zhifa1", javascript=False)
    photo = site.take()
    one.open(f"{site.url}/photos/{photo}")
    one.page.get_by_text("不采用这张照片").click()
    one.page.get_by_label("不采用的原因").fill("拍糊了")
    one.page.get_by_role("button", name="不采用", exact=True).click()
    expect(one.page).to_have_url(one.address + f"{site.url}/checklist#q-1")
    with db.read_session() as session:
        assert session.get_one(Photo, uuid.UUID(str(photo))).aside_at is not None
