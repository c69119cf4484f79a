"""Who may sign what, how a signature may end, and what is still missing before a paper is sealed."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from inspectapp.documents.words import BY_HAND, WITHOUT_HAND, Mode, Outcome, Party, State
from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable

CHALLENGE_LASTS = timedelta(minutes=10)
MOVED_ON = "文书已变更，刚才看到的不是最新内容。请重新打开，读完后再签。"
OTHER_WORDS = "现场签的内容与服务器上的文书不一致，签名没有采用。请核对后，重新请本人阅读并签字。"
OFFICERS_SIGN = "执法人员不能登记为拒签或不在场。请本人登录后签名；本人不能签名的，"
RELEASE = "请退回检查，为其办理退出后重新生成记录。"
#: Behind a correction the visit is sealed, and a new correction would name the same officers.
VOID_BOTH = "请先作废这份更正文书，再请科室负责人作废原文书，然后退回检查，为其办理退出后重新生成记录。"
NOT_ON_PAPER = "您不是这次检查的执法人员，只能查看。请由参加检查的人员操作。"
NOT_COMPOSED = "检查记录还没有生成，签名先留在手机里。请先让检查记录送达，再上传签名。"
EXPIRED = "这次签名已超过10分钟或已经用过。请由执法人员重新发起签名。"


class SlotLike(Protocol):
    """What these rules look at in a slot."""

    key: str
    role: str
    party: Party
    name: str
    person_id: uuid.UUID | None
    required: bool
    outcome: Outcome
    by_id: uuid.UUID | None
    confirmed_by_id: uuid.UUID | None


def check_open(state: State) -> None:
    """Signatures belong on a paper that is frozen and not yet sealed."""
    if state is State.DRAFT:
        raise NotNow("文书还没有定稿，不能签名。请先核对内容并定稿。")
    if state is not State.FROZEN:
        raise NotNow("文书已经封存或作废，不能再签名。如内容有误，请出具更正文书。")


def officers_on(slots: Sequence[SlotLike]) -> set[uuid.UUID | None]:
    """The officers whom a paper names."""
    return {one.person_id for one in slots if one.party is Party.OFFICER}


def check_on_paper(by_id: uuid.UUID, slots: Sequence[SlotLike]) -> None:
    """Whoever was not there neither invites, nor records an outcome, nor voids what is being signed."""
    named = officers_on(slots)
    if named and by_id not in named:
        raise NotAllowed(NOT_ON_PAPER)


def check_pending(slot: SlotLike) -> None:
    """One end for each signature."""
    if slot.outcome is not Outcome.PENDING:
        raise NotNow(f"{slot.role}的签署已经登记为“{slot.outcome.title}”。如需更改，请修改文书后重新签署。")


def check_mode(slot: SlotLike, mode: Mode, actor_id: uuid.UUID) -> None:
    """Officers sign for themselves, on their own login; nobody else signs there."""
    if slot.party is Party.OFFICER:
        if mode is not Mode.OWN_LOGIN or slot.person_id != actor_id:
            raise NotAllowed(f"{slot.name}要用自己的账号登录后签名。请换到本人的手机上操作。")
    elif mode is Mode.OWN_LOGIN:
        raise NotAllowed("这个位置由对方签名。请把手机交给本人，或请本人扫码签名。")


def check_challenge(expires: datetime, used: datetime | None, now: datetime) -> None:
    """Ten minutes, one use."""
    if used is not None or now > expires:
        raise NotNow(EXPIRED)


def check_same_content(shown: str, present: str, ended: bool) -> None:
    """What is signed is what was shown."""
    if ended or shown != present:
        raise NotNow(MOVED_ON)


def check_field(signed: str, present: str) -> None:
    """What was signed without network is what the server put together from everything that came."""
    if not signed or signed != present:
        raise NotNow(OTHER_WORDS)


def check_outcome(
    slot: SlotLike, outcome: Outcome, *, reason: str, photos: int, by_id: uuid.UUID, correction: bool
) -> None:  # fmt: skip
    """An end without ink: officers have only the paper one, a refusal says why."""
    check_pending(slot)
    if outcome not in WITHOUT_HAND | {Outcome.ON_PAPER}:
        raise Unreadable("请选择签署结果。")
    if slot.party is Party.OFFICER and outcome is not Outcome.ON_PAPER:
        raise NotAllowed(OFFICERS_SIGN + (VOID_BOTH if correction else RELEASE))
    if slot.party is Party.OFFICER and slot.person_id != by_id:
        raise NotAllowed(f"{slot.name}的纸质签名要由本人登录后上传。")
    if outcome in WITHOUT_HAND and not reason:
        raise Unreadable("请写明原因和现场经过。")
    if outcome is Outcome.ON_PAPER and not photos:
        raise Unreadable("请拍摄或选择已签名的纸质文书照片。")
    if outcome is Outcome.CANNOT_WRITE and not photos:
        raise Unreadable("不能书写的，请拍摄捺印、盖章或代签的照片。")


def check_copied(outcome: Outcome, objection: str) -> None:
    """Words beside a signature stand on paper only; whoever did not sign wrote none."""
    if objection and outcome is not Outcome.ON_PAPER:
        raise Unreadable("只有纸质签名才照录纸上的异议或说明。其他情形请写在“原因和现场经过”里。")


def check_confirm(slot: SlotLike, by_id: uuid.UUID, officers: Sequence[SlotLike]) -> None:
    """The second officer, who was there and signs this paper too."""
    if slot.outcome not in WITHOUT_HAND:
        raise NotNow("这一项不需要另一名执法人员确认。")
    if slot.confirmed_by_id is not None:
        raise NotNow("这一项已经由两名执法人员确认。")
    if by_id == slot.by_id:
        raise NotAllowed("登记人不能再确认一次。请另一名执法人员用自己的账号确认。")
    if by_id not in officers_on(officers):
        raise NotAllowed("只有这份文书上的执法人员可以确认。")


def missing(slots: Sequence[SlotLike], officers: int) -> list[str]:
    """What still stands between this paper and its seal, in words; empty: it can be sealed."""
    lacks = [f"{_who(slot)}还没有签署" for slot in slots if slot.required and slot.outcome is Outcome.PENDING]
    lacks += [
        f"{_who(slot)}{slot.outcome.title}，还缺另一名执法人员确认"
        for slot in slots
        if slot.outcome in WITHOUT_HAND and slot.confirmed_by_id is None
    ]
    signed = sum(slot.party is Party.OFFICER and slot.outcome in BY_HAND for slot in slots)
    if signed < officers and not any(
        slot.party is Party.OFFICER and slot.outcome is Outcome.PENDING for slot in slots
    ):
        lacks.append(f"至少要有{officers}名执法人员签名")
    return lacks


def check_ready(state: State, slots: Sequence[SlotLike], officers: int) -> None:
    """Refuse to seal what is not finished."""
    if state is State.DRAFT:
        raise NotNow("文书还没有定稿，不能封存。请先核对内容并定稿。")
    if state is not State.FROZEN:
        raise NotNow("文书已经封存或作废，不需要再封存。")
    lacks = missing(slots, officers)
    if lacks:
        raise NotNow(f"现在还不能封存：{'；'.join(lacks)}。")


def check_officers(slots: Sequence[SlotLike], officers: int) -> None:
    """Two officers at least, two different people, each with a certificate, before anything is frozen."""
    named = [slot.person_id for slot in slots if slot.party is Party.OFFICER]
    if None in named or len(set(named)) < max(officers, len(named)):
        raise NotNow(f"这份文书要有{officers}名执法人员签名，现在不够。请补全执法人员后再定稿。")
    if len({slot.key for slot in slots}) != len(slots):
        raise ValueError("two slots of one paper carry the same key")


def _who(slot: SlotLike) -> str:
    return f"{slot.role}{slot.name}"
