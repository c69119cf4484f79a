"""The bureau's own table, filled in its own layout: the rows of the paper form beside what was answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from inspectapp.checklists.content import Layout
from inspectapp.checklists.words import Verdict
from inspectapp.evidence.queries import Question
from inspectapp.records.values import Gathered
from inspectapp.shared import clock

RESULT = "检查情况"
ASKED = ("具体要求", "要求", "检查标准")
MARKS = {Verdict.CONFORMS: "√", Verdict.FAILS: "×", Verdict.NOT_APPLICABLE: "／", Verdict.UNCHECKED: "未查"}


def filled(found: Gathered, title: str, layout: Layout, version_id: str) -> dict[str, Any]:
    """The table of one checklist with the results of this visit in its own column."""
    told = _told(found, version_id)
    columns = [*layout.columns, *([] if RESULT in layout.columns else [RESULT])]
    return {
        "title": title, "columns": columns, "rows": [_row(row, columns, told) for row in layout.rows],
        "source": next(
            (one["document_number"] for one in found.visit.checklists if one["version_id"] == version_id), ""
        ),
        "head": [["被检查单位名称", found.unit.name], ["检查日期", _day(found)]],
        "legend": "√符合　×不符合　／不适用",
    }  # fmt: skip


def _day(found: Gathered) -> str:
    arrived = found.visit.arrived_at
    return clock.day(clock.local(arrived).date()) if arrived else ""


def _told(found: Gathered, version_id: str) -> dict[str, Question]:
    return {
        code: question
        for question in found.questions
        for key, code in question.answer.sources
        if key == version_id
    }


def _row(row: Mapping[str, Any], columns: Sequence[str], told: Mapping[str, Question]) -> list[list[str]]:
    asked = [told[code] for code in row.get("items", ()) if code in told]
    return [_cell(row, name, asked) for name in columns]


def _cell(row: Mapping[str, Any], name: str, asked: Sequence[Question]) -> list[str]:
    if name == RESULT:
        return [_numbered(place, _result(one), asked) for place, one in enumerate(asked, start=1)]
    if row.get(name):
        return str(row[name]).split("\n")
    if name in ASKED:
        return [
            _numbered(place, one.answer.content["text"], asked) for place, one in enumerate(asked, start=1)
        ]
    return [""]


def _numbered(place: int, words: str, asked: Sequence[Question]) -> str:
    return f"{place}. {words}" if len(asked) > 1 else words


def _result(question: Question) -> str:
    row = question.answer
    words = [finding.text for finding in question.findings] or [part for part in (row.said, row.note) if part]
    return f"{MARKS[row.verdict]} {'；'.join(words)}".strip()
