"""现场信息 by two officers: neither overwrites the other's words without having seen them."""

import uuid

import pytest

from inspectapp.visits.rules import SCENE, scene_changes, scene_in_words, told_by_others
from inspectapp.visits.words import Sex
from tests.client import seen
from tests.visits.test_arrivals import MET, looked_at

ONE, OTHER = uuid.uuid4(), uuid.uuid4()


def describe(browser, visit_id, times, **more):
    return browser.post(f"/visits/{visit_id}/scene", MET | {"seen": str(times)} | more)


@pytest.mark.parametrize(
    ("tellers", "typed_over", "surprise"),
    [
        ([], 0, False),
        ([ONE], 0, False),
        ([OTHER], 0, True),
        ([OTHER], 1, False),
        ([OTHER, ONE], 0, True),
        ([OTHER, ONE, ONE], 1, False),
        ([ONE, None], 1, True),
    ],
)
def test_only_words_of_others_that_one_has_not_seen_are_a_surprise(tellers, typed_over, surprise):
    assert told_by_others(tellers, typed_over, ONE) is surprise


def test_nothing_told_is_no_change():
    stands = dict.fromkeys(SCENE) | {"place": "302教室", "situation": ""}
    assert scene_changes(stands, {"place": "302教室", "situation": "", "witness": ""}) == {}
    assert scene_changes(stands, {"place": "报告厅"}) == {"place": "报告厅"}
    assert scene_changes(stands, {"place": ""}) == {"place": ""}


def test_a_telephone_number_is_compared_masked():
    assert scene_in_words("host_phone", "13800001101") == "138****1101"
    assert scene_in_words("host_sex", Sex.FEMALE) == "女"
    assert scene_in_words("situation", "") == "（空）"


def test_who_typed_over_an_older_scene_sees_both_and_decides(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    assert describe(browser_of("zhifa1"), visit_id, 1, situation="教室正在上课").status_code == 303
    refused = describe(browser_of("zhifa2"), visit_id, 1, situation="机房没有开门", host_phone="13800001101")
    assert refused.status_code == 409
    text = seen(refused)
    for words in ("江一帆在", "教室正在上课", "138****1101", "再次保存将以您的内容为准"):
        assert words in text
    assert "13800001101" not in text
    assert "机房没有开门" in refused.text
    assert 'name="seen" value="2"' in refused.text
    assert looked_at(visits, visit_id)[0].situation == "教室正在上课"
    assert describe(browser_of("zhifa2"), visit_id, 2, situation="机房没有开门").status_code == 303
    assert looked_at(visits, visit_id)[0].situation == "机房没有开门"


def test_a_mistake_in_the_form_does_not_hide_what_the_colleague_said(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    describe(browser_of("zhifa1"), visit_id, 1, situation="教室正在上课")
    wrong = describe(browser_of("zhifa2"), visit_id, 1, situation="机房没有开门", host_phone="1")
    assert wrong.status_code == 422
    assert 'name="seen" value="1"' in wrong.text


def test_one_s_own_words_sent_one_after_the_other_are_no_conflict(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    for words in ("教室正在上课", "教室正在考试"):
        assert describe(browser_of("zhifa1"), visit_id, 0, situation=words).status_code == 303
    assert looked_at(visits, visit_id)[0].situation == "教室正在考试"


def test_the_same_words_from_both_are_no_conflict(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    for login in ("zhifa1", "zhifa2"):
        assert describe(browser_of(login), visit_id, 1, situation="教室正在上课").status_code == 303


def test_a_step_of_the_visit_in_between_is_nothing_told(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    page = browser_of("zhifa2").get(f"/visits/{visit_id}/scene")
    assert 'name="seen" value="1"' in page.text
    browser_of("zhifa1").post(f"/visits/{visit_id}/introduction")
    assert describe(browser_of("zhifa2"), visit_id, 1, situation="教室正在上课").status_code == 303
