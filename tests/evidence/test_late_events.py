"""What comes late meets a page that has moved on: a receipt, a second tab, a later page. Nothing is lost."""

import pytest
from playwright.sync_api import expect

from tests.evidence.test_phones import (
    a_finding_on_its_way,
    answers,
    at_work,
    being_corrected,
    delivered,
    phone,
    visits,
    walked,
)
from tests.fixtures.browser import until

__all__ = ["at_work", "phone", "visits"]
pytestmark = pytest.mark.browser
NOTHING_WAITS = "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)"
NO_DRAFT = "() => store.all('drafts').then(all => all.length === 0)"


def stored(phone, count):
    until(
        phone.page, f"() => outbox.entries().then(all => all.filter(one => one.durable).length === {count})"
    )


def test_the_receipt_of_the_last_finding_does_not_fold_up_the_next_one(visits, at_work, phone):
    one = phone("zhifa1")
    held = a_finding_on_its_way(one, at_work)
    fold = one.card(1).locator(".finding__new")
    expect(fold).not_to_have_attribute("open", "")
    fold.locator("summary").click()
    fold.locator("[name=severity]").select_option("SERIOUS")
    fold.locator("textarea").focus()
    held[0].continue_()
    expect(one.card(1).locator(".finding:not([data-pending])")).to_have_count(1)
    expect(one.state(1)).to_have_text("已送达")
    expect(fold).to_have_attribute("open", "")
    expect(fold.locator("[name=severity]")).to_have_value("SERIOUS")
    expect(fold.locator("textarea")).to_be_focused()


def typed_below(one, at_work):
    """A note and a number, given without a network and stored on the phone."""
    one.open(f"/visits/{at_work}/checklist")
    until(one.page, "() => store.unlock()")
    one.context.set_offline(True)
    one.card(1).locator(".check__note summary").click()
    one.card(1).locator("textarea[name=note]").fill("只查了九月的签到表")
    one.tap(1, "符合")
    one.card(2).locator("input[name=typed]").fill("5")
    stored(one, 2)


def test_typed_answers_that_were_delivered_elsewhere_are_not_given_again(visits, at_work, phone):
    one, other, asked = phone("zhifa1"), phone("zhifa2"), []
    typed_below(one, at_work)
    until(one.page, NO_DRAFT)
    one.context.set_offline(False)
    one.open("/outbox")
    until(one.page, NOTHING_WAITS)
    other.open(f"/visits/{at_work}/checklist")
    other.tap(1, "不符合")
    delivered(other, 1)
    one.page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    one.open(f"/visits/{at_work}/checklist")
    until(one.page, "() => outbox.ready")
    one.tap(6, "符合")
    delivered(one, 6)
    assert len(asked) == 1
    expect(one.card(1).locator(".clash")).to_have_count(0)
    assert answers(visits, at_work)[0].note == "只查了九月的签到表"


def test_what_was_refused_while_another_page_stood_there_has_its_choice_at_the_item(visits, at_work, phone):
    one, other = phone("zhifa1"), phone("zhifa2")
    typed_below(one, at_work)
    other.open(f"/visits/{at_work}/checklist")
    other.tap(1, "不符合")
    delivered(other, 1)
    one.context.set_offline(False)
    one.open("/outbox")
    until(one.page, "() => outbox.entries().then(all => all.some(one => one.state === 'trouble'))")
    one.open(f"/visits/{at_work}/checklist")
    expect(one.card(1).locator(".clash")).to_contain_text("只查了九月的签到表")
    expect(one.state(1)).to_have_text("需处理")


def test_what_was_refused_and_set_right_is_gone_in_every_tab(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    second = one.context.new_page()
    second.goto(f"{one.address}/me")
    until(second, "() => outbox.ready")
    words = one.card(1).locator(".finding__new textarea")
    words.fill("没签")
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.state(1)).to_have_text("需处理")
    until(second, "() => outbox.entries().then(all => all.some(one => one.state === 'trouble'))")
    words.fill("签到表没有签字")
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.card(1).locator(".finding:not([data-pending])")).to_have_count(1)
    until(second, NOTHING_WAITS)
    second.evaluate("() => outbox.resume()")
    one.page.reload()
    until(one.page, "() => outbox.ready")
    until(one.page, NOTHING_WAITS)
    expect(one.card(1).locator(".finding")).to_have_count(1)
    second.close()


