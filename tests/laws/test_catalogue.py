"""The shipped rows against the table they were written from: every code, every sum, every trap."""

from datetime import date

import pytest

from inspectapp.laws.catalogue import BY_CODE, ENTRIES, EXAMPLES, INSTRUMENTS
from inspectapp.laws.content import plain_tiers, read_tiers
from inspectapp.laws.rules.editing import check_discretion, check_entry
from inspectapp.laws.words import Confidence, Kind, Measure, Phase, Target

UNIT_1, UNIT_2 = (Phase.FIRST, Target.UNIT), (Phase.OVERDUE, Target.UNIT)
PERSON_1, PERSON_2 = (Phase.FIRST, Target.PERSON), (Phase.OVERDUE, Target.PERSON)
ARTICLE_97 = {UNIT_1: [(None, 100_000)], UNIT_2: [(100_000, 200_000)], PERSON_2: [(20_000, 50_000)]}
ARTICLE_34 = {UNIT_1: [(None, 10_000)], UNIT_2: [(10_000, 30_000)]}
SUMS = {
    "LB01": ARTICLE_97, "LB02": ARTICLE_97, "LB03": ARTICLE_97, "LB04": ARTICLE_97, "LB05": ARTICLE_97,
    "LB06": {PERSON_1: [(20_000, 50_000)], PERSON_2: [(50_000, 100_000)]},
    "LB07": {PERSON_1: [(10_000, 30_000)]},
    "LB08": {UNIT_2: [(20_000, 200_000)], PERSON_2: [(10_000, 20_000)]},
    "LB09": {UNIT_1: [(None, 50_000)], PERSON_2: [(50_000, 100_000)]},
    "LB10": {UNIT_1: [(None, 50_000)], PERSON_1: [(None, 10_000)]},
    "LB11": {},
    "LB12": ARTICLE_34, "LB13": ARTICLE_34, "LB14": ARTICLE_34, "LB15": ARTICLE_34,
    "LB16": {PERSON_1: [(None, 3_000)]},
    "LB17": {UNIT_1: [(None, 30_000)] * 3},
    "LB18": {UNIT_1: [(10_000, 30_000)]},
    "LB19": {},
    "LB20": {UNIT_1: [(None, 10_000)]},
    "LB21": {UNIT_1: [(10_000, 30_000)]},
    "LB22": {PERSON_1: [(1_000, 5_000), (2_000, 10_000)]},
    "LB23": {},
    "LB24": {UNIT_1: [(None, 100_000)], UNIT_2: [(100_000, 200_000)], PERSON_2: [(20_000, 50_000)]},
    "LB25": {}, "LB26": {}, "LB27": {},
}  # fmt: skip
CLAUSES = {
    "LB01": "第九十七条第三项", "LB02": "第九十七条第四项", "LB03": "第九十七条第二项",
    "LB04": "第九十七条第七项",
    "LB05": "第九十七条第三项", "LB06": "第九十四条第一款", "LB07": "第九十六条", "LB08": "第一百零八条",
    "LB09": "第一百零二条", "LB10": "第一百零五条第二项", "LB11": "第一百一十二条",
    "LB12": "第三十四条第一款第一项", "LB13": "第三十四条第一款第二项", "LB14": "第三十四条第一款第三项",
    "LB15": "第三十四条第二款", "LB16": "第三十五条", "LB17": "第三十六条", "LB18": "第二十九条",
    "LB20": "第三十八条", "LB21": "第四十条", "LB24": "第一百零一条第一款第六项",
}  # fmt: skip
DATES = {
    "LB01": (date(2021, 9, 1), None), "LB20": (date(2015, 7, 1), date(2026, 5, 31)),
    "LB21": (date(2015, 7, 1), date(2026, 5, 31)), "LB22": (date(2015, 7, 1), date(2026, 5, 31)),
    "LB23": (date(2026, 6, 1), None), "LB24": (date(2026, 5, 1), None),
}  # fmt: skip
CONFIDENCE = {
    "LB04": Confidence.CHECKED, "LB05": Confidence.UNCERTAIN, "LB12": Confidence.SECOND_HAND,
    "LB16": Confidence.MEMORY, "LB20": Confidence.SECOND_HAND, "LB21": Confidence.CHECKED,
    "LB23": Confidence.UNCERTAIN,
}  # fmt: skip
IN_FORCE_FROM = {
    "AF2021": date(2021, 9, 1), "PENALTY2021": date(2021, 7, 15), "SPECIAL19": date(2026, 6, 1),
    "CATALOGUE2026": date(2026, 6, 1), "PROCEDURE18": date(2026, 2, 1), "DISCRETION12": date(2024, 1, 1),
    "DISCRETION90": date(2024, 11, 1), "AQ8011": date(2024, 7, 1), "CHEM2026": date(2026, 5, 1),
    "REVIEW2023": date(2024, 1, 1), "SUPERVISION825": date(2026, 2, 1), "COAL92": date(2018, 3, 1),
}  # fmt: skip
INSTRUMENT = {one.code: one for one in INSTRUMENTS}
ROWS = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)


