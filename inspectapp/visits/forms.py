"""Forms of a visit: preparing it, stepping back, arriving, stopping."""

import re
from dataclasses import dataclass
from typing import Self

from inspectapp.visits.models import Visit
from inspectapp.visits.rules import experts_lines
from inspectapp.visits.words import IdCheck, Sex, Source
from inspectapp.web.careful import CarefulForm, Exact, Phone
from inspectapp.web.forms import Checked, Choice, Day, Number, Text

#: Three digits and the sign that checks them.
LAST_FOUR = re.compile("[0-9]{3}[0-9X]")


class PlanForm(CarefulForm):
    """Why and when one goes there; corrected later by the same words."""

    source = Choice("任务来源", required=True, words=Source)
    purpose = Text("检查事由", required=True, max_length=200, hint="例如：安全培训机构专项检查")
    planned_day = Day("检查日期", required=True)
    approval_number = Text("审批编号", max_length=60, hint="行政检查审批表的编号")
    item_code = Text("检查事项编码", max_length=60, hint="公布的检查事项清单中的编码")
    experts = Text("协助专家", max_length=400, lines=True, hint="每行一人：姓名，单位")
    over_cap_reason = Text("超过年度上限的理由", max_length=200)

    def check(self) -> None:
        """Experts come one to a line, with the unit they come from."""
        lines = [line for line in self.values.get("experts", "").splitlines() if line.strip()]
        pairs = [line.replace(",", "，").split("，", 1) for line in lines]
        if any(len(pair) != 2 or not all(part.strip() for part in pair) for pair in pairs):
            self.fail(
                "experts", "每行写一名专家，姓名和单位之间用逗号分开，例如：王某某，某某安全技术服务公司。"
            )
            return
        self.values["experts"] = [{"name": name.strip(), "employer": unit.strip()} for name, unit in pairs]

    @classmethod
    def of_visit(cls, visit: Visit) -> Self:
        """The plan as it stands, experts one to a line."""
        return cls.of(visit.model_dump() | {"experts": "\n".join(experts_lines(visit.experts))})


class PrepareForm(PlanForm):
    """The plan of a visit to come, with the unit it leads to."""

    unit_id = Exact("被检查单位", required=True)


class OnSiteForm(PlanForm):
    """The plan once somebody has arrived: the day is no longer asked."""

    planned_day = Day("检查日期")


class ReleaseForm(CarefulForm):
    """Why an officer is taken off."""

    reason = Text("退出原因", required=True, max_length=200, hint="例如：因病不能到场签字")


class RecuseForm(CarefulForm):
    """Why an officer steps back."""

    reason = Text("回避原因", required=True, max_length=200)


@dataclass(frozen=True)
class IdTail(Exact):
    """The last four signs of an identity card; whoever types the whole number is asked for less."""

    def parse(self, text: str) -> str:
        if not LAST_FOUR.fullmatch(text.upper()):
            raise ValueError("证件号码只填后四位，例如123X。请不要填写完整号码。")
        return text.upper()


class ArriveForm(CarefulForm):
    """Where one is and whom one met; the position comes from the phone, if it gives one."""

    place = Text("检查场所", required=True, max_length=120, hint="例如：三楼302教室")
    host_name = Text("被检查单位现场负责人", required=True, max_length=40)
    host_duty = Text("职务", required=True, max_length=40)
    host_phone = Phone("联系电话", max_length=30)
    host_sex = Choice("性别", words=Sex)
    host_id_check = Choice("证件核对方式", words=IdCheck)
    host_id_tail = IdTail("证件号码后四位", max_length=4)
    witness = Text("见证人姓名和单位", max_length=60)
    latitude = Exact("纬度", max_length=20)
    longitude = Exact("经度", max_length=20)
    accuracy = Exact("精度", max_length=20)
    no_position = Text("没有位置的原因", max_length=100)

    def check(self) -> None:
        """Numbers that are a place on earth, or none at all: a wrong position never stops anybody."""
        numbers = [_number(self.values.get(name, "")) for name in ("latitude", "longitude", "accuracy")]
        found = {"latitude": numbers[0], "longitude": numbers[1], "accuracy": numbers[2]}
        real = None not in numbers and abs(numbers[0] or 0) <= 90 and abs(numbers[1] or 0) <= 180
        missing = {"missing": self.values.get("no_position") or "手机没有提供位置"}
        self.values["position"] = found if real else missing


def _number(typed: str) -> float | None:
    try:
        value = float(typed)
    except ValueError:
        return None
    return value if abs(value) < 1_000_000 else None


class SceneForm(CarefulForm):
    """Whom one met, corrected later, and one's own words on the whole."""

    place = Text("检查场所", required=True, max_length=120)
    host_name = Text("被检查单位现场负责人", required=True, max_length=40)
    host_duty = Text("职务", required=True, max_length=40)
    host_phone = Phone("联系电话", max_length=30)
    host_sex = Choice("性别", words=Sex)
    host_id_check = Choice("证件核对方式", words=IdCheck)
    host_id_tail = IdTail("证件号码后四位", max_length=4)
    witness = Text("见证人姓名和单位", max_length=60)
    situation = Text("检查情况补充说明", max_length=2000, lines=True)


class StopForm(CarefulForm):
    """Why a visit ends early."""

    reason = Text("中止原因", required=True, max_length=200)


class FinishForm(CarefulForm):
    """Knowingly leave open questions 未查."""

    leave_unchecked = Checked("其余项目本次未查")


class CapForm(CarefulForm):
    """The published yearly number."""

    most = Number("每家企业每年最多检查次数", required=True, low=1, high=99)
    source = Text("公布文件", required=True, max_length=120)
