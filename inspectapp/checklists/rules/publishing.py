"""What must be right before a checklist is published: each gap is one sentence with its item."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from inspectapp.checklists.content import ItemContent, PackContent
from inspectapp.checklists.rules.merging import normalised
from inspectapp.checklists.words import AnswerKind, Comparison
from inspectapp.shared.refusals import NotNow

LONGEST_TEXT = 300
LONGEST_CRITERIA = 3000
MOST_ITEMS = 500
_BASIS = re.compile(r"LB[0-9]{2,3}")


@dataclass(frozen=True)
class Gap:
    """Something still missing; `code` names the item, empty for the checklist itself."""

    sentence: str
    code: str = ""


def gaps(pack: PackContent) -> list[Gap]:
    """Everything that stands in the way of publishing, in the order of the page."""
    found = [Gap(sentence) for sentence in _head_gaps(pack)]
    for number, item in enumerate(pack.items, 1):
        found += [Gap(f"第{number}项：{sentence}", item.code) for sentence in item_gaps(item)]
    return found + [Gap(sentence, code) for sentence, code in _twins(pack)]


def check_publishable(pack: PackContent) -> None:
    """Refuse with the first gap."""
    found = gaps(pack)
    if found:
        raise NotNow(f"还不能发布。{found[0].sentence}")


def _head_gaps(pack: PackContent) -> Iterator[str]:
    if not pack.title:
        yield "没有标题。请填写检查表的名称。"
    if not pack.jurisdiction:
        yield "没有适用地区。请填写这份检查表适用的市或县。"
    if not pack.kinds:
        yield "没有选检查对象。请至少选择一类。"
    if not pack.items:
        yield "还没有检查项。请至少添加一项。"
    if len(pack.items) > MOST_ITEMS:
        yield f"检查项超过{MOST_ITEMS}条。请拆成几份检查表。"


def item_gaps(item: ItemContent) -> Iterator[str]:
    """What is missing in one item."""
    if not item.text:
        yield "没有写检查内容。请补写。"
    if len(item.text) > LONGEST_TEXT:
        yield f"检查内容超过{LONGEST_TEXT}字。请写短，把细节放到标准里。"
    if len(item.criteria) > LONGEST_CRITERIA:
        yield f"标准超过{LONGEST_CRITERIA}字。请写短或拆成几项。"
    if not item.ways:
        yield "没有选检查方式。请至少选择一种。"
    if any(not _BASIS.fullmatch(code) for code in item.basis):
        yield "法律依据的编号不对。请从列表中重新选择。"
    yield from _answer_gaps(item)


def _answer_gaps(item: ItemContent) -> Iterator[str]:
    if item.answer is AnswerKind.NUMBER:
        yield from _number_gaps(item)
    if item.answer is AnswerKind.CHOICE and len({one.words for one in item.options if one.words}) < 2:
        yield "选项少于两个。请补充，或改用别的回答方式。"
    if item.answer is AnswerKind.CHOICE and len({one.words for one in item.options}) < len(item.options):
        yield "有两个相同的选项。请删去一个。"


def _number_gaps(item: ItemContent) -> Iterator[str]:
    limit = item.threshold
    if limit is None:
        yield "没有写数字要求。请填写比较方式和数值。"
        return
    if limit.low < 0:
        yield "数字要求小于零。请核对。"
    if not limit.unit:
        yield "数字没有单位。请填写，例如人、年、学时。"
    if limit.comparison is Comparison.BETWEEN and (limit.high is None or limit.high < limit.low):
        yield "数字范围不对。请让上限不小于下限。"


def _twins(pack: PackContent) -> Iterator[tuple[str, str]]:
    names = [
        (normalised(item.section), normalised(item.text), item.threshold, item.condition)
        for item in pack.items
    ]
    count = Counter(names)
    seen: dict[object, int] = {}
    for number, (name, item) in enumerate(zip(names, pack.items, strict=True), 1):
        if count[name] > 1 and name in seen and item.text:
            yield f"第{number}项：与第{seen[name]}项相同。请删去一项或改写。", item.code
        seen.setdefault(name, number)
    codes = Counter(item.code for item in pack.items)
    for code, times in codes.items():
        if times > 1:
            yield "有两项编号相同。请删去其中一项后重新添加。", code
