"""In the basement: the connection is gone while something is being saved."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_lost_connection_keeps_what_was_typed_and_saving_again_works(phone_of, unit):
    phone = phone_of("zhifa1")
    phone.open(unit("禾丰") + "/edit")
    phone.fill("地址", "地下室写的地址")
    with phone.without_network():
        phone.tap("保存单位信息")
        phone.sees("没有连上服务器。")
        phone.sees("内容还在页面上，请检查网络后再试一次。")
        expect(phone.page.locator("#alerts .alert")).to_be_in_viewport()
        expect(phone.field("地址")).to_have_value("地下室写的地址")
        phone.is_at(unit("禾丰") + "/edit")
        phone.is_accessible()
    phone.tap("保存单位信息")
    phone.is_at(unit("禾丰"))
    phone.sees("地下室写的地址")


def test_a_network_that_only_pretends_keeps_what_was_typed_too(phone_of, unit):
    phone = phone_of("zhifa1")
    phone.open(unit("禾丰") + "/edit")
    phone.fill("地址", "信号满格却不通")
    phone.cut_off = True
    phone.context.route("**", lambda route: route.abort("internetdisconnected"))
    phone.tap("保存单位信息")
    phone.sees("没有连上服务器。")
    expect(phone.field("地址")).to_have_value("信号满格却不通")
    phone.context.unroute_all()
    phone.tap("保存单位信息")
    phone.is_at(unit("禾丰"))


def test_a_form_that_is_sent_in_the_background_tells_it_too(phone_of):
    phone = phone_of("kezhang")
    phone.open("/checklists/new")
    phone.fill("名称", "断网时写的检查表")
    phone.choose("检查对象", "企业")
    with phone.without_network():
        phone.tap("新建检查表")
        phone.sees("没有连上服务器。")
        expect(phone.field("名称")).to_have_value("断网时写的检查表")
    phone.tap("新建检查表")
    phone.sees("已新建检查表。请添加检查项。")


def test_searching_without_a_connection_keeps_the_list(phone_of):
    phone = phone_of("zhifa1")
    phone.open("/subjects")
    with phone.without_network():
        phone.page.get_by_role("searchbox").press_sequentially("huayue")
        phone.sees("没有连上服务器。")
        phone.sees("澄溪县青崖煤业有限公司")
