"""The end of a visit on a bad link: no record is made without what still waits on the phone."""

import re

import pytest
from playwright.sync_api import expect

from inspectapp.shared import db
from inspectapp.visits.words import State
from tests.evidence.test_phones import at_work, delivered, phone, visits, walked
from tests.evidence.test_slow_scripts import come
from tests.fixtures.browser import held_back, until
from tests.visits.conftest import visit_of

__all__ = ["at_work", "phone", "visits"]
pytestmark = pytest.mark.browser

MAKE = "生成检查记录，请对方签字"


def state_of(visits, visit_id):
    with db.read_session() as session:
        return visit_of(session, visits.person("zhifa1"), visit_id).state


def a_photo_on_its_way(one, at_work):
    """Taken at an answer that has arrived, and tried again from the page of gaps; held back there, too."""
    held = []
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "符合")
    delivered(one, 1)
    one.page.route("**/photos", lambda route: held.append(route))
    with one.page.expect_request("**/photos"):
        one.photograph(1)
    with one.page.expect_request("**/photos"):
        one.open(f"/visits/{at_work}/open-items")
    return held


def make(one):
    return one.page.locator("button[form=finish]")


def is_told_to_wait(one):
    expect(make(one)).to_be_disabled()
    expect(make(one)).to_have_text("还有内容没有送达")
    expect(one.page.locator("#finish-waits")).to_contain_text("还有1项没有送达")
    expect(one.page.get_by_role("link", name="打开待上传")).to_be_visible()


def makes_the_record(one):
    one.page.get_by_label("其余项目本次未查").check()
    one.page.get_by_role("button", name=MAKE).click()
    expect(one.page).to_have_url(re.compile("/record"))


def test_no_record_is_made_while_a_photo_is_on_its_way(visits, at_work, phone):
    one = phone("zhifa1")
    one.page.route("**/record/field", lambda route: None)
    held = a_photo_on_its_way(one, at_work)
    is_told_to_wait(one)
    one.page.get_by_label("其余项目本次未查").press("Enter")
    one.page.locator("#finish").evaluate("form => form.requestSubmit()")
    is_told_to_wait(one)
    held[-1].continue_()
    expect(one.page.locator("#finish-waits")).to_be_hidden()
    assert state_of(visits, at_work) is State.CHECKING
    makes_the_record(one)
    assert state_of(visits, at_work) is State.SIGNING
    assert len(walked(visits, at_work)[0].photos) == 1


def test_a_link_that_the_photo_fills_is_not_waited_for_where_the_visit_was_downloaded(visits, at_work, phone):
    one = phone("zhifa1")
    one.open("/today")
    one.page.get_by_role("button", name="下载今日任务").click()
    expect(one.page.locator("#prepared")).to_contain_text("已备好")
    one.page.clock.install()
    one.page.route("**/record/field", lambda route: None)
    a_photo_on_its_way(one, at_work)
    is_told_to_wait(one)
    one.page.clock.fast_forward(6000)
    expect(one.page.get_by_role("link", name="请对方签字")).to_be_visible()
    expect(make(one)).to_have_count(0)
    expect(one.page.locator("#finish-waits")).to_have_count(0)
    assert state_of(visits, at_work) is State.CHECKING


def test_what_the_server_does_not_take_is_settled_before_the_record(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.page.route("**/record/field", lambda route: route.abort())
    one.tap(1, "符合")
    delivered(one, 1)
    one.page.route(
        "**/photos", lambda route: route.fulfill(status=409, headers={"X-Served": "anpei"}, body="")
    )
    one.photograph(1)
    until(one.page, "() => outbox.entries().then(all => all.some(one => one.state === 'trouble'))")
    one.open(f"/visits/{at_work}/open-items")
    expect(make(one)).to_be_disabled()
    expect(one.page.locator("#finish-waits")).to_contain_text("有1项没有被服务器接受")
    one.page.evaluate("outbox.entries().then(all => outbox.giveUp(all[0].id))")
    makes_the_record(one)
    assert state_of(visits, at_work) is State.SIGNING


def test_a_tap_before_it_is_known_what_waits_makes_no_record(visits, at_work, phone):
    one = phone("zhifa1")
    one.page.route("**/record/field", lambda route: None)
    a_photo_on_its_way(one, at_work)
    with held_back(one.page, "gaps"):
        come(one, f"/visits/{at_work}/open-items")
        expect(make(one)).to_have_css("pointer-events", "none")
        expect(one.page.locator("#finish-early")).to_contain_text("请刷新页面")
    is_told_to_wait(one)
    expect(one.page.locator("#finish-early")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_where_nothing_waits_the_record_is_made_at_once(visits, at_work, phone, javascript):
    one = phone("zhifa1", javascript=javascript)
    one.open(f"/visits/{at_work}/open-items")
    expect(one.page.locator("#finish-early")).to_be_hidden()
    makes_the_record(one)
    assert state_of(visits, at_work) is State.SIGNING
