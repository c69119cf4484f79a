"""Through the front door: with a wrong password, without scripts, from a message, after being signed out."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def sign_in(phone, login, password):
    phone.fill("登录名", login)
    phone.fill("密码", password)
    phone.tap("登录")


def test_a_wrong_password_then_the_right_one(phone_of, passwords):
    phone = phone_of(None)
    phone.open("/")
    phone.is_at("/login")
    with phone.refused(422):
        sign_in(phone, "zhifa1", "not-this-one-at-all")
        phone.sees("登录名或密码不对，请核对后再试。")
    expect(phone.field("登录名")).to_have_value("zhifa1")
    expect(phone.field("密码")).to_have_value("")
    expect(phone.field("密码")).to_be_focused()
    phone.is_accessible()
    sign_in(phone, "zhifa1", passwords["zhifa1"])
    phone.is_at("/")
    phone.sees("江一帆")


def test_a_link_from_a_message_is_opened_after_signing_in(phone_of, passwords, unit):
    phone, link = phone_of(None), unit("华岳") + "/staff"
    phone.open(link)
    phone.is_at("^/login")
    sign_in(phone, "zhifa1", passwords["zhifa1"])
    phone.is_at(link)


def test_without_scripts_one_signs_in_and_registers_a_unit(phone_of, passwords):
    phone = phone_of(None, java_script_enabled=False)
    phone.open("/login")
    sign_in(phone, "zhifa1", passwords["zhifa1"])
    phone.is_at("/")
    phone.open("/subjects/new")
    phone.choose("类别", "企业")
    phone.fill("单位名称", "澄溪县无脚本机械厂")
    phone.choose("监管层级", "县级")
    phone.field("行业").select_option(label="机械")
    phone.tap("登记单位")
    phone.is_at("^/subjects/[0-9a-f-]{36}$")
    phone.sees("澄溪县无脚本机械厂")
    phone.sees("已登记单位")


def test_signed_out_from_another_phone_one_comes_back_to_where_one_was(phone_of, passwords, unit):
    lost, held = phone_of("zhifa1"), phone_of("zhifa1")
    lost.open(unit("华岳"))
    held.open("/me")
    held.tap("结束其他设备的登录")
    held.sees("已结束其他设备上的登录")
    lost.tap("人员")
    lost.is_at("^/login")
    sign_in(lost, "zhifa1", passwords["zhifa1"])
    lost.is_at(unit("华岳") + "/staff")
    held.open("/")
    held.is_at("/")


def test_signing_out_leaves_nothing_to_go_back_to(phone_of, unit):
    phone = phone_of("zhifa1")
    phone.open(unit("华岳"))
    phone.open("/me")
    phone.tap("退出登录")
    phone.is_at("/login")
    phone.page.go_back()
    phone.is_at("^/login")
