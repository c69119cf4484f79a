"""In the basement: everything was downloaded before, the network is off and the server, too."""

import pytest
from playwright.sync_api import expect

from inspectapp.documents import content
from inspectapp.documents import queries as papers
from inspectapp.shared import db
from inspectapp.visits.words import State
from tests.fixtures.browser import until
from tests.fixtures.hand import state_of, unit_signs
from tests.journeys.basement import (
    Portal,
    arrive_here,
    download,
    house,
    in_the_basement,
    new_tab,
    on_this_phone,
    phone,
)
from tests.journeys.test_basement import record, visit_row
from tests.journeys.visiting import Walk, jpeg, prepare, publish

__all__ = ["house", "phone"]
pytestmark = pytest.mark.browser
#: The copy of this page that lies sealed on the phone.
COPY = """async url => new TextDecoder().decode(await store.load('pages', await store.pageId(url)))"""
KNOWS = f"async ([url, words]) => (await ({COPY})(url)).includes(words)"
CHANGED = "签到表第三页缺授课教师签字，三楼三〇二教室现场拍摄，与台账不一致"
#: The photo that arrived lies beside it, and the list says so.
PICTURED = """async photos => {
    const index = await store.load('pages', await store.pageId('/prepare/manifest'));
    return Object.keys(index.held).some(url => url.startsWith(photos) && url.endsWith('/screen')); }"""


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


def test_what_was_found_last_time_stands_on_the_first_page_of_a_downloaded_visit(phone, house):
    publish("回访检查表", 2)
    one, other = phone("zhifa1"), phone("zhifa2", service_workers="block")
    visit = prepare(one, other, "回访检查表", unit="北部山区非煤矿山")
    download(one)
    with in_the_basement(one, house):
        one.open(visit)
        earlier = one.page.locator("#earlier")
        expect(earlier).to_contain_text("上次发现的问题（")
        expect(earlier.get_by_role("list").locator(".item")).to_have_count(2)
        earlier.scroll_into_view_if_needed()
        is_shown(earlier.locator("img").first)
        one.is_accessible()
        one.picture("earlier-offline")


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
        stopped_here(one, visit)
    expect(one.page.locator("#queue")).to_be_hidden(timeout=60_000)
    with db.read_session() as session:
        here = visit_row(session, visit)
        assert (here.state, here.stop_reason) == (State.STOPPED, "场所停电，无法继续检查")
    one.open(visit)
    one.sees("场所停电，无法继续检查")


def stopped_here(one, visit):
    """The visit ends early: from then on every page of it is for reading, and says so."""
    one.open(visit)
    one.tap("中止检查")
    one.fill("中止原因", "场所停电，无法继续检查")
    one.picture("dark-stop")
    one.press(one.page.get_by_role("button", name="中止检查"))
    one.is_at(visit)
    one.sees("场所停电，无法继续检查")
    one.sees("检查已中止，在本机")
    expect(one.page.locator(".top__state")).to_have_text("已中止")
    expect(one.page.get_by_role("link", name="中止检查")).to_be_hidden()
    one.is_accessible()
    one.picture("dark-stopped")
    walk = Walk(one, visit)
    one.sees("已中止，只能查看")
    expect(walk.card(2).get_by_role("radio", name="不符合")).to_be_disabled()
    for path, words in (
        ("/open-items", "已中止，只能查看"), ("/record/field", "不能再请人签字"), ("/stop", "不能再填写"),
    ):  # fmt: skip
        one.open(visit + path)
        one.sees(words)


def says(one, words):
    """What a photo shows, kept on this phone."""
    one.fill("照片内容", words)
    one.tap("保存照片说明")
    expect(one.page.locator("#photo-words [data-state]")).to_have_text("在本机")


def two_in(phone, house, title):
    """A visit of four questions, downloaded and begun in the basement."""
    publish(title, 4)
    one, other = phone("zhifa1"), phone("zhifa2", service_workers="block")
    visit = prepare(one, other, title)
    download(one)
    return one, visit


def is_shown(picture):
    """Not only asked for."""
    expect(picture).not_to_have_js_property("naturalWidth", 0)


