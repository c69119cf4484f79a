"""What belongs to the plan of a visit, until when it may be corrected, and whether two correct it at once."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from inspectapp.people.refused import FieldRefused
from inspectapp.shared import canonical, clock
from inspectapp.shared.refusals import NotNow
from inspectapp.shared.states import Titled
from inspectapp.visits.words import OVER, State

#: Column → what it is called.
PLAN = {
    "source": "任务来源", "purpose": "检查事由", "planned_day": "检查日期", "approval_number": "审批编号",
    "item_code": "检查事项编码", "experts": "协助专家", "over_cap_reason": "超过年度上限的理由",
}  # fmt: skip
ADDED = "增加的检查表"


def check_plan_open(state: State) -> None:
    """The plan may be corrected as long as no record of it stands."""
    if state in OVER:
        raise NotNow("检查已进入签字或已经结束，检查安排不能再改。需要修改时，请先退回检查。")


def check_day_stays(state: State, planned: date, typed: date) -> None:
    """The day on which one went there is no longer a plan."""
    if state is not State.PREPARED and typed != planned:
        raise FieldRefused("planned_day", "已经到场，检查日期不能再改。请核对其他内容后再保存一次。")


def plan_mark(row: Mapping[str, Any]) -> str:
    """Another mark for another plan; steps of the visit do not change it."""
    told = {name: row[name] for name in PLAN}
    return hashlib.sha256(canonical.text(told).encode()).hexdigest()[:16]


def in_words(value: Any) -> str:
    """A part of the plan as a person reads it."""
    if isinstance(value, Titled):
        return value.title
    if isinstance(value, date):
        return clock.day(value)
    if isinstance(value, list):
        return "；".join(experts_lines(value)) or "（空）"
    return str(value) or "（空）"


def experts_lines(experts: list[dict[str, str]]) -> list[str]:
    """One line each, as they are typed."""
    return [f"{one['name']}，{one['employer']}" for one in experts]
