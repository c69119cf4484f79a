"""Numbers typed on site are judged by the program, with a sentence for the record."""

from decimal import Decimal

import pytest

from inspectapp.checklists.content import Threshold
from inspectapp.checklists.packs import SHIPPED
from inspectapp.checklists.rules.numbers import NotANumber, judge, number_in
from inspectapp.checklists.words import Comparison, Verdict


def limit(comparison: Comparison, low: str, unit: str = "人", high: str | None = None) -> Threshold:
    return Threshold(comparison, Decimal(low), unit, Decimal(high) if high else None)


JUDGED = [
    (limit(Comparison.AT_LEAST, "3"), "3", Verdict.CONFORMS, "实际3人，要求不少于3人，符合。"),
    (limit(Comparison.AT_LEAST, "3"), "2", Verdict.FAILS, "实际2人，要求不少于3人，少1人，不符合。"),
    (
        limit(Comparison.AT_LEAST, "75", "平方米"),
        "74.5㎡",
        Verdict.FAILS,
        "实际74.5平方米，要求不少于75平方米，少0.5平方米，不符合。",
    ),
    (
        limit(Comparison.AT_LEAST, "1.5", "平方米"),
        "１．５",
        Verdict.CONFORMS,
        "实际1.5平方米，要求不少于1.5平方米，符合。",
    ),
    (limit(Comparison.AT_MOST, "50"), "51名", Verdict.FAILS, "实际51人，要求不超过50人，多1人，不符合。"),
    (limit(Comparison.MORE, "5"), "5", Verdict.FAILS, "实际5人，要求多于5人，不符合。"),
    (limit(Comparison.LESS, "5"), "4", Verdict.CONFORMS, "实际4人，要求少于5人，符合。"),
    (limit(Comparison.EQUAL, "25", "台"), "25", Verdict.CONFORMS, "实际25台，要求等于25台，符合。"),
    (
        limit(Comparison.BETWEEN, "1", "年", "3"),
        "4",
        Verdict.FAILS,
        "实际4年，要求介于1至3年，多1年，不符合。",
    ),
    (limit(Comparison.BETWEEN, "1", "年", "3"), "3", Verdict.CONFORMS, "实际3年，要求介于1至3年，符合。"),
    (limit(Comparison.AT_LEAST, "40", "学时"), "　 ", Verdict.UNCHECKED, "还没有填写数字。"),
]


@pytest.mark.parametrize(("threshold", "typed", "verdict", "sentence"), JUDGED)
def test_a_number_meets_its_threshold_or_not(
    threshold: Threshold, typed: str, verdict: Verdict, sentence: str
):
    judged = judge(threshold, typed)
    assert (judged.verdict, judged.sentence) == (verdict, sentence)


READ = [
    ("４０", "学时", "40"),
    ("40 课时", "学时", "40"),
    ("1,200", "人", "1200"),
    ("75.50平米", "平方米", "75.5"),
    ("0", "人", "0"),
]


@pytest.mark.parametrize(("typed", "unit", "value"), READ)
def test_a_number_is_read_however_it_is_typed(typed: str, unit: str, value: str):
    assert number_in(typed, unit) == Decimal(value)


REFUSED = [
    ("三个", "人", "这里要填数字。请用阿拉伯数字填写，例如40。"),
    ("5年", "人", "单位不一致。请填写以人为单位的数字。"),
    ("5年", "", "这里只填数字，不带单位。请改正。"),
    ("-1", "人", "数字不能小于零。请核对后重新填写。"),
    ("1234567890123", "人", "数字太长。请核对后重新填写。"),
    ("1.2.3", "人", "单位不一致。请填写以人为单位的数字。"),
    ("NaN", "人", "这里要填数字。请用阿拉伯数字填写，例如40。"),
    ("٣", "人", "这里要填数字。请用阿拉伯数字填写，例如40。"),
]


@pytest.mark.parametrize(("typed", "unit", "sentence"), REFUSED)
def test_what_is_no_number_is_refused_with_a_sentence(typed: str, unit: str, sentence: str):
    with pytest.raises(NotANumber) as refused:
        number_in(typed, unit)
    assert str(refused.value) == sentence


#: The numbers of the three notices; a slip here would be a wrong decision on site.
THRESHOLDS = {
    "D07": "不少于40学时",
    "D12-1": "不少于3年",
    "D12-2": "不少于6年",
    "D12-3": "不少于3年",
    "D16": "不少于5个工作日",
    "P03-1": "不少于3人",
    "P03-2": "不少于3年",
    "P03-3": "不少于1人",
    "P03-4": "不少于50学时",
    "P04-2": "不少于3年",
    "P05-1": "不少于75平方米",
    "P05-2": "不少于1.5平方米",
    "P05-3": "不少于50人",
    "P06-2": "不少于3年",
    "P07-1": "不少于25台",
    "P08-2": "不少于3年",
    "P16-3": "不少于3年",
    "P17": "不少于3个月",
}


def test_the_shipped_thresholds_are_those_of_the_notices():
    shipped = {item.code: item.threshold.words for pack in SHIPPED for item in pack.items if item.threshold}
    assert shipped == THRESHOLDS
