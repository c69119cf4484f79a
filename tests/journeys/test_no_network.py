"""In the basement: everything was downloaded before, the network is off and the server, too."""

import pytest
from playwright.sync_api import expect

from tests.journeys.basement import arrive_here, download, house, in_the_basement, new_tab, phone
from tests.journeys.visiting import Walk, prepare, publish

__all__ = ["house", "phone"]
pytestmark = pytest.mark.browser


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


def test_the_pages_without_a_network_look_the_same_in_the_dark(phone, house):
    publish("夜间检查表", 3)
    one, other = phone("zhifa1", color_scheme="dark"), phone("zhifa2", service_workers="block")
    visit = prepare(one, other, "夜间检查表")
    download(one)
    with in_the_basement(one, house):
        one.open(visit)
        arrive_here(one, visit)
        walk = Walk(one, visit)
        walk.answer(1, "不符合")
        one.press(walk.card(1).get_by_role("button", name="保存问题"))
        expect(walk.card(1).locator(".finding__text")).to_have_count(1)
        for path, name in (
            (visit + "/checklist", "walk"), (visit, "hub"), (visit + "/scene", "scene"),
            ("/outbox", "outbox"), (visit + "/open-items", "open-items"), (visit + "/record/field", "field"),
            ("/today", "today"), (visit + "/record", "record"), ("/laws", "not-taken-along"),
        ):  # fmt: skip
            one.open(path)
            expect(one.page.locator("main")).to_be_visible()
            one.is_accessible()
            one.picture(f"dark-{name}")
