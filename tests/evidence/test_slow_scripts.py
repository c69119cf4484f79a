"""On a slow phone thumbs are faster than scripts: what was tapped, typed or chosen before is not lost."""

import re

import pytest
from playwright.sync_api import expect

from inspectapp.checklists.words import Verdict
from inspectapp.shared import db
from tests.evidence.conftest import Site, picture
from tests.evidence.phones import STORED
from tests.evidence.test_phones import answers, at_work, delivered, phone, visits, walked
from tests.fixtures.browser import held_back, until
from tests.visits.conftest import visit_of

__all__ = ["at_work", "phone", "visits"]
pytestmark = pytest.mark.browser


def come(phone, path):
    """The page is on the screen; its scripts may still be on their way."""
    phone.page.goto(phone.address + path, wait_until="commit")


def test_a_tap_before_the_walk_is_there_is_sent_when_it_comes(visits, at_work, phone):
    one = phone("zhifa1")
    with held_back(one.page, "walk"):
        come(one, f"/visits/{at_work}/checklist")
        one.tap(1, "不符合")
        one.card(2).locator("input[name=typed]").fill("4")
        one.card(3).get_by_text("没有固定场地").click()
        one.card(4).locator("textarea[name=typed]").fill("墙面渗水")
        expect(one.page.locator("#early")).to_contain_text("请刷新页面")
        assert {row.verdict for row in answers(visits, at_work)} == {Verdict.UNCHECKED}
    for number in (1, 2, 3):
        delivered(one, number)
    expect(one.page.locator("#early")).to_have_count(0)
    one.tap(4, "符合")
    delivered(one, 4)
    found = answers(visits, at_work)
    assert [row.verdict for row in found[:4]] == [
        Verdict.FAILS, Verdict.CONFORMS, Verdict.FAILS, Verdict.CONFORMS
    ]  # fmt: skip
    assert [row.typed for row in found[1:4]] == ["4", "没有固定场地", "墙面渗水"]
    assert {row.verdict for row in found[4:]} == {Verdict.UNCHECKED}


def test_a_number_typed_early_takes_not_applicable_back(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.card(2).get_by_text("不适用").click()
    delivered(one, 2)
    with held_back(one.page, "walk"):
        come(one, f"/visits/{at_work}/checklist")
        one.card(2).locator("input[name=typed]").fill("4")
    delivered(one, 2)
    expect(one.card(2)).to_contain_text("实际4人")
    assert answers(visits, at_work)[1].verdict is Verdict.CONFORMS


def test_words_typed_early_stand_over_an_older_draft_and_leave_the_rest_of_it(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    form = one.card(1).locator(".finding__new")
    form.locator("textarea").fill("先写的话")
    form.locator("input[name=place]").fill("三楼")
    until(one.page, STORED, "三楼")
    with held_back(one.page, "phone"):
        come(one, f"/visits/{at_work}/checklist")
        form.locator("textarea").fill("早写的话")
    expect(form.locator("input[name=place]")).to_have_value("三楼")
    expect(form.locator("textarea")).to_have_value("早写的话")
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.card(1).locator(".finding:not([data-pending]) .finding__text")).to_have_text("早写的话")
    assert walked(visits, at_work)[0].findings[0].place == "三楼"


def test_coming_back_to_the_walk_sends_nothing_that_nobody_tapped(visits, at_work, phone):
    one, other = phone("zhifa1"), phone("zhifa2")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "符合")
    delivered(one, 1)
    one.open(f"/visits/{at_work}")
    other.open(f"/visits/{at_work}/checklist")
    other.tap(1, "不符合")
    delivered(other, 1)
    one.page.go_back()
    expect(one.card(1).locator("input[value=FAILS]")).to_be_checked()
    one.page.reload()
    expect(one.card(1).locator("input[value=FAILS]")).to_be_checked()
    first = answers(visits, at_work)[0]
    assert (first.verdict, first.version) == (Verdict.FAILS, 3)


@pytest.mark.parametrize("script", ["phone", "walk"])
def test_a_photo_taken_before_the_scripts_are_there_is_sent(visits, at_work, phone, script):
    one = phone("zhifa1")
    with held_back(one.page, script):
        come(one, f"/visits/{at_work}/checklist")
        one.photograph(7)
    expect(one.card(7).locator("a.photos__one")).to_have_count(1)
    expect(one.card(7).locator(".photos__one--waiting")).to_have_count(0)
    assert len(walked(visits, at_work)[6].photos) == 1


def test_a_proposed_wording_can_be_tapped_only_when_it_works(visits, phone):
    site = Site(visits)
    one = phone("zhifa1")
    wording = one.card(1).get_by_role("button", name="签到表由他人代签")
    with held_back(one.page, "walk"):
        come(one, f"{site.url}/checklist")
        expect(wording).to_have_css("pointer-events", "none")
    wording.click()
    expect(one.card(1).locator(".finding__new textarea")).to_have_value("签到表由他人代签")


def test_the_marker_appears_when_it_can_draw(visits, phone):
    site = Site(visits)
    photo_id = site.take(picture((800, 600)))
    one = phone("zhifa1")
    with held_back(one.page, "photo"):
        come(one, f"{site.url}/photos/{photo_id}")
        expect(one.page.get_by_role("button", name="保存照片说明")).to_be_visible()
        expect(one.page.get_by_role("button", name="箭头")).to_be_hidden()
    one.page.get_by_role("button", name="箭头").click()
    expect(one.page.locator(".viewer__stage--drawing")).to_be_visible()


def test_who_arrives_before_the_script_is_recorded_without_a_position(visits, phone):
    visit_id = visits.prepare()
    one = phone("zhifa1")
    with held_back(one.page, "arrival"):
        come(one, f"/visits/{visit_id}/arrival")
        one.page.get_by_label("检查场所").fill("三楼302教室")
        one.page.get_by_label("被检查单位现场负责人").fill("苗青禾")
        one.page.get_by_label("职务").fill("教务主任")
        one.page.get_by_role("button", name="记录到场").click()
        expect(one.page).to_have_url(re.compile("/introduction$"))
        expect(one.page.get_by_role("button", name="已出示证件，开始检查")).to_be_visible()
    with db.read_session() as session:
        visit = visit_of(session, visits.person("zhifa1"), visit_id)
        assert (visit.place, visit.host_name) == ("三楼302教室", "苗青禾")
        assert visit.position == {"missing": "没有等到位置"}


def test_who_went_on_before_the_arrival_was_answered_may_begin(visits, phone):
    visit_id = visits.prepare()
    one = phone("zhifa1")
    one.page.clock.install()
    one.open(f"/visits/{visit_id}/arrival")
    for label, words in (("检查场所", "三楼"), ("被检查单位现场负责人", "苗青禾"), ("职务", "教务主任")):
        one.page.get_by_label(label).fill(words)
    one.page.route("**/arrival", lambda route: None)
    with one.page.expect_request("**/arrival"):
        one.page.get_by_role("button", name="记录到场").click()
    one.page.clock.fast_forward(4000)
    expect(one.page).to_have_url(re.compile("/introduction$"))
    expect(one.page.get_by_role("link", name="返回检查")).to_be_visible()
    one.page.unroute("**/arrival")
    expect(one.page.get_by_role("button", name="已出示证件，开始检查")).to_be_visible()
