"""An officer keeps the register: enters a unit, mends what was wrong, sees a number and overlapping roles."""

from datetime import date

import pytest
from playwright.sync_api import expect

from inspectapp.shared.identifiers import UNUSED_AREA, make_credit_code, make_id_number

pytestmark = pytest.mark.browser
NAME, ADDRESS = "澄溪县晨光电焊工培训学校", "澄溪县晨光路8号"
CODE = make_credit_code(UNUSED_AREA, "GANGJ001")


def write_unit(phone, code=CODE):
    phone.choose("类别", "培训机构")
    phone.fill("单位名称", NAME)
    phone.fill("统一社会信用代码", code)
    phone.choose("监管层级", "县级")
    phone.field("行业").select_option(label="其他")
    phone.fill("地址", ADDRESS)
    phone.fill("主要负责人", "镕䶮")


def found_by(phone, words):
    """How many units the list shows for these words, searched while typing."""
    phone.open("/subjects")
    with phone.page.expect_response("**/subjects?*"):
        phone.page.get_by_role("searchbox").press_sequentially(words)
    phone.is_at("^/subjects.*[?&]q=")
    return phone.page.locator("#units li").filter(has_text=NAME)


def test_a_wrong_credit_code_is_told_at_its_field_and_nothing_is_lost(phone_of):
    phone = phone_of("zhifa1")
    phone.open("/")
    phone.tap("对象")
    phone.tap("登记单位")
    write_unit(phone, code=CODE[:-1] + ("0" if CODE[-1] != "0" else "1"))
    with phone.refused(422):
        phone.tap("登记单位")
        phone.sees("还有内容需要改正")
    expect(phone.page.locator(".summary")).to_be_focused()
    phone.is_accessible()
    phone.press(phone.page.locator(".summary a").first)
    expect(phone.field("统一社会信用代码")).to_be_focused()
    expect(phone.field("统一社会信用代码")).to_have_attribute("aria-invalid", "true")
    for label, words in (("单位名称", NAME), ("地址", ADDRESS), ("主要负责人", "镕䶮")):
        expect(phone.field(label)).to_have_value(words)
    expect(phone.page.get_by_role("radio", name="县级")).to_be_checked()
    phone.fill("统一社会信用代码", CODE)
    phone.tap("登记单位")
    phone.is_at("^/subjects/[0-9a-f-]{36}$")
    phone.sees("已登记单位")
    expect(found_by(phone, "cgdhg").first).to_be_visible()


def test_a_double_tap_registers_one_unit(phone_of):
    phone = phone_of("zhifa1")
    phone.open("/subjects/new")
    write_unit(phone)
    phone.control("登记单位").evaluate("button => { button.click(); button.click(); }")
    phone.is_at("^/subjects/[0-9a-f-]{36}$")
    expect(found_by(phone, "晨光电焊")).to_have_count(1)


def test_going_back_after_saving_and_saving_again_registers_one_unit(phone_of):
    phone = phone_of("zhifa1")
    phone.open("/subjects/new")
    write_unit(phone)
    phone.tap("登记单位")
    phone.is_at("^/subjects/[0-9a-f-]{36}$")
    phone.page.go_back()
    phone.is_at("/subjects/new")
    write_unit(phone)
    with phone.refused(422):
        phone.tap("登记单位")
        phone.sees("已登记")
    expect(found_by(phone, "晨光电焊")).to_have_count(1)


def test_a_number_is_shown_for_a_reason_and_the_looking_is_on_record(phone_of, unit):
    phone = phone_of("zhifa1")
    phone.open(unit("华岳"))
    phone.tap("联系电话")
    phone.fill("原因", "看")
    with phone.refused(422):
        phone.tap("查看完整联系电话")
        phone.sees("请写明原因")
    phone.fill("原因", "通知检查时间")
    phone.tap("查看完整联系电话")
    call = phone.control("拨打电话")
    number = call.get_attribute("href").removeprefix("tel:")
    assert len(number) == 11 and number.isdigit()
    phone.sees(number)
    phone.is_accessible()
    phone.tap("返回")
    phone.sees_not(number)
    phone.tap("变更记录")
    phone.sees("通知检查时间")


def test_a_manager_who_also_examines_is_marked(phone_of, unit):
    phone, roster = phone_of("zhifa1"), unit("澄溪县安全生产技术培训中心") + "/staff"
    phone.open(roster)
    phone.sees_not("身份重叠")
    phone.tap("添加人员")
    phone.fill("姓名", "重叠者")
    phone.fill("身份证号", make_id_number(UNUSED_AREA, date(1988, 8, 8), 77))
    phone.choose("岗位", "专职管理人员")
    phone.choose("岗位", "考务人员")
    phone.choose("用工形式", "本单位职工")
    phone.field("职称").select_option(label="无职称")
    phone.tap("保存人员")
    phone.is_at(roster)
    phone.sees("1人的管理、教学、考务身份重叠")
    phone.tap("1人的管理、教学、考务身份重叠")
    phone.sees("重叠者（管理、考务）")
