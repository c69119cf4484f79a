"""A number typed on site against the number a notice asks for."""

import re
from dataclasses import dataclass
from decimal import Decimal

from inspectapp.checklists.content import Threshold, plain
from inspectapp.checklists.words import Comparison, Verdict
from inspectapp.shared.text import clean

LONGEST = 12
_NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*(.*)")
_SIGNS = str.maketrans({"．": ".", "－": "-", "−": "-", "，": ",", "㎡": "平方米"})
#: Units that people write in several ways.
_SAME = {
    "m2": "平方米", "m²": "平方米", "平米": "平方米", "平": "平方米",
    "名": "人", "个人": "人", "课时": "学时",
    "周年": "年", "月": "个月", "工作日": "个工作日", "天": "日",
}  # fmt: skip


class NotANumber(ValueError):
    """The sentence stands at the field."""


@dataclass(frozen=True)
class Judgement:
    """What the program says about a typed number; the officer still decides."""

    verdict: Verdict
    sentence: str
    value: Decimal | None = None


def number_in(typed: str, unit: str = "") -> Decimal:
    """The number in ４０学时, 1,200 or 75.5㎡; another unit than the asked one is refused."""
    text = clean(typed.translate(_SIGNS)).replace(" ", "")
    found = _NUMBER.fullmatch(re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", text))
    if found is None:
        raise NotANumber("这里要填数字。请用阿拉伯数字填写，例如40。")
    if len(found[1]) > LONGEST:
        raise NotANumber("数字太长。请核对后重新填写。")
    if found[2] and _unit(found[2]) != _unit(unit):
        raise NotANumber(
            f"单位不一致。请填写以{unit}为单位的数字。" if unit else "这里只填数字，不带单位。请改正。"
        )
    if found[1].startswith("-"):
        raise NotANumber("数字不能小于零。请核对后重新填写。")
    return Decimal(found[1])


def _unit(words: str) -> str:
    return _SAME.get(words.lower(), words)


def judge(threshold: Threshold, typed: str) -> Judgement:
    """符合 or 不符合 with a sentence for the record; nothing typed is 未查."""
    if not clean(typed):
        return Judgement(Verdict.UNCHECKED, "还没有填写数字。")
    value = number_in(typed, threshold.unit)
    met = meets(threshold, value)
    verdict = Verdict.CONFORMS if met else Verdict.FAILS
    return Judgement(verdict, _sentence(threshold, value, met), value)


def meets(threshold: Threshold, value: Decimal) -> bool:
    """In notices 以上, 不少于 and their like include the figure itself."""
    low, high = threshold.low, threshold.high
    match threshold.comparison:
        case Comparison.AT_LEAST:
            return value >= low
        case Comparison.AT_MOST:
            return value <= low
        case Comparison.MORE:
            return value > low
        case Comparison.LESS:
            return value < low
        case Comparison.EQUAL:
            return value == low
        case _:
            return low <= value <= (low if high is None else high)


def _sentence(threshold: Threshold, value: Decimal, met: bool) -> str:
    said = f"实际{plain(value)}{threshold.unit}，要求{threshold.words}"
    if met:
        return f"{said}，符合。"
    return f"{said}，{_distance(threshold, value)}不符合。"


def _distance(threshold: Threshold, value: Decimal) -> str:
    upper = threshold.high if threshold.high is not None else threshold.low
    if value < threshold.low:
        return f"少{plain(threshold.low - value)}{threshold.unit}，"
    if value > upper:
        return f"多{plain(value - upper)}{threshold.unit}，"
    return ""
