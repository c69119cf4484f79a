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
    RELEASED = "已退出"


#: Named once, and takes no further part.
AWAY = (Consent.RECUSED, Consent.RELEASED)


class Sex(Titled):
    """Of the person met on the spot, as the identity card says."""

    MALE = "男"
    FEMALE = "女"


class IdCheck(Titled):
    """How it was made sure who that person is 证件核对方式."""

    CARD = "已查看居民身份证"
    MANDATE = "已查看授权委托书"
    NOT_SHOWN = "未出示证件"
