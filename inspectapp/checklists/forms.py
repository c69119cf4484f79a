"""What is typed about checklists: the head of one, one item of it, a table to import, and its corrections."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from inspectapp.checklists.basis import BASIS
from inspectapp.checklists.content import ItemContent, Option, Threshold, plain
from inspectapp.checklists.importing import Meaning
from inspectapp.checklists.importing.pasted import LONGEST_TEXT
from inspectapp.checklists.words import AnswerKind, Comparison, Force, Verdict, Way
from inspectapp.shared.states import Titled
from inspectapp.shared.text import clean
from inspectapp.subjects.words import UnitKind
from inspectapp.web.forms import Choice, Form, Number, Several, Text

Basis: type[Titled] = Titled("Basis", BASIS)  # type: ignore[call-arg,assignment]
MOST = 10**9


class HeadForm(Form):
    """What stands on the first page of a checklist."""

    title = Text("名称", required=True, max_length=60)
    kinds = Several("检查对象", required=True, words=UnitKind)
    jurisdiction = Text(
        "适用地区", required=True, max_length=40, hint="只提供给这个地区的检查使用，例如晋城市。"
    )
    document_number = Text("文号或文件名称", max_length=60)
    issuer = Text("发文单位", max_length=60)
    remark = Text("备注", max_length=300, lines=True)


class ItemForm(Form):
    """One item; which fields count depends on the kind of answer."""

    section = Text("所属项目", required=True, max_length=60)
    text = Text("检查内容", required=True, max_length=300, lines=True, hint="写短，现场一眼能看懂。")
    criteria = Text("标准", max_length=3000, lines=True)
    condition = Text("适用情形", max_length=100, hint="只对部分单位适用时填写，例如委托培训的。")
    clause = Text("条款", max_length=200)
    ways = Several("检查方式", required=True, words=Way)
    answer = Choice("回答方式", required=True, words=AnswerKind)
    comparison = Choice("比较方式", words=Comparison)
    low = Number("数值", low=0, high=MOST, places=2)
    high = Number("上限", low=0, high=MOST, places=2)
    unit = Text("单位", max_length=12)
    good = Text("选中后算符合的选项", max_length=500, lines=True, hint="每行一个。")
    bad = Text("选中后算不符合的选项", max_length=500, lines=True, hint="每行一个。")
    findings = Text(
        "常见问题的标准表述", max_length=2000, lines=True, hint="每行一条，现场点选即可写入问题。"
    )
    basis = Several("法律依据", words=Basis)
    photo = Choice("照片", required=True, words=Force)
    note = Choice("文字说明", required=True, words=Force)

    def check(self) -> None:
        """A number needs its threshold, a choice its options."""
        if self.values.get("answer") is AnswerKind.NUMBER:
            self._check_number()
        if self.values.get("answer") is AnswerKind.CHOICE and len(self._options()) < 2:
            self.fail("good", "请至少写两个选项。每行写一个。")

    def _check_number(self) -> None:
        for name, sentence in (
            ("comparison", "请选择比较方式。"),
            ("low", "请填写数值。"),
            ("unit", "请填写单位，例如人、年、学时。"),
        ):
            if self.values.get(name) in (None, "") and name not in self.errors:
                self.fail(name, sentence)
        high, low = self.values.get("high"), self.values.get("low")
        if self.values.get("comparison") is Comparison.BETWEEN and (
            high is None or (low is not None and high < low)
        ):
            self.fail("high", "上限应不小于数值。请核对。")

    def _options(self) -> tuple[Option, ...]:
        sides = (("good", Verdict.CONFORMS), ("bad", Verdict.FAILS))
        return tuple(
            Option(line, verdict) for name, verdict in sides for line in lines_of(self.values.get(name, ""))
        )

    def columns(self) -> dict[str, Any]:
        """The columns of the item."""
        plain_ones = ("section", "text", "criteria", "condition", "clause", "ways", "answer", "photo", "note")
        kind = self.values["answer"]
        return {
            **{name: self.values[name] for name in plain_ones},
            "threshold": self._threshold() if kind is AnswerKind.NUMBER else None,
            "options": self._options() if kind is AnswerKind.CHOICE else (),
            "findings": lines_of(self.values["findings"]),
            "basis": [code.name for code in self.values["basis"]],
        }

    def _threshold(self) -> Threshold:
        between = self.values["comparison"] is Comparison.BETWEEN
        low, high = (
            Decimal(self.values[name]) if self.values[name] is not None else None for name in ("low", "high")
        )
        return Threshold(
            self.values["comparison"], low or Decimal(0), self.values["unit"], high if between else None
        )

    @classmethod
    def of_item(cls, item: ItemContent) -> "ItemForm":
        """The form of a stored item."""
        limit = item.threshold
        sides = {
            name: "\n".join(one.words for one in item.options if one.verdict is verdict)
            for name, verdict in (("good", Verdict.CONFORMS), ("bad", Verdict.FAILS))
        }
        return cls.of(
            {
                **{name: getattr(item, name) for name in cls.fields if hasattr(item, name)},
                **sides,
                "findings": "\n".join(item.findings),
                "basis": [Basis[code] for code in item.basis if code in Basis.__members__],
                "comparison": limit.comparison if limit else None,
                "low": plain(limit.low) if limit else "",
                "high": plain(limit.high) if limit else "",
                "unit": limit.unit if limit else "",
            }
        )


class ImportForm(Form):
    """A table to import: a file, or text pasted into the box."""

    title = Text("名称", max_length=60, hint="可不填，能认出时自动填写。")
    kinds = Several("检查对象", required=True, words=UnitKind)
    document_number = Text("文号", max_length=60)
    text = Text("粘贴表格", max_length=LONGEST_TEXT, lines=True)


def lines_of(text: str) -> tuple[str, ...]:
    """The filled lines of a box, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def columns_of(typed: Mapping[str, str], width: int) -> list[Meaning]:
    """What the select boxes over the columns say."""
    names = [typed.get(f"column-{at}", "") for at in range(width)]
    return [Meaning[name] if name in Meaning.__members__ else Meaning.IGNORED for name in names]


def corrections_of(typed: MultiDict[str, str], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items as corrected on the page; what is not on it stays as it was."""
    return [_corrected(typed, at, row) for at, row in enumerate(before)]


def _corrected(typed: MultiDict[str, str], at: int, row: dict[str, Any]) -> dict[str, Any]:
    if f"text-{at}" not in typed:
        return row
    ways = [name for name in typed.getlist(f"ways-{at}") if name in Way.__members__]
    return {
        **row,
        "kept": typed.get(f"kept-{at}") == "on",
        "text": clean(typed.get(f"text-{at}", ""), lines=True)[:600],
        "section": clean(typed.get(f"section-{at}", ""))[:60],
        "criteria": clean(typed.get(f"criteria-{at}", ""), lines=True)[:3000],
        "ways": [way.name for way in Way if way.name in ways],
    }
