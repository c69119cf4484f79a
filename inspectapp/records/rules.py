"""Decisions about a record that was signed before the server had it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from inspectapp.shared.refusals import NotNow, Unreadable
from inspectapp.visits.rules import act_time

MOST_NAMED = 5
WRONG_CLOCK = "手机上的时间不准，不能写进检查记录。请校准手机时间，再重新请对方签字。"
UNREAD = "现场签字的内容没有完整送到，没有保存。请重新打开签字页，再提交一次。"
#: Name of a part → how one of them is called; the number stands in the braces.
WORDS = {
    "items": "第{}项", "problems": "问题{}", "photos": "照片{}", "checklists": "检查表{}",
    "slots": "签名人{}", "statement": "执法人员说明", "summary": "检查概况", "situation": "补充说明",
    "unchecked": "未查的项目", "annexes": "附件目录",
}  # fmt: skip
Parts = Mapping[str, Sequence[str]]


def check_ended(ended_at: datetime | None, arrived_at: datetime | None, at: datetime) -> datetime:
    """The end of the checking as the phone tells it: after the arrival and not ahead of now."""
    if ended_at is None:
        raise Unreadable(UNREAD)
    if act_time(at, ended_at, arrived_at) != ended_at:
        raise NotNow(WRONG_CLOCK)
    return ended_at


def signed_at(told: datetime | None, ended_at: datetime | None, at: datetime) -> datetime | None:
    """When the hand moved, if the phone's clock makes sense; else nothing is said about it."""
    return told if told is not None and act_time(at, told, ended_at) == told else None


def check_same(shown: str, present: str, mine: Parts, theirs: Parts, names: Sequence[str]) -> None:
    """Nothing is composed out of other words than those that were signed; it is said where they differ."""
    if shown == present:
        return
    where = unlike(mine, theirs, names)
    said = "、".join(where[:MOST_NAMED]) + (f"等{len(where)}处" if len(where) > MOST_NAMED else "")
    raise NotNow(
        f"现场签字时的内容与服务器收到的不一致{f'：{said}' if said else ''}。"
        "签名没有采用，请核对检查内容后，重新请对方签字。"
    )


def unlike(mine: Parts, theirs: Parts, names: Sequence[str]) -> list[str]:
    """The parts that differ, in words; `names` are the names of the facts."""
    found = []
    for part in [*WORDS, "facts"]:
        here, there = list(mine.get(part, ())), list(theirs.get(part, ()))
        for place in range(max(len(here), len(there))):
            if here[place : place + 1] != there[place : place + 1]:
                found.append(_called(part, place, names))
    # The summary counts what differs anyway.
    return [one for one in found if one != WORDS["summary"]] or found


def _called(part: str, place: int, names: Sequence[str]) -> str:
    if part == "facts":
        return names[place] if place < len(names) else "检查信息"
    return WORDS[part].format(place + 1)
