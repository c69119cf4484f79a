"""A visit as the plain values of its papers: what is said here is frozen, printed and written to Word."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from inspectapp.checklists.words import Verdict
from inspectapp.evidence import queries as evidence
from inspectapp.evidence.models import Finding, Photo
from inspectapp.evidence.queries import Question
from inspectapp.evidence.rules import own_time
from inspectapp.shared import clock
from inspectapp.subjects import queries as subjects
from inspectapp.subjects.models import Unit
from inspectapp.visits import queries as visits
from inspectapp.visits.models import Host, Visit, VisitOfficer
from inspectapp.visits.rules import act_time, certified, introduced
from inspectapp.visits.words import Consent

#: What follows the signatures, in this order, as far as there is any.
ANNEXES = ("问题清单", "检查项目及结果", "现场照片")
NOTHING_FOUND = "经检查，所查项目未发现不符合要求的情况。"
NOTHING_JUDGED = "本次检查没有对检查项目作出符合或不符合的判断。"
JUDGING = (Verdict.CONFORMS, Verdict.FAILS)


@dataclass(frozen=True)
class Gathered:
    """Everything a paper of this visit may speak of, read once."""

    visit: Visit
    unit: Unit
    #: The bureau that inspects, whose record it is.
    office: str
    officers: Sequence[VisitOfficer]
    questions: Sequence[Question]
    host: Host
    #: Name → post, as the unit itself has told.
    duties: Mapping[str, str]
    #: Officer → the own bureau.
    offices: Mapping[uuid.UUID, str]

    @property
    def findings(self) -> list[tuple[Question, Finding]]:
        """In the order of the questions."""
        return [(question, finding) for question in self.questions for finding in question.findings]

    @property
    def photos(self) -> list[tuple[Question, Photo]]:
        """In the order of the questions."""
        return [(question, photo) for question in self.questions for photo in question.photos]

    def count(self, verdict: Verdict) -> int:
        """How many questions ended so."""
        return sum(question.answer.verdict is verdict for question in self.questions)


def gather(session: Session, visit: Visit) -> Gathered:
    """Read the visit with its officers, answers, findings and photos."""
    present = [one for one in visits.officers_of(session, visit) if one.consent is Consent.CONFIRMED]
    office, offices = visits.office_of(session, visit), visits.offices_of(session, visit, present)
    unit, host = visits.unit_of(session, visit), visits.host_of(session, visit) or Host(visit_id=visit.id)
    duties = {one.name: one.duty for one in subjects.contacts_of(session, unit) if one.duty}
    return Gathered(visit, unit, office, present, evidence.walk(session, visit), host, duties, offices)


def record(found: Gathered) -> dict[str, Any]:
    """The values of the record 现场检查记录."""
    return {
        "facts": facts(found), "statement": statement(found), "summary": _summary(found),
        "problems": _problems(found), "situation": found.visit.situation, "items": _items(found),
        "unchecked": _unchecked(found), "photos": _photos(found), "checklists": checklists(found),
        "annexes": _annexes(found),
    }  # fmt: skip


def facts(found: Gathered) -> list[list[str]]:
    """Who was inspected, where, when and why."""
    visit, unit = found.visit, found.unit
    rows = [
        ["被检查单位", unit.name],
        ["统一社会信用代码", unit.credit_code or "未登记"],
        ["地址", unit.address or "未登记"],
        ["法定代表人（负责人）", _answerable(found)],
        ["现场负责人", _met(found)],
        ["检查场所", visit.place],
        ["检查时间", _period(found)],
        ["检查事由", f"{visit.purpose}（{visit.source.title}）"],
    ]
    optional = [
        ["审批编号", visit.approval_number],
        ["检查事项编码", visit.item_code],
        ["超过年度上限的理由", visit.over_cap_reason],
        ["协助专家", "、".join(f"{one['name']}（{one['employer']}）" for one in visit.experts)],
        ["见证人", found.host.witness],
    ]
    return rows + [row for row in optional if row[1]]


def _answerable(found: Gathered) -> str:
    """Who answers for the unit by law, with post and telephone as the register has them."""
    unit = found.unit
    name = unit.legal_representative or unit.head
    if not name:
        return f"未登记　联系电话：{unit.phone}" if unit.phone else "未登记"
    post = found.duties.get(name) or ("主要负责人" if name == unit.head else "未登记")
    return f"{name}　职务：{post}　联系电话：{unit.phone or '未登记'}"


def _met(found: Gathered) -> str:
    """Whom one met; sex and papers only where they were told."""
    visit, host = found.visit, found.host
    tail = f"号码后四位{host.host_id_tail}" if host.host_id_tail else ""
    papers = "，".join(
        part for part in (host.host_id_check.title if host.host_id_check else "", tail) if part
    )
    told = (
        ("性别", host.host_sex.title if host.host_sex else ""), ("职务", visit.host_duty),
        ("联系电话", visit.host_phone or "未提供"), ("证件核对", papers),
    )  # fmt: skip
    return "　".join([visit.host_name, *(f"{name}：{words}" for name, words in told if words)])


def _period(found: Gathered) -> str:
    start, end = found.visit.arrived_at, found.visit.ended_at
    told = clock.daytime(start) if start else ""
    return f"{told}至{clock.daytime(end)}" if end else told


def statement(found: Gathered) -> str:
    """Who the officers are and what they said at the door."""
    named = [(found.offices[one.id], certified(one.name, one.certificate_number)) for one in found.officers]
    return (
        f"我们是{introduced(named, found.office, '行政执法人员')}，已向你单位现场负责人出示执法证件，"
        "说明检查事由，告知你单位有权申请回避、提出异议，并请予以配合。"
    )


def _summary(found: Gathered) -> str:
    counts = "、".join(f"{verdict.title}{found.count(verdict)}项" for verdict in Verdict)
    head = f"依据{'、'.join(checklists(found))}进行检查，共{len(found.questions)}项：{counts}。"
    if number := len(found.findings):
        return f"{head}发现以下{number}个问题："
    return head + (NOTHING_FOUND if any(map(found.count, JUDGING)) else NOTHING_JUDGED)


def checklists(found: Gathered) -> list[str]:
    """What was asked by."""
    return [_titled(one) for one in found.visit.checklists]


def _titled(one: dict[str, Any]) -> str:
    number = f"（{one['document_number']}）" if one["document_number"] else ""
    return f"《{one['title']}》{number}"


def _annexes(found: Gathered) -> list[str]:
    present = (found.findings, found.questions, found.photos)
    return [name for name, listed in zip(ANNEXES, present, strict=True) if listed]


def _problems(found: Gathered) -> list[dict[str, Any]]:
    numbers, every = _photo_numbers(found), enumerate(found.findings, start=1)
    seen = found.visit.arrived_at
    day = clock.local(seen).date() if seen else date.max
    return [_problem(number, question, finding, numbers, day) for number, (question, finding) in every]


def _problem(
    number: int, question: Question, finding: Finding, numbers: dict[Any, int], seen: date
) -> dict[str, Any]:  # fmt: skip
    return {
        "day": clock.day(finding.act_date), "earlier": finding.act_date < seen,
        "number": number, "text": finding.text, "place": finding.place,
        "severity": finding.severity.title, "item": question.answer.position,
        "basis": cited(finding),
        "photos": [numbers[one.id] for one in evidence.proving(finding, question.findings, question.photos)],
    }  # fmt: skip


def cited(finding: Finding) -> list[str]:
    """The law of the day of the act; what did not hold that day is told on the card and on no paper."""
    return [line(one) for one in finding.basis if one.get("cited", True)]


def line(basis: dict[str, Any]) -> str:
    """One law basis as it is printed."""
    return basis["line"] or basis["sentence"] or basis["violation"]


def _items(found: Gathered) -> list[dict[str, Any]]:
    return [
        {
            "number": one.answer.position, "section": one.answer.content["section"],
            "text": one.answer.content["text"], "verdict": one.answer.verdict.title,
            "said": _said(one), "by": one.answer.by_name,
        }
        for one in found.questions
    ]  # fmt: skip


def _said(one: Question) -> str:
    row = one.answer
    return "；".join(part.rstrip("。；") for part in (row.said or row.typed, row.note) if part)


def _unchecked(found: Gathered) -> list[int]:
    return [one.answer.position for one in found.questions if one.answer.verdict is Verdict.UNCHECKED]


def _photo_numbers(found: Gathered) -> dict[Any, int]:
    return {photo.id: number for number, (_, photo) in enumerate(found.photos, start=1)}


def _photos(found: Gathered) -> list[dict[str, Any]]:
    return [
        {
            "number": number, "sha256": photo.sha256, "what": photo.what or question.answer.content["text"],
            "place": photo.place, "source": source(found.visit, photo),
            "statement": photo.statement, "keeper": photo.keeper, "marks": photo.marks,
            "item": question.answer.position, "width": photo.width, "height": photo.height,
        }
        for number, (question, photo) in enumerate(found.photos, start=1)
    ]  # fmt: skip


def source(visit: Visit, photo: Photo) -> str:
    """Where a photo comes from, by whom and when, and what time it carries itself."""
    at, own = act_time(photo.at, photo.device_at, visit.arrived_at), own_time(photo.told)
    told = [
        photo.origin.title,
        f"{photo.origin.who}{photo.by_name}",
        f"{photo.origin.when}{clock.daytime(at)}",
    ]
    return "，".join([*told, *([f"照片自带时间{own}"] if own else [])])
