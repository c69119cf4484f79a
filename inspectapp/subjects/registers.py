"""The registers in a unit's file as one table: their words, their columns, and who may write them.

Forms, history, conflicts and workbooks all take their words from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspectapp.shared.states import Titled
from inspectapp.shared.text import mask_id, mask_phone
from inspectapp.subjects.models import (
    Agreement,
    Certificate,
    Contact,
    HourRecord,
    InsuranceMonth,
    Part,
    Room,
    RuleDocument,
    Staff,
    Unit,
)

Mask = Callable[[str], str]


@dataclass(frozen=True)
class Register:
    """One kind of entry: `labels` in the form's order, `secrets` shown masked, `named_by` its short name."""

    name: str
    title: str
    noun: str
    model: type[Any]
    labels: Mapping[str, str]
    named_by: str = "name"
    clerk_may_write: bool = True
    secrets: Mapping[str, Mask] = field(default_factory=dict)

    def short_name(self, row: Any) -> str:
        """What one entry is called in a sentence."""
        value = getattr(row, self.named_by)
        return value.title if isinstance(value, Titled) else str(value)


UNIT_LABELS = {
    "region_id": "辖区", "kind": "类别", "also_exam_site": "兼考试点", "name": "单位名称",
    "credit_code": "统一社会信用代码", "supervision": "监管层级",
    "sector": "行业", "legal_standing": "法人情况",
    "parent_name": "所属单位", "address": "地址", "legal_representative": "法定代表人", "head": "主要负责人",
    "phone": "联系电话", "building": "建筑类型", "premises": "场地来源", "business_scope": "经营范围",
    "status": "状态",
}  # fmt: skip
STAFF_LABELS = {
    "name": "姓名", "id_number": "身份证号", "phone": "手机号", "roles": "岗位", "specialty": "专业",
    "rank": "职称", "employment": "用工形式", "full_time": "专职", "practice_years": "从业年限",
    "teacher_certificate": "教师证号", "teacher_certificate_to": "教师证有效期止", "hired_on": "入职日期",
    "left_on": "离职日期",
}  # fmt: skip
CERTIFICATE_LABELS = {
    "staff_id": "名册人员", "holder": "持证人", "id_number": "身份证号", "post": "岗位类别", "trade": "工种",
    "number": "证书编号", "issued_on": "发证日期", "valid_from": "有效期起", "valid_to": "有效期止",
    "review_due_on": "应复审日期", "issuer": "发证机关",
}  # fmt: skip

UNITS = Register(
    "units", "单位", "单位", Unit, UNIT_LABELS, clerk_may_write=False, secrets={"phone": mask_phone}
)
REGISTERS: dict[str, Register] = {
    one.name: one
    for one in (
        Register(
            "staff", "人员", "人员", Staff, STAFF_LABELS,
            secrets={"id_number": mask_id, "phone": mask_phone},
        ),
        Register(
            "hours", "学时", "学时记录", HourRecord,
            {"staff_id": "人员", "kind": "学时类别", "held_on": "日期", "hours": "学时", "remark": "内容"},
            named_by="kind",
        ),
        Register(
            "insurance", "社保", "社保月份", InsuranceMonth, {"staff_id": "人员", "month": "月份"},
            named_by="month",
        ),
        Register(
            "certificates", "证书", "证书", Certificate, CERTIFICATE_LABELS, named_by="holder",
            clerk_may_write=False, secrets={"id_number": mask_id, "number": mask_id},
        ),
        Register(
            "agreements", "协议", "协议", Agreement,
            {
                "kind": "协议类别", "counterparty": "对方单位", "signed_on": "签订日期",
                "valid_from": "有效期起", "valid_to": "有效期止", "remark": "备注",
            },
            named_by="counterparty",
        ),
        Register(
            "rooms", "场所", "场所", Room,
            {
                "kind": "用途", "name": "名称", "place": "位置", "area": "面积", "seats": "座位数",
                "exam_terminals": "考试终端数", "cameras_with_sound": "监控带声音",
                "recording_months": "录像保存月数", "id_check": "身份核验设备",
            },
        ),
        Register(
            "documents", "制度文件", "制度文件", RuleDocument,
            {
                "kind": "文件类别", "title": "文件名称", "formally_issued": "正式印发",
                "number": "文号", "issued_on": "印发日期",
            },
            named_by="title",
        ),
        Register(
            "contacts", "联系人", "联系人", Contact, {"name": "姓名", "duty": "职务", "phone": "电话"},
            clerk_may_write=False, secrets={"phone": mask_phone},
        ),
    )
}  # fmt: skip
_BY_MODEL = {one.model: one for one in (UNITS, *REGISTERS.values())}


def register_of(row: Unit | Part) -> Register:
    """The register a row stands in."""
    return _BY_MODEL[type(row)]


def masked(row: Unit | Part, name: str) -> str:
    """A secret column as it may be shown to everybody."""
    value = getattr(row, name)
    return register_of(row).secrets[name](value) if value else ""
