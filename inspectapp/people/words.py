"""The ledger in words the audit administrator reads: what a line is about, and what its detail says.

Details of business records are told by the names of what changed only: an administrator reads who did what
to which record and when, never what the record says.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from inspectapp import workflow
from inspectapp.people.actor import Role
from inspectapp.shared.ledger import Recorded

OWN = {"people": "账号", "regions": "辖区", "ledger_roots": "日志"}
LABELS = {
    "why": "原因", "reason": "原因", "device": "设备", "role": "角色", "rows": "条数",
    "changed": "改动项", "fields": "改动项",
}  # fmt: skip
FIELDS = {
    "name": "姓名或名称", "login": "登录名", "role": "角色", "region_id": "辖区", "phone": "手机号",
    "certificate_number": "执法证号", "certificate_valid_to": "执法证有效期", "short_name": "简称",
    "office_name": "执法单位名称", "number_prefix": "文号地区简称",
}  # fmt: skip


def _stages(model: type[Recorded]) -> dict[str, str]:
    found = {}
    for below in model.__subclasses__():
        name, module = getattr(below, "__tablename__", None), below.__module__.split(".")
        if isinstance(name, str) and hasattr(below, "__table__"):
            found[name] = module[1]
        found |= _stages(below)
    return found


def kinds_by_title() -> dict[str, list[str]]:
    """The kinds of things a filter offers, each with the tables behind it, in the order of the work."""
    stages, offered = _stages(Recorded), dict.fromkeys(OWN.values())
    kinds: dict[str, list[str]] = {title: [] for title in offered}
    kinds |= {stage.title: [] for stage in workflow.STAGES if stage.name != "people"}
    for table in stages:
        kinds.setdefault(title_of(table, stages), []).append(table)
    return {title: tables for title, tables in kinds.items() if tables}


def title_of(kind: str, stages: Mapping[str, str] | None = None) -> str:
    """What a thing of this kind is called: its own word, or that of its stage."""
    if kind in OWN:
        return OWN[kind]
    stage = (stages or _stages(Recorded)).get(kind)
    return next((one.title for one in workflow.STAGES if one.name == stage), "其他记录")


def thing_number(thing: uuid.UUID) -> str:
    """A short handle that tells one thing from another without saying what it is."""
    return thing.hex[:8].upper()


def told(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The detail of a line as names and values; what a business record says is left out."""
    return [(LABELS[key], _value(key, value)) for key, value in detail.items() if key in LABELS and value]


def _value(key: str, value: Any) -> str:
    if key == "role" and value in Role.__members__:
        return Role[value].title
    if isinstance(value, list):
        return "、".join(FIELDS.get(str(one), str(one)) for one in value)
    return f"{value}条" if key == "rows" else str(value)
