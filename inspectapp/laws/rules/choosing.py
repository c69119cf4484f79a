"""Choosing among rows: the lighter law, one fine for one act, a problem's usual basis, the time bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspectapp.laws.rules.offering import NoOffer, Offer
from inspectapp.laws.words import Category, Kind, Measure, Standing, Target

SAME = "行为发生时与作出决定时的规定轻重相同，适用行为发生时的规定。"
ACT_LIGHTER = "行为发生时的规定较轻，适用行为发生时的规定。"
DECISION_LIGHTER = "作出决定时的规定较轻，适用作出决定时的规定（行政处罚法第三十七条）。"
UNCLEAR = "两个时间的规定互有轻重，系统不能判断。请法制审核比较后决定。"
MISSING = "作出决定时的规定还没有可引用的金额，无法比较轻重。请先补录或者请法制审核核对，再作决定。"
YEARS, YEARS_WITH_HARM = 2, 5


def compare(at_act: Offer, at_decision: Offer | NoOffer) -> tuple[Offer | NoOffer | None, str]:
    """Which of the two applies, and the sentence; None when a person has to decide."""
    if isinstance(at_decision, NoOffer):
        lifted = at_decision.entry.kind is Kind.NO_FINE and at_decision.standing is Standing.IN_FORCE
        return (at_decision, DECISION_LIGHTER) if lifted else (None, MISSING)
    old, new = _weight(at_act), _weight(at_decision)
    if old == new:
        return at_act, SAME
    if _no_heavier(old, new):
        return at_act, ACT_LIGHTER
    return (at_decision, DECISION_LIGHTER) if _no_heavier(new, old) else (None, UNCLEAR)


@dataclass(frozen=True)
class _Weight:
    """Sums for unit and person, and whatever goes beyond an order and a fine."""

    sums: tuple[int, ...]
    burdens: frozenset[Measure]


def _no_heavier(one: _Weight, other: _Weight) -> bool:
    sums = all(mine <= yours for mine, yours in zip(one.sums, other.sums, strict=True))
    return sums and one.burdens <= other.burdens


def _weight(offer: Offer) -> _Weight:
    sums = [number for target in Target for number in _sums(offer, target)]
    measures = {measure for line in offer.lines for measure in line.measures}
    return _Weight(tuple(sums), frozenset(measures - {Measure.ORDER, Measure.FINE}))


def _sums(offer: Offer, target: Target) -> tuple[int, int, int]:
    lines = [line for line in offer.lines if line.target is target]
    highest = max((line.max_yuan or 0 for line in lines), default=0)
    lowest = max((line.min_yuan or 0 for line in lines), default=0)
    return highest, lowest, max((line.max_percent or 0 for line in lines), default=0)


def one_fine(found: Sequence[Offer | NoOffer]) -> Offer | None:
    """One act under several provisions is fined once, by the one with the highest sum (行政处罚法 29)."""
    fined = [one for one in found if isinstance(one, Offer) and any(line.has_sum for line in one.lines)]
    return max(fined, key=lambda offer: offer.highest, default=None)


@dataclass(frozen=True)
class Suggestion:
    """The usual basis of a problem: a code or none, and what to mind. The officer decides."""

    code: str | None
    sentence: str


_FILES = Suggestion("LB14", "通常按培训档案管理不规范处理，由执法人员决定。")
_SYLLABUS = Suggestion("LB13", "内容或者学时不符合大纲的，通常按未按大纲组织培训处理，由执法人员决定。")
_CONDITIONS = Suggestion("LB12", "只有达到不具备培训条件的程度才适用，否则责令改正、通报，不罚款。")
_NO_FINE = Suggestion(None, "通常责令改正、通报，不罚款。")
_USUAL = {
    Category.D: _CONDITIONS, Category.E: _CONDITIONS, Category.F: _FILES, Category.G: _CONDITIONS,
}  # fmt: skip


def suggest(category: Category, *, syllabus: bool = False, lacks_conditions: bool = False) -> Suggestion:
    """The default for a category; overlap of staff counts only where it amounts to lacking conditions."""
    if syllabus:
        return _SYLLABUS
    if lacks_conditions and category is Category.C:
        return _CONDITIONS
    return _USUAL.get(category, _NO_FINE)


def time_bar(act_date: date, found_on: date, *, harm_to_life_safety: bool = False) -> str:
    """Why an act can no longer be penalised (行政处罚法 36); empty while it can."""
    years = YEARS_WITH_HARM if harm_to_life_safety else YEARS
    if found_on <= _years_later(act_date, years):
        return ""
    return f"违法行为在{years}年内未被发现，不再给予处罚（行政处罚法第三十六条）。"


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
