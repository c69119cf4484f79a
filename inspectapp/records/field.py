"""The frame of a record: everything of its text that an officer does not write on the spot.

It lies in the prepared page. The phone fills in what waits in its outbox and gets the very words that
`values.record` will make of the same things once they have arrived.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.checklists.words import Comparison, Verdict
from inspectapp.documents import content
from inspectapp.documents import queries as documents
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.models import Slot
from inspectapp.documents.words import WITHOUT_HAND, Outcome, State
from inspectapp.evidence.actions import act_day, spans_of
from inspectapp.evidence.models import Finding, Photo
from inspectapp.evidence.queries import Question, given_at
from inspectapp.evidence.words import Origin, Severity
from inspectapp.people.actor import Actor
from inspectapp.records import papers, queries, values
from inspectapp.records.values import Gathered
from inspectapp.shared import canonical
from inspectapp.shared.states import Titled
from inspectapp.visits.models import Visit
from inspectapp.visits.words import IdCheck, Sex
from inspectapp.visits.words import State as VisitState

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
        "nothing_found": values.NOTHING_FOUND, "nothing_judged": values.NOTHING_JUDGED,
        "annexes": values.ANNEXES, "words": _words(),
        "laws": _laws(session, found, at),
        "slots": content.told(papers.slots(found)), "witness": papers.witness("").told(),
        "questions": [_question(visit, one) for one in found.questions],
        "frozen": _frozen(session, found, by),
    }  # fmt: skip
    return dict(canonical.plain(told))


def _visit(found: Gathered) -> dict[str, Any]:
    visit, host = found.visit, found.host
    return {
        "arrived": _moment(visit.arrived_at), "ended": _moment(visit.ended_at), "place": visit.place,
        "host_name": visit.host_name,
        "host_duty": visit.host_duty, "host_phone": visit.host_phone or "", "situation": visit.situation,
        "host_sex": host.host_sex.name if host.host_sex else "",
        "host_id_check": host.host_id_check.name if host.host_id_check else "",
        "host_id_tail": host.host_id_tail, "witness": host.witness,
    }  # fmt: skip


def _words() -> dict[str, dict[str, Any]]:
    kinds: dict[str, type[Titled]] = {
        "verdicts": Verdict, "severities": Severity, "comparisons": Comparison, "sexes": Sex,
        "checks": IdCheck,
    }  # fmt: skip
    words: dict[str, Any] = {name: {one.name: one.title for one in kind} for name, kind in kinds.items()}
    return words | {"sources": {one.name: [one.title, one.who, one.when] for one in Origin}}


def _laws(session: Session, found: Gathered, at: datetime) -> dict[str, dict[str, str]]:
    """What may be quoted, by code, and within which days of the act."""
    codes = list(dict.fromkeys(code for one in found.questions for code in one.answer.item.basis))
    spans = spans_of(session, codes, act_day(found.visit, at))
    return {
        code: {"line": values.line(one["basis"]), **{end: str(one[end] or "") for end in ("from", "until")}}
        for code, one in spans.items()
        if one["basis"]["cited"]
    }  # fmt: skip


def _question(visit: Visit, one: Question) -> dict[str, Any]:
    row = one.answer
    return {
        "id": row.id, "position": row.position, **{name: row.content.get(name) for name in ASKED},
        "wants_note": row.item.note.name, "wants_photo": row.item.photo.name,
        "verdict": row.verdict.name, "typed": row.typed, "note": row.note, "said": row.said,
        "by": row.by_name, "given": _moment(given_at(visit, row)),
        "findings": [_finding(visit, finding) for finding in one.findings],
        "photos": [_photo(visit, photo) for photo in one.photos],
    }  # fmt: skip


def _finding(visit: Visit, row: Finding) -> dict[str, Any]:
    return {
        "id": row.id, "order": _moment(row.device_at or row.at), "given": _moment(given_at(visit, row)),
        "text": row.text, "place": row.place,
        "severity": row.severity.name, "act": row.act_date.isoformat(), "basis": values.cited(row),
    }  # fmt: skip


def _photo(visit: Visit, row: Photo) -> dict[str, Any]:
    return {
        "id": row.id, "order": _moment(row.device_at or row.at), "given": _moment(given_at(visit, row)),
        "sha256": row.sha256, "what": row.what,
        "place": row.place, "source": values.source(visit, row), "statement": row.statement,
        "copy": row.origin is Origin.COPY, "finding": row.said_finding, "also": row.told.get("also", ""),
        "keeper": row.keeper, "marks": row.marks, "width": row.width, "height": row.height,
    }  # fmt: skip


def _moment(at: datetime | None) -> str:
    """Always as long, so that texts sort as times do."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else ""


def _frozen(session: Session, found: Gathered, by: Actor) -> Mapping[str, Any] | None:
    """The words that stand already, while they are being signed."""
    record = queries.record_of(session, found.visit)
    if record is None or record.state is not State.FROZEN or found.visit.state is VisitState.CHECKING:
        return None
    version = documents.current_version(session, record)
    said, slots = content.read(version), documents.slots_of(session, version)
    return {
        "document": record.id, "number": record.number, "values": said["values"], "slots": said["slots"],
        "field": version.field_sha256, "ends": _ends(slots, by),
        "ended": {one.key: one.outcome.title for one in slots if one.outcome is not Outcome.PENDING},
    }  # fmt: skip


def _ends(slots: Sequence[Slot], by: Actor) -> dict[str, Any]:
    """What a colleague has put on record instead of a signature: shown, it is vouched for by signing."""
    told = [one for one in slots if one.outcome in WITHOUT_HAND]
    mine = all(one.by_id == by.id or one.confirmed_by_id for one in told)
    return {
        "sha256": content.ends(slots), "to_confirm": not mine,
        "told": [
            {"key": one.key, "who": f"{one.role}{one.name}", "what": one.outcome.title,
             "reason": one.reason, "witness": one.witness}
            for one in told
        ],
    }  # fmt: skip
