"""How the fields of each form stand together on the page: a few short groups instead of one long column."""

from collections.abc import Mapping

from inspectapp.web.careful import IdNumber, PastOrFuture, Phone
from inspectapp.web.forms import Checked, Choice, Number, Several, Text

Layout = tuple[tuple[str, tuple[str, ...]], ...]

UNIT: Layout = (
    ("单位", ("kind", "also_exam_site", "name", "credit_code")),
    ("监管", ("region_id", "supervision", "sector")),
    ("联系", ("address", "head", "phone", "legal_representative")),
    ("法人和场所", ("legal_standing", "parent_name", "premises", "building", "business_scope")),
)
PARTS: Mapping[str, Layout] = {
    "staff": (
        ("本人", ("name", "id_number", "phone")),
        ("岗位", ("roles", "employment", "full_time", "hired_on", "left_on")),
        ("资格", ("specialty", "rank", "practice_years", "teacher_certificate", "teacher_certificate_to")),
    ),
    "hours": (("学时", ("staff_id", "kind", "held_on", "hours", "remark")),),
    "insurance": (("社保月份", ("staff_id", "month", "month_to")),),
    "certificates": (
        ("持证人", ("staff_id", "holder", "id_number")),
        ("证书", ("post", "trade", "number", "issuer")),
        ("有效期", ("issued_on", "valid_from", "valid_to", "review_due_on")),
    ),
    "agreements": (("协议", ("kind", "counterparty", "signed_on", "valid_from", "valid_to", "remark")),),
    "rooms": (
        ("场所", ("kind", "name", "place", "area", "seats")),
        ("设备", ("exam_terminals", "recording_months", "cameras_with_sound", "id_check")),
    ),
    "documents": (("文件", ("kind", "title", "formally_issued", "number", "issued_on")),),
    "contacts": (("联系人", ("name", "duty", "phone")),),
}

FEW, SHORT = 3, 6


def widget(name: str, field: Text, picked: bool) -> str:
    """Which control a field gets on the page; `picked` fields choose among rows of the database."""
    if isinstance(field, Several):
        return "checks"
    if isinstance(field, Choice):
        return _choice(field) if field.required else "select"
    if picked:
        return "select"
    if name in ("month", "month_to"):
        return "month"
    kinds = ((Checked, "check"), (PastOrFuture, "date"), (Number, "number"), (Phone, "tel"), (IdNumber, "id"))
    found = next((word for kind, word in kinds if isinstance(field, kind)), "text")
    return "textarea" if field.lines else found


def _choice(field: Choice) -> str:
    """Few short words side by side, few long ones below each other, many in a list to open."""
    longest = max(len(word) for _, word in field.options)
    if len(field.options) > FEW:
        return "select"
    return "segments" if longest <= SHORT else "radios"
