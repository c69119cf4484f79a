"""The frame of a record: everything of its text that an officer does not write on the spot.

It lies in the prepared page. The phone fills in what waits in its outbox and gets the very words that
`values.record` will make of the same things once they have arrived.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.checklists.words import Comparison, Verdict
from inspectapp.documents import content
from inspectapp.documents import queries as documents
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.words import Outcome, State
from inspectapp.evidence.actions import act_day, basis_on
from inspectapp.evidence.models import Finding, Photo
from inspectapp.evidence.queries import Question
from inspectapp.evidence.words import Origin, Severity
from inspectapp.people.actor import Actor
from inspectapp.records import papers, queries, values
from inspectapp.records.values import Gathered
from inspectapp.shared import canonical
from inspectapp.shared.states import Titled
from inspectapp.visits.words import IdCheck, Sex

#: What of a question its rules need besides its words.
ASKED = ("section", "text", "answer", "threshold", "options")


def frame(session: Session, found: Gathered, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Plain values only: they go into the page as JSON."""
    visit, kind = found.visit, kind_of(papers.RECORD)
    told = {
        "form": content.FIELD, "kind": kind.code, "title": kind.title, "heading": kind.heading,
        "office": found.office, "unit": found.unit.name, "about": visit.id, "state": visit.state.name,
        "me": {"id": by.id, "name": by.name}, "visit": _visit(found), "facts": values.facts(found),
        "statement": values.statement(found), "checklists": values.checklists(found),
        "nothing_found": values.NOTHING_FOUND, "annexes": values.ANNEXES, "words": _words(),
        "lines": _lines(session, found, at),
        "slots": content.told(papers.slots(found)), "witness": papers.witness("").told(),
        "questions": [_question(one) for one in found.questions],
        "frozen": _frozen(session, found),
    }  # fmt: skip
    return dict(canonical.plain(told))


def _visit(found: Gathered) -> dict[str, Any]:
    visit, host = found.visit, found.host
    return {
        "arrived": _moment(visit.arrived_at), "place": visit.place, "host_name": visit.host_name,
        "host_duty": visit.host_duty, "host_phone": visit.host_phone or "", "situation": visit.situation,
        "host_sex": host.host_sex.name if host.host_sex else "",
        "host_id_check": host.host_id_check.name if host.host_id_check else "",
        "host_id_tail": host.host_id_tail, "witness": host.witness,
    }  # fmt: skip


def _words() -> dict[str, dict[str, str]]:
    kinds: dict[str, type[Titled]] = {
        "verdicts": Verdict, "severities": Severity, "origins": Origin, "comparisons": Comparison,
        "sexes": Sex, "checks": IdCheck,
    }  # fmt: skip
    return {name: {one.name: one.title for one in kind} for name, kind in kinds.items()}


def _lines(session: Session, found: Gathered, at: datetime) -> dict[str, str]:
    """The law of the day, by code, as a finding on the spot will quote it."""
    codes = list(dict.fromkeys(code for one in found.questions for code in one.answer.item.basis))
    return {one["code"]: values.line(one) for one in basis_on(session, codes, act_day(found.visit, at))}


def _question(one: Question) -> dict[str, Any]:
    row = one.answer
    return {
        "id": row.id, "position": row.position, **{name: row.content.get(name) for name in ASKED},
        "wants_note": row.item.note.name, "wants_photo": row.item.photo.name,
        "verdict": row.verdict.name, "typed": row.typed, "note": row.note, "said": row.said,
        "by": row.by_name, "findings": [_finding(finding) for finding in one.findings],
        "photos": [_photo(photo) for photo in one.photos],
    }  # fmt: skip


def _finding(row: Finding) -> dict[str, Any]:
    return {
        "id": row.id, "order": _moment(row.device_at or row.at), "text": row.text, "place": row.place,
        "severity": row.severity.name, "basis": [values.line(one) for one in row.basis],
    }  # fmt: skip


def _photo(row: Photo) -> dict[str, Any]:
    return {
        "id": row.id, "order": _moment(row.device_at or row.at), "sha256": row.sha256, "what": row.what,
        "place": row.place, "origin": row.origin.name, "by": row.by_name, "statement": row.statement,
        "keeper": row.keeper, "marks": row.marks, "width": row.width, "height": row.height,
    }  # fmt: skip


def _moment(at: datetime | None) -> str:
    """Always as long, so that texts sort as times do."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else ""


def _frozen(session: Session, found: Gathered) -> Mapping[str, Any] | None:
    """The words that stand already, while they are being signed."""
    record = queries.record_of(session, found.visit)
    if record is None or record.state is not State.FROZEN or found.visit.ended_at is None:
        return None
    version = documents.current_version(session, record)
    said, slots = content.read(version), documents.slots_of(session, version)
    return {
        "document": record.id, "number": record.number, "values": said["values"], "slots": said["slots"],
        "field": version.field_sha256,
        "ended": {one.key: one.outcome.title for one in slots if one.outcome is not Outcome.PENDING},
    }  # fmt: skip
