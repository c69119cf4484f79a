"""What changed between two versions, item by item, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspectapp.checklists.content import ItemContent
from inspectapp.checklists.words import AnswerKind

ADDED, REMOVED, CHANGED, MOVED = "新增", "删去", "修改", "移动"


@dataclass(frozen=True)
class Change:
    """One item that is not as it was; `parts` are (what, before, after)."""

    act: str
    item: ItemContent
    parts: tuple[tuple[str, str, str], ...] = ()


def differences(old: Sequence[ItemContent], new: Sequence[ItemContent]) -> list[Change]:
    """Added and changed items in the new order, then what was removed."""
    before = {item.code: item for item in old}
    kept = [item.code for item in old if item.code in {one.code for one in new}]
    order = [item.code for item in new if item.code in before]
    moved = _moved(kept, order)
    found = [change for item in new if (change := _change(before.get(item.code), item, item.code in moved))]
    after = {item.code for item in new}
    return found + [Change(REMOVED, item) for item in old if item.code not in after]


def _change(old: ItemContent | None, new: ItemContent, moved: bool) -> Change | None:
    if old is None:
        return Change(ADDED, new)
    parts = tuple(
        (name, a, b) for (name, a), (_, b) in zip(described(old), described(new), strict=True) if a != b
    )
    if parts:
        return Change(CHANGED, new, parts)
    return Change(MOVED, new) if moved else None


def _moved(kept: list[str], order: list[str]) -> set[str]:
    """The fewest items that must have moved: all outside one longest common order."""
    place = {code: at for at, code in enumerate(kept)}
    runs: list[list[str]] = []
    for code in order:
        before = [run for run in runs if place[run[-1]] < place[code]]
        best = sorted(before, key=len)[-1] if before else []
        runs.append([*best, code])
    return set(order) - set(sorted(runs, key=len)[-1] if runs else [])


def described(item: ItemContent) -> list[tuple[str, str]]:
    """An item as labelled words, the same labels in the same order for every item."""
    return [
        ("所属项目", item.section),
        ("检查内容", item.text),
        ("标准", item.criteria),
        ("条款", item.clause),
        ("适用情形", item.condition),
        ("检查方式", "、".join(way.title for way in item.ways)),
        ("回答方式", item.answer.title),
        ("数字要求", item.threshold.words if item.threshold and item.answer is AnswerKind.NUMBER else ""),
        ("选项", "、".join(f"{one.words}（{one.verdict.title}）" for one in item.options)),
        ("常见问题", "；".join(item.findings)),
        ("法律依据", "、".join(item.basis)),
        ("照片", item.photo.title),
        ("说明", item.note.title),
    ]
