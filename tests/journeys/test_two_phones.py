"""Two officers at the same unit at the same moment: nothing is overwritten unseen."""

import pytest
from playwright.sync_api import expect

from tests.journeys.visiting import arrive, prepare, publish

pytestmark = pytest.mark.browser


def test_who_saves_second_sees_both_texts_and_decides(phone_of, unit):
    first, second, edit = phone_of("zhifa1"), phone_of("kezhang"), unit("禾丰") + "/edit"
    for phone, words in ((first, "甲方写的路1号"), (second, "乙方写的路2号")):
        phone.open(edit)
        phone.fill("地址", words)
    first.tap("保存单位信息")
    first.sees("已保存单位信息")
    with second.refused(409):
        second.tap("保存单位信息")
        second.sees("已有人先保存")
    row = second.page.get_by_role("row").filter(has_text="地址")
    expect(row).to_contain_text("甲方写的路1号")
    expect(row).to_contain_text("乙方写的路2号")
    expect(second.field("地址")).to_have_value("乙方写的路2号")
    second.is_accessible()
    second.tap("保存单位信息")
    second.sees("已保存单位信息")
    first.open(unit("禾丰"))
    first.sees("乙方写的路2号")
    first.tap("变更记录")
    first.sees("邵立言")


def test_what_one_phone_registers_the_other_finds_at_once(phone_of, unit):
    writer, reader = phone_of("zhifa1"), phone_of("zhifa2")
    reader.open(unit("禾丰") + "/rooms")
    writer.open(unit("禾丰") + "/rooms/new")
    writer.fill("名称", "二楼实操间")
    writer.field("用途").select_option(label="实操场地")
    writer.tap("保存场所")
    writer.is_at(unit("禾丰") + "/rooms")
    reader.page.reload()
    reader.sees("二楼实操间")


def test_what_both_say_of_the_scene_is_compared_on_the_phone_that_saves_second(phone_of):
    publish("现场检查表", 2)
    first, second = phone_of("zhifa1"), phone_of("zhifa2")
    visit = prepare(first, second, "现场检查表")
    arrive(first, visit)
    for phone, words in ((first, "教室正在上课，共41人"), (second, "机房没有开门")):
        phone.open(visit + "/scene")
        phone.fill("检查情况补充说明", words)
    first.tap("保存现场信息")
    first.sees("已保存现场信息")
    with second.refused(409):
        second.tap("保存现场信息")
        second.sees("已有人先保存")
    expect(second.page.get_by_role("row").filter(has_text="补充说明")).to_contain_text("共41人")
    expect(second.field("检查情况补充说明")).to_have_value("机房没有开门")
    second.is_accessible()
    second.picture("two-scenes")
    second.fill("检查情况补充说明", "教室正在上课，共41人；机房没有开门")
    second.tap("保存现场信息")
    second.is_at(f"^{visit}$")
    first.open(visit + "/scene")
    expect(first.field("检查情况补充说明")).to_have_value("教室正在上课，共41人；机房没有开门")
