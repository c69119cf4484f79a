"""A slow phone: the page can be read and touched while its scripts are still on their way."""

import pytest
from playwright.sync_api import expect

from tests.fixtures.browser import held_back

pytestmark = pytest.mark.browser


def test_words_typed_into_a_search_before_the_scripts_are_searched_for(phone_of):
    phone = phone_of("zhifa1")
    with held_back(phone.page, "app"):
        phone.page.goto(phone.address + "/subjects", wait_until="commit")
        phone.page.get_by_role("searchbox").press_sequentially("禾丰")
    phone.sees_not("澄溪县青崖煤业有限公司")
    expect(phone.page.get_by_role("searchbox")).to_have_value("禾丰")
    phone.sees("禾丰")


def test_the_editor_of_checklists_works_before_its_scripts(phone_of):
    head = phone_of("kezhang")
    head.open("/checklists/new")
    head.fill("名称", "慢手机上写的检查表")
    head.choose("检查对象", "企业")
    head.tap("新建检查表")
    head.sees("已新建检查表。请添加检查项。")
    items = head.page.url.split("/items")[0] + "/items"
    for words in ("先写的一项", "后写的一项"):
        with held_back(head.page, "htmx"):
            head.page.goto(items + "/new", wait_until="commit")
            head.fill("检查内容", words)
            head.fill("所属项目", "考勤")
            head.choose("检查方式", "看现场")
            head.tap("添加检查项")
            head.sees(words)
    with held_back(head.page, "htmx"):
        head.page.goto(items, wait_until="commit")
        head.tap("下移第1项")
        head.sees("后写的一项")
    expect(head.page.locator(".draft-row__text")).to_have_text(["后写的一项", "先写的一项"])


def test_the_download_begins_only_when_it_is_known_what_is_here(phone_of):
    phone = phone_of("zhifa1")
    with held_back(phone.page, "prepare"):
        phone.page.goto(phone.address + "/today", wait_until="commit")
        expect(phone.control("下载今日任务")).to_be_disabled()
    phone.tap("下载今日任务")
    expect(phone.page.locator("#prepared")).to_contain_text("已备好")


def test_a_message_is_closed_only_when_its_button_works(phone_of, unit):
    phone = phone_of("zhifa1")
    phone.open(unit("禾丰") + "/edit")
    phone.fill("地址", "东山镇新址1号")
    close = phone.page.get_by_role("button", name="关闭提示")
    with held_back(phone.page, "app"):
        phone.tap("保存单位信息")
        expect(close).to_have_css("pointer-events", "none")
    phone.press(close)
    expect(close).to_have_count(0)
