"""The words of a visit: each is stored by name and shown by its Chinese title."""

from inspectapp.shared.states import Titled


class Source(Titled):
    """Why this visit takes place 任务来源."""

    PLAN = "计划检查"
    CAMPAIGN = "专项检查"
    COMPLAINT = "举报核查"
    LOOKBACK = "回头看"


class State(Titled):
    """Where a visit stands."""

    PREPARED = "待检查"
    ARRIVED = "已到场"
    CHECKING = "检查中"
    SIGNING = "待签字"
    SEALED = "已封存"
    STOPPED = "已中止"


#: Nothing of the plan and nobody of its officers changes any more.
OVER = (State.SIGNING, State.SEALED, State.STOPPED)


class Consent(Titled):
    """What an officer said to being named for this visit."""

    ASKED = "待确认"
    CONFIRMED = "已确认"
    RECUSED = "已回避"