def test_who_goes_on_in_a_correction_that_is_on_its_way_does_not_clash_with_oneself(visits, at_work, phone):
    one, held = phone("zhifa1"), []
    one.open(f"/visits/{at_work}/checklist")
    finding = being_corrected(one)
    words = finding.get_by_label("发现的问题")
    one.page.route("**/findings/*", lambda route: held.append(route), times=1)
    words.fill("签到表缺一天")
    with one.page.expect_request("**/findings/*"):
        finding.get_by_role("button", name="保存修改").click()
    words.fill("签到表缺一天，共三人")
    held[0].continue_()
    until(one.page, NOTHING_WAITS)
    expect(words).to_have_value("签到表缺一天，共三人")
    finding.get_by_role("button", name="保存修改").click()
    expect(finding.locator(".finding__text")).to_have_text("签到表缺一天，共三人")
    until(one.page, NOTHING_WAITS)
    assert [row.text for row in walked(visits, at_work)[0].findings] == ["签到表缺一天，共三人"]


def test_a_correction_that_waits_is_corrected_further_and_not_undone(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    finding = being_corrected(one)
    one.context.set_offline(True)
    words = finding.get_by_label("发现的问题")
    words.fill("缺少三天签到")
    finding.get_by_role("button", name="保存修改").click()
    expect(finding.locator("details")).not_to_have_attribute("open", "")
    finding.locator("summary").click()
    expect(words).to_have_value("缺少三天签到")
    finding.get_by_label("部位或地点").fill("三楼")
    finding.get_by_role("button", name="保存修改").click()
    expect(finding.locator("details")).not_to_have_attribute("open", "")
    one.context.set_offline(False)
    until(one.page, NOTHING_WAITS)
    assert [(row.text, row.place) for row in walked(visits, at_work)[0].findings] == [
        ("缺少三天签到", "三楼")
    ]


def test_a_wording_that_was_tapped_is_kept_like_one_that_was_typed(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    one.card(1).get_by_role("button", name="签到表由他人代签").click()
    until(one.page, "() => store.all('drafts').then(all => all.length === 1)")
    one.page.reload()
    expect(one.card(1).locator(".finding__new textarea")).to_have_value("签到表由他人代签")


def test_a_clash_at_one_item_leaves_the_keyboard_where_one_types(visits, at_work, phone):
    one, other, held = phone("zhifa1"), phone("zhifa2"), []
    for each in (one, other):
        each.open(f"/visits/{at_work}/checklist")
    one.page.route("**/changes*", lambda route: route.abort())
    one.page.route("**/answers/*", lambda route: held.append(route), times=1)
    other.tap(1, "不符合")
    delivered(other, 1)
    with one.page.expect_request("**/answers/*"):
        one.tap(1, "符合")
    number = one.card(2).locator("input[name=typed]")
    number.focus()
    held[0].continue_()
    expect(one.card(1).locator(".clash")).to_be_visible()
    expect(number).to_be_focused()


#: The next photo cannot be read, as one that lies in a cloud; that turns out only when `turnsOut` is called.
UNREADABLE = """() => { Blob.prototype.arrayBuffer = () => new Promise((_, fail) => {
    window.turnsOut = () => fail(new Error('not on this phone')); }); }"""


def test_a_photo_that_cannot_be_read_says_so_in_the_card_that_stands_there_by_then(visits, at_work, phone):
    one, other = phone("zhifa1"), phone("zhifa2")
    for each in (one, other):
        each.open(f"/visits/{at_work}/checklist")
    one.page.evaluate(UNREADABLE)
    one.photograph(1)
    until(one.page, "() => 'turnsOut' in window")
    other.tap(1, "符合")
    delivered(other, 1)
    expect(one.card(1)).to_have_attribute("data-verdict", "CONFORMS")
    one.page.evaluate("() => turnsOut()")
    expect(one.card(1).locator(".photos__state")).to_have_text("读不出这张照片，请重拍")