def test_what_arrived_after_the_download_stands_in_the_copies_too(phone, house):
    one, visit = two_in(phone, house, "两次下井检查表")
    with in_the_basement(one, house):
        one.open(visit)
        arrive_here(one, visit)
        walk = Walk(one, visit)
        for number in (1, 2):
            walk.answer(number, "符合")
        walk.answer(3, "不符合")
        one.press(walk.card(3).get_by_role("button", name="保存问题"))
        expect(walk.card(3).locator(".finding__text")).to_have_count(1)
        walk.card(3).locator(":scope > .photos input[data-origin=CAMERA]").set_input_files(jpeg(1))
        expect(walk.card(3).locator('.photos__one--waiting[data-now="here"]')).to_have_count(1)
        one.press(walk.card(3).locator(".photos__one--waiting a"))
        one.is_at(f"^{visit}/photos/waiting")
        one.sees("第3项　第3号档案齐全、签字真实")
        is_shown(one.page.locator("#waiting-picture"))
        says(one, "签到表第三页")
        one.is_accessible()
        one.picture("waiting-photo")
    expect(one.page.locator("#queue")).to_be_hidden(timeout=60_000)
    expect(one.page.locator("#photo-words [data-state]")).to_have_text("已送达")
    one.page.reload()
    one.is_at(f"^{visit}/photos/[0-9a-f-]{{36}}$")
    expect(one.field("照片内容")).to_have_value("签到表第三页")
    one.open(visit)
    until(one.page, KNOWS, [f"{visit}/checklist", "finding__text"])
    until(one.page, PICTURED, f"{visit}/photos/")
    with in_the_basement(one, house):
        new_tab(one)
        walk = Walk(one, visit)
        expect(one.page.locator("#progress b")).to_have_text("3/4")
        is_shown(walk.card(3).locator("a.photos__one img"))
        one.press(walk.card(3).locator("a.photos__one"))
        one.is_at(f"^{visit}/photos/[0-9a-f-]{{36}}$")
        expect(one.field("照片内容")).to_have_value("签到表第三页")
        says(one, CHANGED)
        one.picture("photo-offline")
        walk = Walk(one, visit)
        expect(walk.card(3).locator("a.photos__one .photos__state")).to_have_text("说明在本机")
        walk.answer(4, "符合")
        on_this_phone(one, 2)
        one.open(visit + "/record/field")
        unit_signs(one.page, 1)
        expect(state_of(one.page, "苗青禾")).to_have_text("在本机")
    one.sees("已全部送达")
    with db.read_session() as session:
        frozen = content.read(papers.current_version(session, record(visit)))
        assert [photo["what"] for photo in frozen["values"]["photos"]] == [CHANGED]


def test_what_was_signed_here_is_for_reading_only(phone, house):
    one, visit = two_in(phone, house, "只读检查表")
    with in_the_basement(one, house):
        one.open(visit)
        arrive_here(one, visit)
        walk = Walk(one, visit)
        for number in range(1, 5):
            walk.answer(number, "符合")
        on_this_phone(one, 6)
        one.open(visit + "/record/field")
        unit_signs(one.page, 1)
        expect(state_of(one.page, "苗青禾")).to_have_text("在本机")
        walk = Walk(one, visit)
        one.sees("已签字，只能查看")
        expect(one.page.locator("#progress b")).to_have_text("4/4")
        new_tab(one)
        walk = Walk(one, visit)
        one.sees("已签字，只能查看")
        expect(one.page.locator("#progress b")).to_have_text("4/4")
        expect(walk.card(1).get_by_role("radio", name="符合", exact=True)).to_be_checked()
        expect(walk.card(1).get_by_role("radio", name="不符合")).to_be_disabled()
        one.is_accessible()
        one.picture("signed-offline")
        one.tap("查看现场签字")
        one.is_at(f"{visit}/record/field")
    expect(one.page.get_by_text("已全部送达")).to_be_visible(timeout=60_000)


def test_the_worker_lets_pages_of_a_portal_pass_for_nothing(phone, house):
    """A network that answers everything with its own page: the copy stands, nothing counts as sent."""
    one, visit = two_in(phone, house, "门户检查表")
    portal = Portal()
    house.close()
    portal.open(house.port)
    new_tab(one)
    one.open(visit)
    one.sees("没有网络，这是")
    one.sees_not("欢迎使用无线网络")
    one.has_its_key()
    one.page.evaluate(
        """visit => outbox.send({key: 'a', url: visit + '/scene', pairs: [['place', '甲']],
        rank: 'step', label: '现场信息'}).stored""",
        visit,
    )
    until(one.page, "() => outbox.entries().then(all => all.some(entry => entry.failed > 0))")
    on_this_phone(one, 1)
    assert "POST" in portal.asked
    portal.close()
    house.open()
