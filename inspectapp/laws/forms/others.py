"""Forms of a discretion tier and of a law."""

from typing import Any, ClassVar

from inspectapp.laws.content import Discretion
from inspectapp.laws.forms.fields import Yuan
from inspectapp.laws.words import Confidence, Phase, Quantity, Target
from inspectapp.web.forms import Choice, Day, Form, Number, Text

LARGEST_QUANTITY = 1_000_000


class TierForm(Form):
    """One tier of a discretion table."""

    quantity = Choice("衡量什么", required=True, words=Quantity)
    phase = Choice("适用阶段", required=True, words=Phase)
    target = Choice("处罚对象", required=True, words=Target)
    above = Number("大于", low=0, high=LARGEST_QUANTITY, hint="不含本数，没有下限的不填")
    up_to = Number("不超过", low=0, high=LARGEST_QUANTITY, hint="含本数，没有上限的不填")
    min_yuan = Yuan("最低数额（元）", hint="只有“以下”的不填", max_length=30)
    max_yuan = Yuan("最高数额（元）", required=True, max_length=30)
    valid_from = Day("施行日期", required=True)
    valid_to = Day("失效日期", hint="仍然有效的不填")
    source = Text("来源文件", required=True, max_length=200)
    note = Text("说明", max_length=200)
    reason = Text("修改原因", required=True, max_length=200)

    def discretion(self, code: str) -> Discretion:
        """As the rules see it."""
        return Discretion(code, **{name: value for name, value in self.values.items() if name != "reason"})


class InstrumentForm(Form):
    """What is known about a law or notice."""

    own: ClassVar[tuple[str, ...]] = (
        "title", "number", "in_force_from", "repealed_from", "confidence", "effect", "source",
    )  # fmt: skip
    title = Text("名称", required=True, max_length=100)
    number = Text("文号或者版本", max_length=100)
    in_force_from = Day("施行日期")
    repealed_from = Day("失效日期", hint="从这一天起不再有效；仍然有效的不填")
    confidence = Choice("依据把握", required=True, words=Confidence)
    effect = Text("用途和注意事项", max_length=600, lines=True)
    source = Text("来源", required=True, max_length=300)
    reason = Text("修改原因", required=True, max_length=200)

    def check(self) -> None:
        since, until = self.values.get("in_force_from"), self.values.get("repealed_from")
        if since and until and until <= since:
            self.fail("repealed_from", "失效日期早于施行日期。请核对两个日期。")

    def columns(self) -> dict[str, Any]:
        """What the law is changed to."""
        return {name: self.values[name] for name in self.own}
