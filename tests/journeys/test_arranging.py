"""Before anybody sets out: what comes next stands on the first page, plans are corrected, others are sent."""

import re

import pytest

from tests.journeys.visiting import UNIT, prepare, publish

pytestmark = pytest.mark.browser


def test_the_plan_is_corrected_by_two_and_neither_overwrites_the_other(phone_of):
    publish("安排检查表", 3)
    publish("补充检查表", 2)
    one, other = phone_of("zhifa1"), phone_of("zhifa2")
    visit = prepare(one, other, "安排检查表")
    one.open("/")
    one.sees("去到场")
    one.picture("today-next-step")
    one.is_accessible()
    other.open(visit + "/plan")
    one.open(visit)
    one.tap("修改安排")
    one.fill("审批编号", "澄应急检审〔2026〕7号")
    one.choose("增加检查表", "补充检查表")
    one.picture("plan")
    one.is_accessible()
    one.tap("保存检查安排")
    one.is_at(visit)
    one.sees("澄应急检审〔2026〕7号")
    one.sees("安排检查表；补充检查表")
    other.fill("审批编号", "澄应急检审〔2026〕8号")
    with other.refused(409):
        other.tap("保存检查安排")
        other.sees("已有人先保存")
    other.sees("澄应急检审〔2026〕7号")
    other.picture("plan-stale")
    other.is_accessible()
    other.tap("保存检查安排")
    other.is_at(visit)
    other.sees("澄应急检审〔2026〕8号")


def test_the_next_step_is_one_tap_away(phone_of):
    publish("安排检查表", 3)
    one, other = phone_of("zhifa1"), phone_of("zhifa2")
    visit = prepare(one, other, "安排检查表")
    one.open("/")
    mine = one.page.get_by_role("list", name="我的检查")
    one.press(mine.get_by_role("link", name=re.compile(f"{UNIT}.*去到场")))
    one.is_at(visit + "/arrival")


def test_when_both_step_back_the_head_sends_others_or_ends_the_visit(phone_of):
    publish("安排检查表", 3)
    one, other, head = phone_of("zhifa1"), phone_of("zhifa2"), phone_of("kezhang")
    visit = prepare(one, other, "安排检查表")
    for phone in (one, other):
        phone.open(visit + "/consent")
        phone.tap("有，我申请回避")
        phone.fill("回避原因", "配偶在该单位任职")
        phone.press(phone.page.get_by_role("button", name="申请回避"))
        phone.is_at(visit)
    one.sees("请科室负责人增加执法人员，或中止检查")
    head.open(visit)
    head.picture("hub-too-few")
    head.is_accessible()
    head.tap("增加执法人员")
    head.choose("执法人员", "邵立言")
    head.tap("增加执法人员")
    head.is_at(visit)
    head.open("/")
    head.sees("请确认是否参加")
    with head.refused(403):
        head.open(visit + "/arrival")
    head.sees("您还没有确认参加这次检查")
    head.picture("not-confirmed")
    head.is_accessible()
    head.tap("去确认")
    head.tap("没有，确认参加")
    head.sees("已确认")
    head.tap("中止检查")
    head.fill("中止原因", "执法人员不足两名")
    head.tap("中止检查")
    head.sees("检查已中止")
