"""Who may change the law catalogue, and what a row must look like before it can stand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from inspectapp.laws.content import Discretion, Entry, Tier
from inspectapp.laws.words import Confidence, Kind
from inspectapp.people.actor import BUREAU, Actor, Role
from inspectapp.shared.refusals import NotAllowed, NotFound, NotNow
from inspectapp.subjects.refused import FieldRefused

EDITORS = frozenset({Role.HEAD, Role.LEGAL})
MOST_YUAN = 100_000_000


def may_edit(actor: Actor) -> bool:
    """The catalogue belongs to the whole installation: head and legal review of the city."""
    return actor.is_city and actor.role in EDITORS


def check_may_edit(actor: Actor) -> None:
    """The refusing form of `may_edit`."""
    if not may_edit(actor):
        raise NotAllowed("法律依据由市级科室负责人或法制审核维护，您的角色不能修改。如有错漏，请告诉他们。")


def check_may_read(actor: Actor) -> None:
    """Everybody in a bureau reads; to others it does not exist."""
    if actor.role not in BUREAU:
        raise NotFound


def check_entry(entry: Entry) -> None:
    """What must hold for a row to be published."""
    if not entry.violation or not entry.subjects:
        raise FieldRefused("violation", "请填写违法行为，并至少选择一类对象。")
    check_period(entry.valid_from, entry.valid_to)
    _check_money_is_grounded(entry)
    for number, tier in enumerate(entry.tiers):
        check_range(tier.min_yuan, tier.max_yuan, f"tiers-{number}-")
        _check_percent(tier, f"tiers-{number}-")


def check_period(since: date | None, until: date | None) -> None:
    """A law does not end before it begins."""
    if since and until and until < since:
        raise FieldRefused("valid_to", "失效日期早于施行日期。请核对两个日期。")


def _check_money_is_grounded(entry: Entry) -> None:
    fined = any(tier.has_sum for tier in entry.tiers)
    doubtful = entry.kind is Kind.PENALTY and entry.confidence is Confidence.UNCERTAIN
    if fined and entry.kind is not Kind.PENALTY:
        raise FieldRefused("kind", f"“{entry.kind.title}”的条目不能填写罚款数额。请删去金额。")
    if fined and not (entry.penalty_instrument and entry.penalty_clause):
        raise FieldRefused("penalty_clause", "有罚款数额的条目要写明处罚所依据的法规和条号。请补齐。")
    if fined and not entry.valid_from:
        raise FieldRefused("valid_from", "有罚款数额的条目要写明施行日期。请补齐。")
    if entry.confirmed and doubtful and not fined:
        raise FieldRefused("confirmed", "没有金额可以确认。请先填写法定罚款幅度，再勾选已核对。")


def check_range(low: int | None, high: int | None, prefix: str = "") -> None:
    """A range is told by its upper end; the lower one may be missing and is never higher."""
    if low is not None and high is None:
        raise FieldRefused(f"{prefix}max_yuan", "只填了最低数额。请填写最高数额。")
    if low is not None and high is not None and low > high:
        raise FieldRefused(f"{prefix}max_yuan", "最低数额大于最高数额。请核对。")
    if any(one is not None and not 0 < one <= MOST_YUAN for one in (low, high)):
        raise FieldRefused(f"{prefix}max_yuan", f"罚款数额应在1元到{MOST_YUAN:,}元之间。请核对位数。")


def _check_percent(tier: Tier, prefix: str) -> None:
    low, high = tier.min_percent or 0, tier.max_percent
    if tier.min_percent is not None and high is None:
        raise FieldRefused(f"{prefix}max_percent", "只填了最低比例。请填写最高比例。")
    if high is not None and not 0 <= low <= high <= 100:
        raise FieldRefused(f"{prefix}max_percent", "年收入比例应在0到100之间，最低不大于最高。请核对。")


def check_discretion(tier: Discretion, entry: Entry) -> None:
    """A discretion tier stays inside its bounds and inside the law's own range."""
    check_range(tier.min_yuan, tier.max_yuan)
    if tier.max_yuan is None:
        raise FieldRefused("max_yuan", "请填写这一档的最高数额。")
    if tier.above is not None and tier.up_to is not None and tier.above >= tier.up_to:
        raise FieldRefused("up_to", "数量的下限不小于上限。请核对。")
    check_period(tier.valid_from, tier.valid_to)
    legal = [one for one in entry.tiers if (one.phase, one.target) == (tier.phase, tier.target)]
    if not any(_inside(tier, one) for one in legal):
        raise FieldRefused("max_yuan", "这一档超出法定罚款幅度，不能保存。请对照条目中的幅度重新填写。")


def _inside(tier: Discretion, legal: Tier) -> bool:
    if legal.max_yuan is None or tier.max_yuan is None:
        return False
    return (legal.min_yuan or 0) <= (tier.min_yuan or 0) and tier.max_yuan <= legal.max_yuan


def check_own(example: bool) -> None:
    """An example from elsewhere is no law here: it is neither edited nor switched on."""
    if example:
        raise NotNow("这是外地公开资料中的示例，不能启用或修改。请按本单位现行裁量基准另建一档。")


def discretion_tier(tiers: Mapping[Any, Discretion], quantity: int) -> list[Any]:
    """Which tiers a measured quantity falls under: above the lower bound, up to and with the upper one."""
    return [key for key, tier in tiers.items() if _within(tier, quantity)]


def _within(tier: Discretion, quantity: int) -> bool:
    return (tier.above is None or quantity > tier.above) and (tier.up_to is None or quantity <= tier.up_to)
