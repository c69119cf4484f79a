"""The head of section pastes the annex of a notice, corrects the draft, publishes it and previews it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ANNEX = (Path(__file__).parents[1] / "checklists" / "data" / "lookback-annex.txt").read_text(encoding="utf-8")
TITLE = "走过场回头看检查表（本县）"


def test_from_the_pasted_annex_to_the_preview(phone_of):
    head, officer = phone_of("kezhang"), phone_of("zhifa1")
    head.open("/checklists")
    head.tap("导入本单位的检查表")
    head.page.locator("textarea[name=text]").fill(ANNEX)
    head.choose("检查对象", "企业")
    head.tap("读入表格")
    head.is_at("^/checklists/intakes/[0-9a-f-]{36}$")
    head.sees("草稿写在原文旁边")
    head.is_accessible()
    first = head.page.locator("textarea[name=text-0]")
    first.fill("有本年度安全培训计划")
    head.fill("名称", TITLE)
    kept = head.page.get_by_role("checkbox", name="项，保留")
    count = kept.count()
    head.press(kept.last)
    expect(kept.last).not_to_be_checked()
    head.tap("存为草稿")
    head.sees("已存为草稿。核对后即可发布。")
    head.tap("检查并发布")
    head.sees("内容齐全，可以发布。")
    head.sees(f"{count - 1}项")
    head.tap("发布第1版")
    head.sees("已发布。")
    officer.open("/checklists")
    officer.press(officer.page.get_by_text(TITLE).first)
    officer.tap("手机预览")
    officer.sees("有本年度安全培训计划")
    expect(officer.page.locator(".check")).to_have_count(count - 1)
    officer.press(officer.page.get_by_role("radio", name="符合").first)
    officer.is_accessible()


def test_two_heads_correct_the_same_checklist(phone_of):
    first, second = phone_of("kezhang"), phone_of("kezhang")
    first.open("/checklists/new")
    first.fill("名称", "两人同改的检查表")
    first.choose("检查对象", "企业")
    first.tap("新建检查表")
    first.sees("已新建检查表。请添加检查项。")
    head = first.where.removesuffix("/items") + "/head"
    for phone, words in ((first, "甲写的备注"), (second, "乙写的备注")):
        phone.open(head)
        phone.fill("备注", words)
    first.tap("保存信息")
    first.sees("已保存检查表信息。")
    with second.refused(409):
        second.tap("保存信息")
        expect(second.page.locator("#alerts .alert")).to_be_in_viewport()
    expect(second.field("备注")).to_have_value("乙写的备注")
