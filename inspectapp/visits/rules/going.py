"""Who may go, who may do what at a visit, and when."""

import uuid
from collections.abc import Collection

from inspectapp.people.actor import Role
from inspectapp.people.refused import FieldRefused
from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable
from inspectapp.visits.words import AWAY, OVER, Consent, State

FEWEST_OFFICERS = 2
SHORTEST_REASON = 4
#: Whoever leads the section or supervises the city sends others and ends a visit without going along.
ARRANGING = (Role.HEAD, Role.CITY)
KEEP_IT = "手机上还没有送达的内容，请在“待上传”里另存为文件，交科室负责人核对。"
ENDED = {
    State.SEALED: f"这次检查的记录已经封存。{KEEP_IT}",
    State.STOPPED: f"这次检查已经中止。{KEEP_IT}",
}


class NotConfirmed(NotAllowed):
    """An officer who has not said yet whether there are ties to the unit; the way to say so is beside it."""

    def __init__(self, visit_id: uuid.UUID) -> None:
        super().__init__("您还没有确认参加这次检查，不能操作。请先确认没有需要回避的情形。")
        self.way = (f"/visits/{visit_id}/consent", "去确认")


class NoCertificate(NotNow):
    """Told at the part of the form where officers are chosen."""

    field = "companions"


def check_certificate(problem: str, name: str) -> None:
    """Nobody inspects without a valid certificate; `problem` is the sentence of people.rules."""
    if problem:
        raise NoCertificate(f"{name}{problem}，不能参加检查。请换一名执法人员，或先更新执法证。")


def check_certificate_on_arrival(problem: str, name: str) -> None:
    """The same in the door, where the officer is one of the visit already."""
    if problem:
        raise NotNow(f"{name}{problem}，不能参加检查。请先更新执法证，或由{name}申请回避后另派人员。")


def check_within_reach(region_id: uuid.UUID, reach: Collection[uuid.UUID]) -> None:
    """Who cannot open the visit cannot confirm it either."""
    if region_id not in reach:
        raise NotAllowed("只能选择本辖区的执法人员。请重新选择。")


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


def check_confirmed(consent: Consent, visit_id: uuid.UUID) -> None:
    """Whoever works on a visit has said that no ties to the unit stand against it."""
    check_no_recusal(consent)
    if consent is not Consent.CONFIRMED:
        raise NotConfirmed(visit_id)


def check_named(person_id: uuid.UUID, officers: Collection[uuid.UUID]) -> None:
    """Only the officers of the visit work on it; others of the bureau may read."""
    if person_id not in officers:
        raise NotAllowed("您不是这次检查的执法人员，只能查看。请由参加检查的人员操作。")


def may_arrange(role: Role, consent: Consent | None) -> bool:
    """Send others along, correct the plan, end the visit; `consent` is the own word, if one is named."""
    if consent in AWAY:
        return False
    return consent is Consent.CONFIRMED or role in ARRANGING


def check_may_name_again(role: Role, name: str) -> None:
    """Who stepped back or was taken off returns by the word of whoever leads, never of an officer."""
    if role not in ARRANGING:
        raise NotAllowed(f"{name}已回避或已退出。需要再次参加的，请科室负责人重新安排。")


def reasons(before: str, reason: str) -> str:
    """A second step back does not make the first one unsaid."""
    return "；".join(one for one in (before, reason.strip()) if one)


def check_may_confirm(state: State) -> None:
    """Who went along is settled once the record is being signed."""
    if state in OVER:
        raise NotNow("检查已进入签字或已经结束，不能再确认参加。需要补充人员时，请告知科室负责人。")


def check_not_ended(state: State) -> None:
    """What comes late from a phone is refused, and its officer told where it can go."""
    if state in ENDED:
        raise NotNow(ENDED[state])


def check_may_arrive(state: State) -> None:
    """Two phones arrive with two officers: the second one is as welcome, until the visit has ended."""
    check_not_ended(state)


def check_may_begin(state: State) -> None:
    """Certificates are shown after the arrival; the other phone may have told of it first."""
    if state is State.PREPARED:
        raise NotNow("请先到场，再开始检查。")
    check_may_arrive(state)


def check_open_for_answers(state: State) -> None:
    """Answers change only between arrival and signing."""
    sentences = {
        State.PREPARED: "还没有到场，不能填写检查情况。请先点“到场”。",
        State.SIGNING: "检查记录正在签字，不能修改。需要修改时，请先退回检查。",
    }
    check_not_ended(state)
    if state in sentences:
        raise NotNow(sentences[state])


def check_reason_over_cap(so_far: int, most: int | None, reason: str, year: str = "今年") -> None:
    """One more than the published yearly number needs a reason, never a ban."""
    if most is not None and so_far >= most and len(reason.strip()) < SHORTEST_REASON:
        raise FieldRefused(
            "over_cap_reason",
            f"{year}对这家单位已检查{so_far}次，公布的上限是{most}次。请写明再次检查的理由。",
        )


def check_stop_reason(reason: str) -> None:
    """A visit that ends early says why."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Unreadable(f"请写明中止的原因，至少{SHORTEST_REASON}个字。")
