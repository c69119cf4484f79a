"""还差什么: what is still missing before the record can be signed."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspectapp.checklists.content import ItemContent
from inspectapp.checklists.words import Force, Verdict


@dataclass(frozen=True)
class Gap:
    """One thing still open, and where on the page it is mended. What does not block may stay 未查."""

    sentence: str
    anchor: str
    blocks: bool


@dataclass(frozen=True)
class Answered:
    """One question as this rule sees it."""

    number: int
    anchor: str
    item: ItemContent
    verdict: Verdict
    note: str = ""
    findings: int = 0
    photos: int = 0


def gaps(answers: Iterable[Answered]) -> list[Gap]:
    """Everything still open, in the order of the questions."""
    return [gap for answer in answers for gap in _of(answer)]


def must_be_mended(found: Iterable[Gap]) -> list[Gap]:
    """What stands in the way of signing."""
    return [gap for gap in found if gap.blocks]


def may_be_missing(found: Iterable[Gap]) -> list[Gap]:
    """What may stay open: the record then says 未查."""
    return [gap for gap in found if not gap.blocks]


def _of(answer: Answered) -> list[Gap]:
    if answer.verdict is Verdict.UNCHECKED:
        open_ = Gap(f"第{answer.number}项还没有检查：{answer.item.text}", answer.anchor, blocks=False)
        return [open_, *_contradicted(answer)]
    failed, found = answer.verdict is Verdict.FAILS, []
    if failed and not answer.findings:
        found.append("不符合，还没有写明问题")
    if _wanted(answer.item.note, answer.verdict) and not answer.note:
        found.append("还差情况说明")
    if _wanted(answer.item.photo, answer.verdict) and not answer.photos:
        found.append("还差照片")
    return [
        *_contradicted(answer),
        *(
            Gap(f"第{answer.number}项{words}：{answer.item.text}", answer.anchor, blocks=True)
            for words in found
        ),
    ]


def _wanted(force: Force, verdict: Verdict) -> bool:
    """Where a question does not apply there is nothing to tell and nothing to photograph."""
    if force is Force.ALWAYS:
        return verdict is not Verdict.NOT_APPLICABLE
    return force is Force.ON_FAILURE and verdict is Verdict.FAILS


def _contradicted(answer: Answered) -> list[Gap]:
    """A record that says 符合 and lists a problem of the same question would contradict itself."""
    if answer.verdict is Verdict.FAILS or not answer.findings:
        return []
    said = f"第{answer.number}项已改为{answer.verdict.title}，还有问题没有撤回。请撤回问题，或改回不符合。"
    return [Gap(said, answer.anchor, blocks=True)]
