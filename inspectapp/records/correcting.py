"""更正文书: a sealed record with a mistake in its words is replaced by another, signed by the same people.

What was found on the spot stays: how many problems, which answers, which photos, who inspected whom. Only the
words about it may be set right, and the paper itself says what was changed and why.
"""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.documents import actions as documents
from inspectapp.documents import content
from inspectapp.documents.kinds import SlotPlan
from inspectapp.documents.models import Document
from inspectapp.documents.queries import current_version
from inspectapp.documents.words import Party, State
from inspectapp.people.actor import Actor
from inspectapp.records import papers, queries
from inspectapp.records.papers import UNIT
from inspectapp.shared import clock, ledger
from inspectapp.shared.refusals import NotNow, Unreadable
from inspectapp.shared.text import clean
from inspectapp.subjects.refused import Difference, Stale
from inspectapp.visits import actions as visits
from inspectapp.visits.models import Visit

#: Facts that a correction may set right. A wrong unit is no slip: that record is voided and made anew.
CORRECTABLE = (
    "地址", "法定代表人（负责人）", "现场负责人", "检查场所", "检查时间", "检查事由", "审批编号",
    "检查事项编码", "超过年度上限的理由", "协助专家",
)  # fmt: skip
#: The fact that begins with a name; whoever bears it signs for the unit.
HOST, SPACE = "现场负责人", "　"
WHY, SITUATION = "更正原因", "检查情况补充说明"
#: What a paper says is settled by these acts of its ledger.
SETTLED = ("定稿", "封存")
NONE_SEALED = "这次检查没有已封存的检查记录，不需要更正。记录还没有封存的，请退回检查修改。"
NOTHING_CHANGED = "没有更正任何内容。请改正有误的地方，再出具更正文书。"
#: Parts of one fact stand a wide space apart; typing makes it a narrow one.
LABELLED = re.compile(" (?=[\u4e00-\u9fff]{2,5}：)")
#: Signs shown of a long text, and of these before the first one that differs.
MOST_SHOWN, BEFORE = 40, 12


@dataclass(frozen=True)
class Corrected:
    """What was typed: the reason, and the words as they should have been; what is left out stays."""

    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)
    #: Number of the problem → its words, its place.
    problems: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    situation: str | None = None


def original_of(session: Session, visit: Visit) -> Document:
    """The sealed record that would be corrected."""
    found = queries.sealed_record_of(session, visit)
    if found is None:
        raise NotNow(NONE_SEALED)
    return found


def open_correction_of(session: Session, visit: Visit) -> Document | None:
    """A correction that is being signed."""
    found = queries.record_of(session, visit)
    return found if found is not None and found.replaces_id and found.state is not State.SEALED else None


def words_of(session: Session, document: Document) -> dict[str, Any]:
    """What a record says."""
    return dict(content.read(current_version(session, document))["values"])


def mark_of(standing: Document) -> str:
    """Another mark once the paper says something else, is sealed, or another one is in its place."""
    return f"{standing.id.hex}-{standing.version}-{standing.state.name}"


def correct(
    session: Session, visit: Visit, given: Corrected, seen: str, *, by: Actor, at: datetime
) -> Document:  # fmt: skip
    """A new paper in the place of the sealed one, frozen for signing; again, as long as nobody sealed it.

    `seen` is the mark of the paper that these words were typed over.
    """
    # Nobody seals a correction, or begins another one, in between.
    visits.hold(session, visit)
    visits.officer_here(session, visit, by)
    original, present = original_of(session, visit), open_correction_of(session, visit)
    session.refresh(original, with_for_update=True)
    said = content.read(current_version(session, original))
    values = corrected(said["values"], given, original.number)
    _check_seen(session, present or original, values, seen)
    host = _host(values)
    plans = [_plan(one, host) for one in said["slots"]]
    if present is not None:
        documents.amend(session, present, values, plans, by=by, at=at)
        return present
    made = documents.draft(
        session, papers.RECORD, of=(papers.OF, visit.id), region_id=visit.region_id, unit_id=visit.unit_id,
        unit_name=original.unit_name, values=values, slots=plans, by=by, at=at, replaces=original,
    )  # fmt: skip
    documents.freeze(session, made, by=by, at=at)
    return made


def _check_seen(session: Session, standing: Document, values: Mapping[str, Any], seen: str) -> None:
    """Words that a colleague has corrected meanwhile are not replaced unseen."""
    if seen == mark_of(standing):
        return
    stands, typed = _in_words(words_of(session, standing)), _in_words(values)
    if standing.state is State.SEALED:
        del stands[WHY]  # of an earlier correction, which this one is not
    differences = [
        Difference(name, words or "（空）", typed[name] or "（空）")
        for name, words in stands.items()
        if words != typed[name]
    ]
    if differences:
        line = [one for one in ledger.history(session, *standing.chain()) if one.act in SETTLED][-1]
        raise Stale(line.by_name, clock.daytime(line.at), differences)


