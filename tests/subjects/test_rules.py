"""Names, risk, certificates, capacity and trades: the small decisions the registers rest on."""

from datetime import date

import pytest

from inspectapp.subjects.rules import capacity, is_high_risk, overlaps, risk_word, specialty_fits, validity
from inspectapp.subjects.rules.certificates import Validity, term_sentence, years_after
from inspectapp.subjects.rules.names import canonical, key, same
from inspectapp.subjects.rules.paper_marks import lease_long_enough
from inspectapp.subjects.rules.people_marks import month_before
from inspectapp.subjects.rules.trades import CATALOGUE, FITTING, GROUPS, group_of
from inspectapp.subjects.words import Post, Sector, StaffRole


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("晋城市　安全 培训中心", "晋城市安全培训中心"),
        ("晋城(泽州)培训中心", "晋城（泽州）培训中心"),
        ("晋城【泽州】培训中心", "晋城（泽州）培训中心"),
        ("第１培训学校Ａ", "第1培训学校A"),
        ("ABC Training 学校", "ABC Training学校"),
        ("镕㛃䶮𬭚培训中心", "镕㛃䶮𬭚培训中心"),
    ],
)
def test_a_name_has_one_spelling(typed, name):
    assert canonical(typed) == name


def test_two_spellings_of_one_body_share_a_key():
    assert key("华港 (晋城) 电力·科技") == key("华港（晋城）电力科技")
    assert same("晋城市Ａ中心", "晋城市a中心")
    assert not same("华港电力科技", "花港电力科技")


HIGH = {"煤矿", "非煤矿山", "危险化学品", "烟花爆竹", "金属冶炼"}


@pytest.mark.parametrize("sector", Sector)
def test_high_risk_is_exactly_the_five_sectors_of_the_rule(sector):
    assert is_high_risk(sector) == (sector.title in HIGH)
    assert risk_word(sector) == ("高危" if sector.title in HIGH else "一般")


START = date(2023, 3, 1)


@pytest.mark.parametrize(
    ("post", "valid_to", "review", "day", "answer"),
    [
        (Post.SPECIAL, date(2029, 2, 28), None, date(2026, 11, 21), Validity.VALID),
        (Post.SPECIAL, date(2029, 2, 28), date(2026, 6, 1), date(2026, 11, 21), Validity.VALID),
        (Post.SPECIAL, date(2029, 2, 28), date(2026, 5, 31), date(2026, 11, 21), Validity.DOUBTFUL),
        (Post.SPECIAL, date(2029, 2, 28), date(2026, 5, 31), date(2026, 5, 31), Validity.VALID),
        (Post.SPECIAL, date(2026, 3, 1), date(2026, 2, 1), date(2026, 3, 2), Validity.EXPIRED),
        (Post.HEAD, date(2026, 2, 28), None, date(2026, 2, 28), Validity.VALID),
        (Post.HEAD, date(2026, 2, 28), None, date(2026, 3, 1), Validity.EXPIRED),
        (Post.HEAD, date(2026, 12, 31), date(2025, 1, 1), date(2026, 11, 21), Validity.VALID),
        (Post.HEAD, date(2026, 2, 28), None, date(2023, 2, 28), Validity.NOT_YET),
    ],
)
def test_a_certificate_is_judged_by_the_rule_of_the_day(post, valid_to, review, day, answer):
    assert validity(post, START, valid_to, review, day) is answer


def test_terms_that_cannot_be_are_refused():
    assert term_sentence(Post.SPECIAL, START, date(2029, 2, 28)) is None
    assert "早于" in term_sentence(Post.SPECIAL, START, date(2023, 2, 28))
    assert "6年" in term_sentence(Post.SPECIAL, START, date(2029, 3, 2))
    assert "3年" in term_sentence(Post.HEAD, START, date(2026, 3, 2))


def test_years_are_counted_over_a_leap_day():
    assert years_after(date(2024, 2, 29), 3) == date(2027, 3, 1)
    assert lease_long_enough(date(2025, 1, 1), date(2027, 12, 31))
    assert not lease_long_enough(date(2025, 1, 1), date(2027, 12, 30))


def test_a_room_holds_one_person_per_one_and_a_half_square_metres():
    assert [capacity(area) for area in (75, 74.9, 1.4, None)] == [50, 49, 0, None]


def test_management_teaching_and_examining_must_stay_apart():
    manager, teacher, guest = StaffRole.MANAGER, StaffRole.TEACHER, StaffRole.GUEST
    staff, examiner = StaffRole.EXAM_STAFF, StaffRole.EXAMINER
    assert overlaps(frozenset({manager, teacher}))
    assert overlaps(frozenset({teacher, examiner}))
    assert overlaps(frozenset({manager, staff}))
    assert not overlaps(frozenset({teacher, guest}))
    assert not overlaps(frozenset({staff, examiner}))


def test_the_month_before_january_is_december():
    assert month_before(date(2026, 1, 15)) == "2025-12"
    assert month_before(date(2026, 11, 21)) == "2026-10"


def test_the_catalogue_has_ten_groups_and_54_trades_that_end_with_the_old_rule():
    assert len(GROUPS) == 10
    assert len(CATALOGUE) == 54
    assert {row.valid_to for row in CATALOGUE} == {date(2026, 5, 31)}
    assert set(FITTING) == set(GROUPS)


def test_a_specialty_fits_its_trades_only():
    assert group_of("低压电工作业") == "电工作业"
    assert group_of("不存在的工种") is None
    assert specialty_fits("电气工程及其自动化", "电工作业")
    assert not specialty_fits("会计学", "电工作业")
    assert specialty_fits("会计学", "没有收录的类别")
