"""The form of a unit, and the small forms that change its state or show a number."""

from inspectapp.subjects.rules.editing import SHORTEST_REASON
from inspectapp.subjects.words import (
    Building,
    LegalStanding,
    Premises,
    Sector,
    Supervision,
    UnitKind,
    UnitStatus,
)
from inspectapp.web.careful import CarefulForm, CreditCode, Exact, Phone
from inspectapp.web.forms import Checked, Choice, Text


class UnitForm(CarefulForm):
    """Who the unit is."""

    kind = Choice("类别", required=True, words=UnitKind)
    also_exam_site = Checked("同时是考试点")
    name = Text("单位名称", required=True, max_length=80, hint="与营业执照或批准文件一致")
    credit_code = CreditCode("统一社会信用代码", max_length=30, hint="18位，没有可不填")
    region_id = Exact("辖区", required=True)
    supervision = Choice("监管层级", required=True, words=Supervision)
    sector = Choice("行业", required=True, words=Sector, hint="是否高危由行业自动判断")
    legal_standing = Choice("法人情况", required=True, words=LegalStanding)
    parent_name = Text("所属单位", max_length=80, hint="非独立法人时填写")
    address = Text("地址", max_length=120)
    legal_representative = Text("法定代表人", max_length=40)
    head = Text("主要负责人", max_length=40)
    phone = Phone("联系电话", max_length=30)
    building = Choice("建筑类型", words=Building)
    premises = Choice("场地来源", words=Premises)
    business_scope = Text("经营范围", max_length=2000, lines=True)

    def check(self) -> None:
        """A dependent unit belongs to somebody."""
        if self.values.get("legal_standing") is LegalStanding.DEPENDENT and not self.values.get(
            "parent_name"
        ):
            self.fail("parent_name", "非独立法人要写明所属单位。请填写上级法人单位名称。")
        if self.values.get("also_exam_site") and self.values.get("kind") is UnitKind.ENTERPRISE:
            self.fail("also_exam_site", "企业不能兼考试点。请把类别改为培训机构或考试点。")


class ReasonForm(CarefulForm):
    """Why something is taken out or shown."""

    reason = Text("原因", required=True, max_length=200)

    def check(self) -> None:
        """A reason of two signs is none."""
        if 0 < len(self.values.get("reason", "")) < SHORTEST_REASON:
            self.fail("reason", f"请写明原因，至少{SHORTEST_REASON}个字。")


class StatusForm(ReasonForm):
    """Suspend, take up again, close."""

    status = Choice("状态", required=True, words=UnitStatus)


class ClerkForm(CarefulForm):
    """Which account fills in the file of the unit; the list is of those the person asking may choose."""

    person = Exact("机构经办人", required=True, max_length=36)


class RevealForm(ReasonForm):
    """Which number of which entry, and why."""

    register = Exact("登记册", required=True, max_length=20)
    row = Exact("记录", required=True, max_length=36)
    field = Exact("号码", required=True, max_length=20)