def _in_words(values: Mapping[str, Any]) -> dict[str, str]:
    """Everything that can be set right, by what it is called."""
    words = {WHY: reason_of(values), **dict(correctable(values)), SITUATION: values["situation"]}
    for one in values["problems"]:
        words |= {f"问题{one['number']}": one["text"], f"问题{one['number']}的部位": one["place"]}
    return words


def corrected(values: Mapping[str, Any], given: Corrected, number: str) -> dict[str, Any]:
    """The values of the correction: the same but for the words set right, and what it says of itself."""
    if not given.reason:
        raise Unreadable("请写明更正的原因。")
    situation = values["situation"] if given.situation is None else given.situation
    facts = [[name, _fact(name, value, given)] for name, value in values["facts"]]
    problems = [_problem(one, given) for one in values["problems"]]
    changes = [
        *(_changed(name, old, new) for (name, old), (_, new) in zip(values["facts"], facts, strict=True)),
        *(_problem_changed(old, new) for old, new in zip(values["problems"], problems, strict=True)),
        _changed(SITUATION, values["situation"], situation),
    ]
    told = [one for one in changes if one]
    if not told:
        raise Unreadable(NOTHING_CHANGED)
    correction = {
        "line": f"本记录更正并替代{number}。", "reason": f"{WHY}：{given.reason.rstrip('。')}。",
        "changes": f"更正内容：{'；'.join(told)}。",
    }  # fmt: skip
    return {
        **values, "facts": facts, "problems": problems, "situation": situation, "correction": correction,
    }  # fmt: skip


def _fact(name: str, value: str, given: Corrected) -> str:
    told = given.facts.get(name, "") if name in CORRECTABLE else ""
    if not told or clean(told) == clean(value):
        return value
    return LABELLED.sub(SPACE, told)


def host_of(session: Session, record: Document) -> str:
    """Whom one met, as this record calls that person."""
    return _host(words_of(session, record))


def _host(values: Mapping[str, Any]) -> str:
    return host_apart(dict(values["facts"])[HOST])[0]


def host_apart(value: str) -> tuple[str, str]:
    """The name of whom one met, and what else is told of that person."""
    name, _, rest = value.partition(SPACE)
    return name, rest


def _problem(one: Mapping[str, Any], given: Corrected) -> dict[str, Any]:
    text, place = given.problems.get(one["number"], (one["text"], one["place"]))
    return {**one, "text": text or one["text"], "place": place}


def _problem_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    told = (
        _changed(f"问题{old['number']}", old["text"], new["text"]),
        _changed(f"问题{old['number']}的部位", old["place"], new["place"]),
    )
    return "；".join(one for one in told if one)


def _changed(name: str, old: str, new: str) -> str:
    if old == new:
        return ""
    was, now = _line(old), _line(new)
    if was == now:
        return f"{name}只更正了空格、分行或句末的句号"
    begin = max(0, _same(was, now) - BEFORE) if max(len(was), len(now)) > MOST_SHOWN else 0
    return f"{name}由“{_short(was, begin)}”更正为“{_short(now, begin)}”"


def _line(words: str) -> str:
    return " ".join(words.split()).rstrip("。") or "无"


def _same(one: str, other: str) -> int:
    """How many signs both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _short(line: str, begin: int) -> str:
    """Whole texts stand where they belong; here one must see what differs."""
    end = begin + MOST_SHOWN
    return f"{'……' if begin else ''}{line[begin:end]}{'……' if len(line) > end else ''}"


def _plan(told: Mapping[str, Any], host: str) -> SlotPlan:
    """The same place for the same person, called as the record now calls whoever signs for the unit."""
    person = uuid.UUID(told["person_id"]) if told["person_id"] else None
    party, name = Party[told["party"]], host if told["key"] == UNIT else told["name"]
    return SlotPlan(**{**told, "party": party, "person_id": person, "name": name})


def reason_of(values: Mapping[str, Any]) -> str:
    """Why, if this is a correction."""
    told = values.get("correction", {}).get("reason", "")
    return str(told).removeprefix(f"{WHY}：").rstrip("。")


def correctable(values: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """The facts of this record that may be set right, in the order of the paper."""
    return [(name, value) for name, value in values["facts"] if name in CORRECTABLE]
