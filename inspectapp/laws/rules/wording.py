"""Rows in words: ranges as people read them, and what one version says that another did not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from inspectapp.laws.content import Discretion, Entry, Tier
from inspectapp.laws.words import Quantity
from inspectapp.shared.clock import day

NONE = "（空）"


@dataclass(frozen=True)
class Change:
    """One field that differs between two versions."""

    label: str
    old: str
    new: str


def range_words(
    low: int | None, high: int | None, low_percent: int | None = None, high_percent: int | None = None
) -> str:  # fmt: skip
    """20,000元至50,000元, 100,000元以下, 上一年年收入的20%至50%; empty without a sum."""
    if high is not None:
        if low == high:
            return f"{high:,}元"
        return f"{low:,}元至{high:,}元" if low else f"{high:,}元以下"
    return f"上一年年收入的{low_percent or 0}%至{high_percent}%" if high_percent is not None else ""


def tier_range(tier: Tier) -> str:
    """The range of a step."""
    return range_words(tier.min_yuan, tier.max_yuan, tier.min_percent, tier.max_percent)


def tier_words(tier: Tier) -> str:
    """初次发现（单位）：责令改正、罚款，100,000元以下"""
    parts = (_titles(tier.measures), "可以处以" if tier.optional else "", tier_range(tier), tier.text)
    when = f"／{tier.when}" if tier.when and tier.when != tier.phase.title else ""
    said = "，".join(part for part in parts if part)
    return f"{tier.phase.title}{when}（{tier.target.title}）：{said}［{tier.confidence.title}］"


def bounds_words(tier: Discretion) -> str:
    """占比 大于10%、不超过30%"""
    if tier.quantity is Quantity.NONE or (tier.above is None and tier.up_to is None):
        return "未写明界限"
    unit = "人" if tier.quantity is Quantity.COUNT else "%"
    above = f"大于{tier.above}{unit}" if tier.above is not None else ""
    up_to = f"不超过{tier.up_to}{unit}" if tier.up_to is not None else ""
    return "、".join(part for part in (above, up_to) if part)


def tier_summary(tier: Discretion) -> str:
    """初次发现 占比（%） 大于10%、不超过30%：30,000元至70,000元"""
    money = range_words(tier.min_yuan, tier.max_yuan)
    return f"{tier.phase.title} {tier.quantity.title} {bounds_words(tier)}：{money}"


def period_words(entry: Entry) -> str:
    """2021年9月1日起, 2026年5月31日止."""
    since = f"{day(entry.valid_from)}起" if entry.valid_from else ""
    until = f"{day(entry.valid_to)}止" if entry.valid_to else ""
    return "，".join(part for part in (since, until) if part) or "未写明"


def _titles(words: Any) -> str:
    return "、".join(word.title for word in _ordered(words))


def _ordered(words: Any) -> Any:
    """Words of a list stand in its order, whichever way they were ticked; other values as they are."""
    if isinstance(words, tuple) and all(isinstance(word, Enum) for word in words):
        return tuple(sorted(words, key=_place))
    return words


def _place(word: Enum) -> int:
    return list(type(word)).index(word)


def _settled(value: Any) -> Any:
    """What counts when two texts are compared: the order of ticked words does not."""
    if isinstance(value, tuple) and all(isinstance(one, Tier) for one in value):
        return tuple(replace(tier, measures=_ordered(tier.measures)) for tier in value)
    return _ordered(value)


FIELDS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "kind": ("用途", lambda word: word.title),
    "violation": ("违法行为", str),
    "subjects": ("对象", _titles),
    "duty": ("违反条款", "；".join),
    "penalty_title": ("处罚依据", str),
    "penalty_clause": ("处罚条号", str),
    "tiers": ("罚则", lambda tiers: "；".join(tier_words(tier) for tier in tiers)),
    "other_measures": ("其他措施", _titles),
    "valid_from": ("施行日期", day),
    "valid_to": ("失效日期", day),
    "confidence": ("依据把握", lambda word: word.title),
    "confirmed": ("本单位已核对", lambda yes: "是" if yes else "否"),
    "source": ("来源", str),
    "note": ("说明", str),
    "see": ("相关条目", "、".join),
    "succeeds": ("接替的条目", "、".join),
}


def changes(old: Entry, new: Entry) -> list[Change]:
    """What the new version says differently, field by field."""
    found = []
    for name, (label, write) in FIELDS.items():
        before, after = getattr(old, name), getattr(new, name)
        if _settled(before) != _settled(after):
            found.append(Change(label, write(before) or NONE, write(after) or NONE))
    return found
