"""What an answer amounts to: a tap, a number against its threshold, a choice, a sentence."""

from dataclasses import dataclass

from inspectapp.checklists.content import ItemContent
from inspectapp.checklists.rules.numbers import NotANumber, judge
from inspectapp.checklists.words import AnswerKind, Verdict
from inspectapp.shared.refusals import Unreadable

LONGEST_TEXT = 1000


@dataclass(frozen=True)
class Given:
    """What came from the phone: the tapped verdict, the typed value, the note."""

    verdict: Verdict | None = None
    typed: str = ""
    note: str = ""


@dataclass(frozen=True)
class Judged:
    """What will be stored: the verdict, the value, and the program's own sentence on a number."""

    verdict: Verdict
    typed: str
    note: str
    said: str = ""


def judged(item: ItemContent, given: Given) -> Judged:
    """Refuses what cannot be an answer to this question."""
    if len(given.typed) > LONGEST_TEXT or len(given.note) > LONGEST_TEXT:
        raise Unreadable(f"文字最多{LONGEST_TEXT}个字。请缩短后再保存。")
    if given.verdict is Verdict.NOT_APPLICABLE:
        return Judged(given.verdict, "", given.note)
    if item.answer is AnswerKind.TEXT:
        # What was seen is no judgement: until somebody taps one, the question stays 未查 and keeps its words.
        return Judged(given.verdict or Verdict.UNCHECKED, given.typed, given.note)
    if given.verdict is Verdict.UNCHECKED:
        return Judged(given.verdict, "", given.note)
    match item.answer:
        case AnswerKind.NUMBER:
            return _number(item, given)
        case AnswerKind.CHOICE:
            return _choice(item, given)
        case _:
            return Judged(given.verdict or Verdict.UNCHECKED, "", given.note)


def _number(item: ItemContent, given: Given) -> Judged:
    if not given.typed:
        return Judged(Verdict.UNCHECKED, "", given.note)
    if item.threshold is None:
        return Judged(given.verdict or Verdict.CONFORMS, given.typed, given.note)
    try:
        found = judge(item.threshold, given.typed)
    except NotANumber as wrong:
        raise Unreadable(str(wrong)) from None
    return Judged(found.verdict, given.typed, given.note, found.sentence)


def _choice(item: ItemContent, given: Given) -> Judged:
    if not given.typed:
        return Judged(Verdict.UNCHECKED, "", given.note)
    chosen = next((option for option in item.options if option.words == given.typed), None)
    if chosen is None:
        raise Unreadable("请从这一项列出的选项里选择。")
    return Judged(chosen.verdict, chosen.words, given.note)
