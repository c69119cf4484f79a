"""The forms of the entries in a unit's file, one per register."""

import re

from inspectapp.subjects.rules.certificates import term_sentence
from inspectapp.subjects.words import (
    AgreementKind,
    DocumentKind,
    Employment,
    HourKind,
    Post,
    Rank,
    RoomKind,
    StaffRole,
)
from inspectapp.web.careful import (
    CarefulForm,
    CertificateNumber,
    Decimal1,
    Exact,
    IdNumber,
    PastOrFuture,
    Phone,
)
from inspectapp.web.forms import Checked, Choice, Number, Several, Text

MOST_MONTHS = 60


class StaffForm(CarefulForm):
    """Somebody on the roster."""

    name = Text("姓名", required=True, max_length=40)
    id_number = IdNumber("身份证号", required=True, max_length=30)
    phone = Phone("手机号", max_length=30)
    roles = Several("岗位", required=True, words=StaffRole)
    employment = Choice("用工形式", required=True, words=Employment)
    full_time = Checked("专职")
    specialty = Text("专业", max_length=60, hint="与毕业证或职称证一致")
    rank = Choice("职称", required=True, words=Rank)
    practice_years = Number("从业年限", low=0, high=60)
    teacher_certificate = Text("教师证号", max_length=40)
    teacher_certificate_to = PastOrFuture("教师证有效期止")
    hired_on = PastOrFuture("入职日期", past=True)
    left_on = PastOrFuture("离职日期")

    def check(self) -> None:
        """Roles are stored by name; nobody leaves before coming."""
        if "roles" in self.values:
            self.values["roles"] = [role.name for role in StaffRole if role in self.values["roles"]]
        self.before("hired_on", "left_on")


class HoursForm(CarefulForm):
    """Hours of one person on one day."""

    staff_id = Exact("人员", required=True)
    kind = Choice("学时类别", required=True, words=HourKind)
    held_on = PastOrFuture("日期", required=True, past=True)
    hours = Decimal1("学时", required=True, low=0, high=24, hint="1学时为45分钟")
    remark = Text("内容", max_length=200)

    def check(self) -> None:
        """Nothing is recorded for nothing."""
        if self.values.get("hours") == 0:
            self.fail("hours", "学时要大于0。请核对后再填。")


class InsuranceForm(CarefulForm):
    """A run of insured months."""

    staff_id = Exact("人员", required=True)
    month = Exact("起始月份", required=True)
    month_to = Exact("截止月份", hint="只有一个月可不填")

    def check(self) -> None:
        """Written 2026-10, in order, and not for years on end."""
        for name in ("month", "month_to"):
            typed = self.values.get(name)
            if typed and not re.fullmatch("20[0-9]{2}-(0[1-9]|1[0-2])", typed):
                self.fail(name, f"{self.fields[name].label}不是有效月份，请按“2026-10”的样子填写。")
        if not self.errors:
            self.values["months"] = months = self._months()
            if not 0 < len(months) <= MOST_MONTHS:
                self.fail("month_to", f"截止月份要不早于起始月份，一次最多{MOST_MONTHS}个月。请核对。")

    def _months(self) -> list[str]:
        first, last = self.values["month"], self.values["month_to"] or self.values["month"]
        start, stop = (int(one[:4]) * 12 + int(one[5:]) - 1 for one in (first, last))
        return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(start, stop + 1)]


class CertificateForm(CarefulForm):
    """A certificate of the three posts."""

    staff_id = Exact("名册人员", hint="不在名册上的可不选")
    holder = Text("持证人", required=True, max_length=40)
    id_number = IdNumber("身份证号", required=True, max_length=30)
    post = Choice("岗位类别", required=True, words=Post)
    trade = Text("工种", max_length=40, hint="特种作业填写，如低压电工")
    number = CertificateNumber("证书编号", required=True, max_length=40)
    issued_on = PastOrFuture("发证日期", past=True)
    valid_from = PastOrFuture("有效期起", required=True)
    valid_to = PastOrFuture("有效期止", required=True)
    review_due_on = PastOrFuture("应复审日期", hint="2026年6月1日起不再复审")
    issuer = Text("发证机关", max_length=60)

    def check(self) -> None:
        """The term fits the post, special operations name their trade, and "T" + ID is the holder's own."""
        post, start, stop = (self.values.get(name) for name in ("post", "valid_from", "valid_to"))
        if post and start and stop and (sentence := term_sentence(post, start, stop)):
            self.fail("valid_to", sentence)
        if post is Post.SPECIAL and not self.values.get("trade"):
            self.fail("trade", "特种作业证要写明工种。请对照证书填写。")
        number, holder = self.values.get("number"), self.values.get("id_number")
        if (
            isinstance(number, str)
            and isinstance(holder, str)
            and number.startswith("T")
            and number[1:] != holder
        ):
            self.fail("number", "证书编号与身份证号不一致。请对照证件核对。")


class AgreementForm(CarefulForm):
    """An agreement or lease."""

    kind = Choice("协议类别", required=True, words=AgreementKind)
    counterparty = Text("对方单位", required=True, max_length=80)
    signed_on = PastOrFuture("签订日期", past=True)
    valid_from = PastOrFuture("有效期起", required=True)
    valid_to = PastOrFuture("有效期止", required=True)
    remark = Text("备注", max_length=200)

    def check(self) -> None:
        """It ends after it begins."""
        self.before("valid_from", "valid_to")


class RoomForm(CarefulForm):
    """A room or ground."""

    kind = Choice("用途", required=True, words=RoomKind)
    name = Text("名称", required=True, max_length=40)
    place = Text("位置", max_length=60, hint="如三楼东侧")
    area = Decimal1("面积（㎡）", low=1, high=100000)
    seats = Number("座位数", low=0, high=5000)
    exam_terminals = Number("考试终端数", low=0, high=2000)
    cameras_with_sound = Checked("监控带声音")
    recording_months = Number("录像保存月数", low=0, high=600)
    id_check = Checked("有身份核验设备")


class DocumentForm(CarefulForm):
    """A rule or mandatory document."""

    kind = Choice("文件类别", required=True, words=DocumentKind)
    title = Text("文件名称", required=True, max_length=80)
    formally_issued = Checked("已正式印发")
    number = Text("文号", max_length=40)
    issued_on = PastOrFuture("印发日期", past=True)

    def check(self) -> None:
        """Formally issued means a number and a date."""
        if not self.values.get("formally_issued"):
            return
        for name in ("number", "issued_on"):
            if name not in self.errors and not self.values.get(name):
                self.fail(name, f"正式印发的文件要有{self.fields[name].label}。请补填，或取消“已正式印发”。")


class ContactForm(CarefulForm):
    """Whom to call."""

    name = Text("姓名", required=True, max_length=40)
    duty = Text("职务", max_length=40)
    phone = Phone("电话", required=True, max_length=30)


FORMS: dict[str, type[CarefulForm]] = {
    "staff": StaffForm, "hours": HoursForm, "insurance": InsuranceForm, "certificates": CertificateForm,
    "agreements": AgreementForm, "rooms": RoomForm, "documents": DocumentForm, "contacts": ContactForm,
}  # fmt: skip
