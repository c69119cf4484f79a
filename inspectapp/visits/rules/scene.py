"""现场信息: what it is made of, and whether two officers correct it at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from inspectapp.shared.states import Titled
from inspectapp.shared.text import mask_phone

#: Column → what it is called.
SCENE = {
    "place": "检查场所", "host_name": "现场负责人", "host_duty": "职务", "host_phone": "联系电话",
    "host_sex": "性别", "host_id_check": "证件核对方式", "host_id_tail": "证件号码后四位",
    "witness": "见证人", "situation": "检查情况补充说明",
}  # fmt: skip
#: Of whom one met and of nobody else.
PERSONAL = ("host_sex", "host_id_check", "host_id_tail")


def told_by_others(tellers: Sequence[UUID | None], seen: int, by: UUID) -> bool:
    """Whether somebody else told of the scene after the one that was typed over.

    One's own words in between are no surprise: a phone without a network sends one after the other.
    """
    return any(teller != by for teller in tellers[seen:])


def scene_changes(stands: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What the values would change, without what nobody told."""
    return {
        name: values[name]
        for name in SCENE
        if name in values and (values[name] or None) != (stands[name] or None)
    }


def scene_in_words(name: str, value: Any) -> str:
    """A part of the scene as an officer may read it."""
    if not value:
        return "（空）"
    if isinstance(value, Titled):
        return value.title
    return mask_phone(value) if name == "host_phone" else str(value)


def filled_in(stands: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What an officer who arrives later adds: nothing that somebody has told already.

    Sex and papers belong to one person, so whoever met somebody else adds the witness only; and a number
    does not come to stand beside another way of checking than the one it was read by.
    """
    names = ["witness", *(PERSONAL if values["host_name"] == stands["host_name"] else ())]
    checked = values.get("host_id_check")
    if stands["host_id_check"] and checked is not stands["host_id_check"]:
        names = [name for name in names if name != "host_id_tail"]
    return {name: values[name] for name in names if values.get(name) and not stands[name]}