def test_all_27_codes_are_there_once():
    national = [entry.code for entry in ENTRIES if entry.code.startswith("LB")]
    assert national == [f"LB{number:02}" for number in range(1, 28)]
    assert len(BY_CODE) == len(ENTRIES)


@pytest.mark.parametrize("code", SUMS)
def test_sums_are_those_of_the_table(code):
    found: dict = {}
    for tier in BY_CODE[code].tiers:
        if tier.max_yuan is not None:
            found.setdefault((tier.phase, tier.target), []).append((tier.min_yuan, tier.max_yuan))
    assert found == SUMS[code]


@pytest.mark.parametrize(("code", "clause"), CLAUSES.items())
def test_penalty_article(code, clause):
    assert BY_CODE[code].penalty_clause == clause


@pytest.mark.parametrize(("code", "days"), DATES.items())
def test_days_of_validity(code, days):
    assert (BY_CODE[code].valid_from, BY_CODE[code].valid_to) == days


@pytest.mark.parametrize(("code", "confidence"), CONFIDENCE.items())
def test_confidence(code, confidence):
    assert BY_CODE[code].confidence is confidence


def test_a_share_of_last_years_income_is_kept_as_a_share():
    (tier,) = [tier for tier in BY_CODE["LB07"].tiers if tier.phase is Phase.OVERDUE]
    assert (tier.min_percent, tier.max_percent, tier.max_yuan) == (20, 50, None)
    assert Measure.SUSPEND in tier.measures


def test_two_rows_are_traps_and_one_is_for_the_police():
    assert [entry.code for entry in ENTRIES if entry.kind is Kind.TRAP] == ["LB19", "LB27"]
    assert [entry.code for entry in ENTRIES if entry.kind is Kind.REFERRAL] == ["LB26"]


def test_ten_kinds_of_local_duty_and_more_say_that_there_is_no_national_fine():
    local = [entry for entry in ENTRIES if entry.kind is Kind.NO_FINE]
    assert len(local) >= 10
    assert all("没有找到国家层面的罚款规定" in entry.note for entry in local)
    assert not any(Measure.FINE in tier.measures or tier.has_sum for entry in local for tier in entry.tiers)


def test_a_class_without_filing_gets_no_exam_and_no_fine():
    assert BY_CODE["LD01"].tiers[0].measures == (Measure.ORDER, Measure.CIRCULAR, Measure.NO_EXAM)


@ROWS
def test_every_row_could_be_published_as_it_stands(entry):
    check_entry(entry)
    assert entry.source
    assert all(code in BY_CODE for code in (*entry.see, *entry.succeeds))


@ROWS
def test_every_row_names_a_known_instrument_in_force_on_its_first_day(entry):
    if not entry.penalty_instrument:
        assert entry.kind is Kind.NO_FINE
        return
    instrument = INSTRUMENT[entry.penalty_instrument]
    assert instrument.in_force_from is None or entry.valid_from >= instrument.in_force_from
    if instrument.repealed_from:
        assert entry.valid_to < instrument.repealed_from


@ROWS
def test_a_sum_in_words_goes_with_a_fine_among_the_measures(entry):
    for tier in entry.tiers:
        assert tier.has_sum == (Measure.FINE in tier.measures)


@ROWS
def test_steps_survive_the_way_into_the_table_and_back(entry):
    assert read_tiers(plain_tiers(entry.tiers)) == entry.tiers


@pytest.mark.parametrize(("code", "day"), IN_FORCE_FROM.items())
def test_instruments_carry_their_own_days(code, day):
    assert INSTRUMENT[code].in_force_from == day


@pytest.mark.parametrize(
    ("code", "day"),
    [("SPECIAL30", date(2026, 6, 1)), ("PROCEDURE15", date(2026, 2, 1)), ("AQT8011", date(2024, 7, 1))],
)
def test_repealed_instruments_say_since_when(code, day):
    assert INSTRUMENT[code].repealed_from == day


def test_the_draft_is_not_law():
    assert INSTRUMENT["HAZARD_DRAFT"].in_force is False


def test_the_warning_about_the_dead_text_of_2012_is_kept():
    assert "2012年原版" in INSTRUMENT["TRAINING44"].effect


@pytest.mark.parametrize("tier", EXAMPLES, ids=lambda tier: f"{tier.code}-{tier.phase.name}-{tier.max_yuan}")
def test_examples_are_switched_off_and_inside_the_legal_range(tier):
    assert tier.example
    assert not tier.enabled
    check_discretion(tier, BY_CODE[tier.code])


def test_no_row_carries_a_word_left_in_another_language():
    for entry in ENTRIES:
        assert not set("!?！") & set(entry.violation + entry.note + entry.source)
