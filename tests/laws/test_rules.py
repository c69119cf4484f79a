"""What may be offered for an act of which day. Offering a fine where there is none is unforgivable."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from inspectapp.laws.catalogue import BY_CODE, ENTRIES, EXAMPLES, INSTRUMENTS
from inspectapp.laws.content import Entry, Tier
from inspectapp.laws.rules import (
    NoOffer,
    Offer,
    check_fine,
    compare,
    in_force_on,
    offers,
    one_fine,
    standing,
    suggest,
    time_bar,
)
from inspectapp.laws.rules.editing import discretion_tier
from inspectapp.laws.rules.standing import tier_applies
from inspectapp.laws.words import Category, Confidence, Kind, Measure, Phase, Standing, Target
from inspectapp.shared.refusals import NotNow, Unreadable

TODAY = date(2026, 11, 21)
BEFORE, AFTER = date(2026, 5, 31), date(2026, 6, 1)
BOUNDARIES = {day for entry in ENTRIES for day in (entry.valid_from, entry.valid_to) if day}
DAYS = sorted(
    {boundary + timedelta(days=step) for boundary in BOUNDARIES for step in (-1, 0, 1)}
    | {date(2009, 1, 1), TODAY, date(2030, 1, 1)}
)


def fined(found):
    return [line for line in getattr(found, "lines", ()) if line.has_sum]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_no_sum_is_ever_offered_without_a_known_law_in_force_that_day(entry):
    for day, overdue, decision in product(DAYS, (False, True), (None, TODAY)):
        found = offers(entry, day, decision, overdue)
        for line in fined(found):
            legal = [
                tier
                for tier in entry.tiers
                if (tier.min_yuan, tier.max_yuan) == (line.min_yuan, line.max_yuan)
            ]
            assert entry.kind is Kind.PENALTY
            assert entry.valid_from <= day <= (entry.valid_to or day)
            assert legal[0].has_sum
            assert Confidence.UNCERTAIN not in (entry.confidence, legal[0].confidence)
        if isinstance(found, NoOffer):
            assert found.sentence.endswith("。")
            assert Measure.FINE not in found.measures


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_a_row_with_only_unconfirmed_sums_offers_none_on_any_day(entry):
    doubtful = replace(
        entry, tiers=tuple(replace(tier, confidence=Confidence.UNCERTAIN) for tier in entry.tiers)
    )
    for day, overdue in product(DAYS, (False, True)):
        assert fined(offers(doubtful, day, None, overdue)) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_no_fine_of_any_size_passes_where_none_is_offered(entry):
    for day, overdue, target in product(DAYS, (False, True), Target):
        if any(line.target is target for line in fined(offers(entry, day, None, overdue))):
            continue
        with pytest.raises(NotNow):
            check_fine(entry, 1, act_date=day, overdue=overdue, target=target)


@pytest.mark.parametrize("code", ["LB20", "LB21", "LB22"])
def test_the_old_rule_for_special_work_ends_on_31_may_2026(code):
    assert isinstance(offers(BY_CODE[code], BEFORE), Offer)
    found = offers(BY_CODE[code], AFTER)
    assert isinstance(found, NoOffer)
    assert found.standing is Standing.EXPIRED
    assert "2026年5月31日" in found.sentence
    assert "LB23" in found.sentence


def test_the_new_rule_for_special_work_offers_no_sum_until_the_bureau_loads_it():
    assert offers(BY_CODE["LB23"], BEFORE).standing is Standing.NOT_YET
    found = offers(BY_CODE["LB23"], AFTER)
    assert (found.standing, found.measures) == (Standing.AWAITING, ())
    assert "待本单位补录" in found.sentence


def test_the_new_rule_offers_its_sum_once_loaded_and_confirmed():
    tier = Tier(
        Phase.FIRST,
        Target.UNIT,
        (Measure.WARNING, Measure.FINE),
        "初次发现",
        None,
        8_000,
        confidence=Confidence.UNCERTAIN,
    )
    loaded = replace(BY_CODE["LB23"], penalty_clause="第四十条", tiers=(tier,))
    assert offers(loaded, AFTER).standing is Standing.UNCONFIRMED
    assert [line.max_yuan for line in offers(replace(loaded, confirmed=True), AFTER).lines] == [8_000]


def test_the_chemicals_law_begins_on_1_may_2026():
    found = offers(BY_CODE["LB24"], date(2026, 4, 30))
    assert found.standing is Standing.NOT_YET
    assert "2026年5月1日" in found.sentence
    assert offers(BY_CODE["LB24"], date(2026, 5, 1)).highest == 100_000


@pytest.mark.parametrize("code", ["LB19", "LB27"])
def test_traps_are_never_offered(code):
    for day in DAYS:
        found = offers(BY_CODE[code], day)
        assert found.standing is Standing.NEVER
        assert "不得引用" in found.sentence


def test_an_inferred_link_waits_for_confirmation_but_the_order_stays_lawful():
    found = offers(BY_CODE["LB05"], TODAY)
    assert found.standing is Standing.UNCONFIRMED
    assert Measure.ORDER in found.measures
    assert offers(replace(BY_CODE["LB05"], confirmed=True), TODAY).highest == 100_000


def test_a_local_duty_says_that_there_is_no_fine_and_what_is_lawful():
    found = offers(BY_CODE["LD01"], TODAY)
    assert found.sentence == "国家没有对这一行为规定罚款，不得罚款。可以责令改正、通报、不予安排考试。"


def test_coal_is_sent_to_the_safety_law():
    assert "LB01、LB02、LB03、LB04" in offers(BY_CODE["LB25"], TODAY).sentence


def test_a_crime_is_referred_not_fined():
    found = offers(BY_CODE["LB26"], TODAY)
    assert found.measures == (Measure.REFER,)
    assert "移送公安机关" in found.sentence


def test_the_first_finding_and_the_overdue_one_differ():
    first, overdue = offers(BY_CODE["LB01"], TODAY), offers(BY_CODE["LB01"], TODAY, overdue=True)
    assert [(line.target, line.min_yuan, line.max_yuan) for line in first.lines] == [
        (Target.UNIT, None, 100_000)
    ]
    assert [(line.target, line.max_yuan) for line in overdue.lines] == [
        (Target.UNIT, 200_000),
        (Target.PERSON, 50_000),
    ]


def test_a_law_without_a_second_step_keeps_its_first():
    assert offers(BY_CODE["LB18"], TODAY, overdue=True).highest == 30_000


def test_second_hand_sums_carry_their_warning():
    found = offers(BY_CODE["LB12"], TODAY)
    assert found.lines[0].warning == "二手资料，使用前核对一次"
    assert offers(replace(BY_CODE["LB12"], confirmed=True), TODAY).lines[0].warning == ""


def test_the_basis_reads_as_on_paper():
    assert (
        offers(BY_CODE["LB04"], TODAY).basis
        == "违反《安全生产法》第三十条第一款，依据《安全生产法》第九十七条第七项"
    )


def test_a_decision_after_the_end_of_the_law_is_warned_about():
    assert "行政处罚法第三十七条" in "".join(offers(BY_CODE["LB21"], BEFORE, TODAY).warnings)
    assert "第三十七条" not in "".join(offers(BY_CODE["LB21"], BEFORE, BEFORE).warnings)


def changed(entry: Entry, **sums):
    tiers = tuple(replace(tier, **sums) if tier.phase is Phase.FIRST else tier for tier in entry.tiers)
    return offers(replace(entry, tiers=tiers), TODAY)


OLD = offers(BY_CODE["LB21"], BEFORE)


@pytest.mark.parametrize(
    ("sums", "sentence"),
    [
        ({}, "轻重相同"),
        ({"min_yuan": 20_000, "max_yuan": 50_000}, "行为发生时的规定较轻"),
        ({"min_yuan": None, "max_yuan": 10_000}, "作出决定时的规定较轻"),
        ({"min_yuan": None, "max_yuan": 50_000}, "互有轻重"),
        ({"measures": (Measure.STOP, Measure.FINE), "max_yuan": 20_000}, "互有轻重"),
    ],
)
def test_the_lighter_law_applies_and_is_said(sums, sentence):
    new = changed(replace(BY_CODE["LB21"], valid_to=None), **sums)
    assert sentence in compare(OLD, new)[1]


def test_an_unloaded_new_law_cannot_be_compared():
    chosen, sentence = compare(OLD, offers(BY_CODE["LB23"], TODAY))
    assert chosen is None
    assert "无法比较轻重" in sentence


def test_a_fine_lifted_altogether_is_the_lighter_law():
    lifted = offers(BY_CODE["LD01"], TODAY)
    assert compare(OLD, lifted)[0] is lifted


@pytest.mark.parametrize("yuan", [10_000, 20_000, 30_000])
def test_both_ends_of_a_range_belong_to_it(yuan):
    assert check_fine(BY_CODE["LB12"], yuan, act_date=TODAY, overdue=True).max_yuan == 30_000


@pytest.mark.parametrize(
    ("code", "yuan", "how", "said"),
    [
        ("LB12", 9_999, {"overdue": True}, "10,000元至30,000元"),
        ("LB12", 30_001, {"overdue": True}, "10,000元至30,000元"),
        ("LB01", 100_001, {}, "100,000元以下"),
        ("LB01", 0, {}, "100,000元以下"),
        ("LB01", -5, {}, "100,000元以下"),
        ("LB06", 19_999, {"target": Target.PERSON}, "20,000元至50,000元"),
    ],
)
def test_a_fine_outside_the_range_is_refused_with_the_range(code, yuan, how, said):
    with pytest.raises(Unreadable) as refused:
        check_fine(BY_CODE[code], yuan, act_date=TODAY, **how)
    assert said in refused.value.sentence


def test_a_fine_on_the_unit_is_refused_where_only_the_head_answers():
    with pytest.raises(NotNow) as refused:
        check_fine(BY_CODE["LB06"], 20_000, act_date=TODAY)
    assert "没有规定对单位的罚款" in refused.value.sentence


def test_of_two_lines_the_one_meant_decides():
    lent = "第二款：转借、转让或者冒用证件"
    forged = "第一款：伪造、涂改或者使用伪造的证件"
    how = {"act_date": BEFORE, "target": Target.PERSON}
    assert check_fine(BY_CODE["LB22"], 9_000, when=lent, **how).when == lent
    with pytest.raises(Unreadable):
        check_fine(BY_CODE["LB22"], 9_000, when=forged, **how)


def test_a_share_of_income_needs_the_income():
    how = {"act_date": TODAY, "overdue": True, "target": Target.PERSON}
    with pytest.raises(Unreadable, match="上一年年收入"):
        check_fine(BY_CODE["LB07"], 30_000, **how)
    assert check_fine(BY_CODE["LB07"], 30_000, income_yuan=100_000, **how).max_percent == 50
    with pytest.raises(Unreadable, match="20,000元至50,000元"):
        check_fine(BY_CODE["LB07"], 19_999, income_yuan=100_000, **how)


def test_one_act_under_two_laws_is_fined_once_by_the_higher():
    both = [offers(BY_CODE[code], TODAY) for code in ("LB12", "LB01", "LD01", "LB27")]
    assert one_fine(both).entry.code == "LB01"
    assert one_fine([offers(BY_CODE["LD01"], TODAY)]) is None


@pytest.mark.parametrize(
    ("category", "how", "code"),
    [
        (Category.F, {}, "LB14"), (Category.G, {}, "LB12"), (Category.E, {}, "LB12"),
        (Category.D, {}, "LB12"), (Category.C, {}, None),
        (Category.C, {"lacks_conditions": True}, "LB12"), (Category.F, {"syllabus": True}, "LB13"),
        (Category.A, {}, None), (Category.B, {}, None), (Category.H, {}, None), (Category.I, {}, None),
    ],
)  # fmt: skip
def test_the_usual_basis_of_a_problem(category, how, code):
    assert suggest(category, **how).code == code


def test_a_suggestion_of_lacking_conditions_says_when_it_counts():
    assert "只有达到不具备培训条件的程度才适用" in suggest(Category.G).sentence


def test_the_time_bar_is_two_years_or_five_with_harm_to_life():
    act = date(2024, 2, 29)
    assert time_bar(act, date(2026, 2, 28)) == ""
    assert "2年" in time_bar(act, date(2026, 3, 1))
    assert time_bar(act, date(2026, 3, 1), harm_to_life_safety=True) == ""


def test_instruments_have_standing_of_their_own():
    by_code = {one.code: one for one in INSTRUMENTS}
    assert in_force_on(by_code["SPECIAL30"], BEFORE) is Standing.IN_FORCE
    assert in_force_on(by_code["SPECIAL30"], AFTER) is Standing.EXPIRED
    assert in_force_on(by_code["SPECIAL19"], BEFORE) is Standing.NOT_YET
    assert in_force_on(by_code["PROCEDURE15"], date(2026, 2, 1)) is Standing.EXPIRED
    assert in_force_on(by_code["HAZARD_DRAFT"], TODAY) is Standing.NEVER


def test_marks_of_the_list():
    marks = {
        code: standing(BY_CODE[code], TODAY)
        for code in ("LB01", "LB19", "LB20", "LB23", "LB05", "LB11", "LD01")
    }
    assert marks == {
        "LB01": Standing.IN_FORCE, "LB19": Standing.NEVER, "LB20": Standing.EXPIRED,
        "LB23": Standing.AWAITING, "LB05": Standing.UNCONFIRMED, "LB11": Standing.IN_FORCE,
        "LD01": Standing.IN_FORCE,
    }  # fmt: skip


def test_examples_never_apply_and_own_tiers_apply_on_their_days():
    assert not any(tier_applies(tier, TODAY) for tier in EXAMPLES)
    own = replace(EXAMPLES[0], example=False, enabled=True, valid_from=AFTER, valid_to=TODAY)
    assert [tier_applies(own, day) for day in (BEFORE, AFTER, TODAY, date(2026, 11, 22))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("share", "highest"), [(1, 30_000), (10, 30_000), (11, 70_000), (30, 70_000), (31, 100_000)]
)
def test_a_share_falls_under_one_tier(share, highest):
    first = {tier.max_yuan: tier for tier in EXAMPLES if tier.code == "LB02" and tier.phase is Phase.FIRST}
    assert discretion_tier(first, share) == [highest]
