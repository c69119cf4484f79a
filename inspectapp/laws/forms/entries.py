"""The form of a row: its own fields, and any number of steps with sums."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, ClassVar, Self

from werkzeug.datastructures import MultiDict

from inspectapp.laws.content import Entry, Tier
from inspectapp.laws.forms.fields import Clauses, Codes, Yuan
from inspectapp.laws.words import Confidence, Kind, Measure, Phase, Subject, Target
from inspectapp.web.forms import Checked, Choice, Day, Form, Number, Several, Text

MOST_STEPS = 12


class EntryForm(Form):
    """What a row says apart from its steps."""

    kind = Choice("用途", required=True, words=Kind)
    violation = Text("违法行为", required=True, max_length=300, lines=True)
    subjects = Several("对象", required=True, words=Subject)
    duty = Clauses(
        "违反条款", lines=True, max_length=1000, hint="一行一条，例如：《安全生产法》第二十八条第四款"
    )
    penalty_instrument = Text("处罚依据的法规", max_length=40)
    penalty_clause = Text("处罚条号", max_length=60, hint="例如：第九十七条第四项")
    valid_from = Day("施行日期")
    valid_to = Day("失效日期", hint="仍然有效的不填")
    confidence = Choice("依据把握", required=True, words=Confidence)
    confirmed = Checked("本单位已对照官方文本核对，可以引用")
    source = Text("来源", required=True, max_length=300, lines=True)
    note = Text("说明", max_length=600, lines=True)
    see = Codes("相关条目", max_length=200, hint="条目号，用顿号隔开")
    succeeds = Codes("接替的条目", max_length=200, hint="新规定代替的条目号，用于新旧规定比较")
    other_measures = Several("其他措施", words=Measure)
    reason = Text("修改原因", required=True, max_length=200, hint="写明依据的文件或者核对情况")


class StepForm(Form):
    """One step of the penalty."""

    phase = Choice("适用阶段", words=Phase)
    target = Choice("处罚对象", words=Target)
    when = Text("适用情形", max_length=100, hint="例如：逾期未改正")
    measures = Several("措施", words=Measure)
    min_yuan = Yuan("最低数额（元）", hint="只有“以下”的不填", max_length=30)
    max_yuan = Yuan("最高数额（元）", max_length=30)
    min_percent = Number("年收入最低比例（%）", low=0, high=100)
    max_percent = Number("年收入最高比例（%）", low=0, high=100)
    optional = Checked("可以处罚（不是应当）")
    text = Text("条文要点", max_length=200)
    confidence = Choice("金额把握", words=Confidence)
    remove = Checked("删除这一档")

    required_once_used: ClassVar[tuple[str, ...]] = ("phase", "target", "measures", "confidence")

    @property
    def used(self) -> bool:
        """Was anything typed, and is it to stay?"""
        names = ("when", "measures", "min_yuan", "max_yuan", "min_percent", "max_percent", "text")
        return not self.raw["remove"] and any(self.raw[name] for name in names)

    def check(self) -> None:
        if not self.used:
            self.errors.clear()
            return
        for name in self.required_once_used:
            if name not in self.errors and not self.values.get(name):
                self.fail(name, f"请选择{self.fields[name].label}。")

    def tier(self) -> Tier:
        """As the rules see it."""
        values = {name: value for name, value in self.values.items() if name != "remove"}
        return Tier(**values | {"measures": tuple(values["measures"])})


class LawForm:
    """A row's form and its steps; errors carry the full field names."""

    def __init__(self, main: EntryForm, steps: list[StepForm]) -> None:
        self.main, self.steps = main, steps

    @classmethod
    def of(cls, entry: Entry | None) -> Self:
        """Of a stored row, with one empty step to fill."""
        if entry is None:
            return cls(EntryForm({"kind": "PENALTY", "confidence": "CHECKED"}), [StepForm()])
        values = {one.name: getattr(entry, one.name) for one in fields(entry)}
        steps = [StepForm.of(vars(tier)) for tier in entry.tiers]
        return cls(EntryForm.of(values), [*steps, StepForm()])

    @classmethod
    def read(cls, typed: MultiDict[str, str], instruments: set[str]) -> Self:
        """What was sent; the law must be one of the list."""
        main = EntryForm.read(typed)
        if main.values.get("penalty_instrument") and main.values["penalty_instrument"] not in instruments:
            main.fail("penalty_instrument", "请从列表中选择法规。")
        return cls(main, list(_steps(typed)) or [StepForm()])

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def errors(self) -> dict[str, str]:
        """Every sentence, by the name the field has on the page."""
        found = dict(self.main.errors)
        for number, step in enumerate(self.steps):
            found |= {f"{prefix(number)}{name}": said for name, said in step.errors.items()}
        return found

    def fail(self, name: str, sentence: str) -> None:
        """A refusal of the rules, which count only the steps that stay."""
        kept = [step for step in self.steps if step.used]
        start, _, rest = name.partition("-")
        if start != "tiers":
            self.main.fail(name, sentence)
            return
        number, _, field = rest.partition("-")
        kept[int(number)].fail(field, sentence)

    def entry(self, code: str) -> Entry:
        """The row as typed."""
        values = {name: value for name, value in self.main.values.items() if name != "reason"}
        lists = {name: tuple(values[name]) for name in ("subjects", "other_measures")}
        tiers = tuple(step.tier() for step in self.steps if step.used)
        return Entry(**{**values, **lists, "code": code, "tiers": tiers})


def prefix(number: int) -> str:
    """How the fields of a step are called on the page."""
    return f"tiers-{number}-"


def _steps(typed: MultiDict[str, str]) -> Iterator[StepForm]:
    for number in range(MOST_STEPS):
        start = prefix(number)
        own: Any = [
            (key.removeprefix(start), value)
            for key, value in typed.items(multi=True)
            if key.startswith(start)
        ]
        if own:
            yield StepForm.read(MultiDict(own))
