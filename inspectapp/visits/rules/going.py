"""Who may go, when a visit may take its next step, and what that step is called."""

import uuid
from collections.abc import Collection

from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable
from inspectapp.visits.words import Consent, State

FEWEST_OFFICERS = 2
SHORTEST_REASON = 4
#: State → word of the step that follows, in the order of the work.
STEPS: dict[State, str] = {
    State.PREPARED: "到场",
    State.ARRIVED: "开始检查",
    State.CHECKING: "检查",
    State.SIGNING: "签字",
    State.SEALED: "查看记录",
    State.STOPPED: "已中止",
}


def next_step(state: State) -> str:
    """The one thing to do now."""
    return STEPS[state]


def check_certificate(problem: str, name: str) -> None:
    """Nobody inspects without a valid certificate; `problem` is the sentence of people.rules."""
    if problem:
        raise NotNow(f"{name}{problem}，不能参加检查。请换一名执法人员，或先更新执法证。")


def check_enough_officers(consents: Collection[Consent]) -> None:
    """Two officers who have confirmed: one alone may not inspect."""
    confirmed = sum(consent is Consent.CONFIRMED for consent in consents)
    if confirmed < FEWEST_OFFICERS:
        raise NotNow(
            f"现场检查至少要{FEWEST_OFFICERS}名执法人员，现在只有{confirmed}名已确认。请同行人员在自己的手机上确认。"
        )


def check_no_recusal(consent: Consent) -> None:
    """Whoever stepped back or was taken off takes no further part."""
    if consent is Consent.RECUSED:
        raise NotAllowed("您已对这次检查申请回避，不能再操作。请由其他执法人员办理。")
    if consent is Consent.RELEASED:
        raise NotAllowed("您已退出这次检查，不能再操作。请由其他执法人员办理。")


def check_release(state: State, consent: Consent, others: int, name: str) -> None:
    """Nobody is taken off once the record is being signed; of those who stay two are enough, one is not."""
    if state is State.SIGNING:
        raise NotNow("检查记录正在签字，不能变更执法人员。请先退回检查，再办理退出。")
    if state in (State.SEALED, State.STOPPED):
        raise NotNow("检查已经结束，不能再变更执法人员。")
    if consent is Consent.CONFIRMED and others < FEWEST_OFFICERS:
        raise NotNow(
            f"{name}退出后，已确认的执法人员不足{FEWEST_OFFICERS}名。请先增加一名执法人员并由其确认，再办理退出。"
        )


def check_named(person_id: uuid.UUID, officers: Collection[uuid.UUID]) -> None:
    """Only the officers of the visit work on it; others of the bureau may read."""
    if person_id not in officers:
        raise NotAllowed("您不是这次检查的执法人员，只能查看。请由参加检查的人员操作。")


def check_open_for_answers(state: State) -> None:
    """Answers change only between arrival and signing."""
    sentences = {
        State.PREPARED: "还没有到场，不能填写检查情况。请先点“到场”。",
        State.SIGNING: "检查记录正在签字，不能修改。需要修改时，请先退回检查。",
        State.SEALED: "检查记录已经封存，不能修改。",
        State.STOPPED: "这次检查已经中止，不能修改。",
    }
    if state in sentences:
        raise NotNow(sentences[state])


def check_reason_over_cap(so_far: int, most: int | None, reason: str) -> None:
    """One more than the published yearly number needs a reason, never a ban."""
    if most is not None and so_far >= most and len(reason.strip()) < SHORTEST_REASON:
        raise Unreadable(f"今年对这家单位已检查{so_far}次，公布的上限是{most}次。请写明再次检查的理由。")


def check_stop_reason(reason: str) -> None:
    """A visit that ends early says why."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Unreadable(f"请写明中止的原因，至少{SHORTEST_REASON}个字。")
