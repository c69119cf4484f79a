"""The one thing to do next at a visit: what it is called, and on which of its pages it is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspectapp.visits.rules.going import FEWEST_OFFICERS
from inspectapp.visits.words import OVER, Consent, State


@dataclass(frozen=True)
class Step:
    """In plain words, and the page under the address of the visit. `waits`: for somebody else."""

    words: str
    page: str = ""
    waits: bool = False


CONFIRM = Step("请确认是否参加", "/consent")
TOO_FEW = Step("人员不足，请增加执法人员", "/officers/new")
COMPANIONS = Step("等待同行人员确认", waits=True)
ALL_ANSWERED = Step("各项都已检查，请对方签字", "/open-items")
#: In the order of the work, when nothing stands in the way.
STEPS: dict[State, Step] = {
    State.PREPARED: Step("去到场", "/arrival"),
    State.ARRIVED: Step("出示证件，开始检查", "/introduction"),
    State.CHECKING: Step("继续检查", "/checklist"),
    State.SIGNING: Step("请对方签字", "/record"),
    State.SEALED: Step("查看检查记录", "/record"),
    State.STOPPED: Step("查看已记下的内容", "/checklist"),
}


def next_step(
    state: State, own: Consent | None = None, consents: Mapping[Consent, int] | None = None,
    unanswered: int = 0,
) -> Step:  # fmt: skip
    """For this officer, by what everybody has said and how many questions are open."""
    told = consents or {Consent.CONFIRMED: FEWEST_OFFICERS}
    confirmed, asked = told.get(Consent.CONFIRMED, 0), told.get(Consent.ASKED, 0)
    if state in OVER:
        return STEPS[state]
    if own is Consent.ASKED:
        return CONFIRM
    if confirmed + asked < FEWEST_OFFICERS:
        return TOO_FEW
    if state is State.PREPARED and confirmed < FEWEST_OFFICERS:
        return COMPANIONS
    if state is not State.CHECKING:
        return STEPS[state]
    step = STEPS[state]
    return Step(f"{step.words}，还差{unanswered}项", step.page) if unanswered else ALL_ANSWERED
