"""Reads of evidence: always through a visit that the asking person may see."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, select
from sqlmodel import Session

from inspectapp.evidence import rules
from inspectapp.evidence.models import Finding, Photo
from inspectapp.shared.db import Row
from inspectapp.shared.ledger import Line
from inspectapp.shared.refusals import NotFound
from inspectapp.visits import queries as visits
from inspectapp.visits.models import Answer, Visit
from inspectapp.visits.rules import Answered, Gap, act_time, gaps
from inspectapp.visits.words import State

findings, photos = Finding.__table__, Photo.__table__  # type: ignore[attr-defined]
visit_rows = Visit.__table__  # type: ignore[attr-defined]
lines = Line.__table__  # type: ignore[attr-defined]
#: Acts of which it is asked later who did them.
DESCRIBED, DRAWN, PUT, WITHDRAWN = "说明照片", "标注照片副本", "照片改归问题", "撤回问题"


def _in_use(model: type[Row], out_of_use: str) -> Select[Any]:
    """In the order of the hand that made them: the phone knows it too, before anything has arrived."""
    rows = model.__table__  # type: ignore[attr-defined]
    query = select(model).where(rows.c.visit_id == bindparam("visit"), rows.c[out_of_use].is_(None))
    return query.order_by(func.coalesce(rows.c.device_at, rows.c.at), rows.c.id)


# Put together once: every card and every checklist page asks them.
_FINDINGS, _PHOTOS = _in_use(Finding, "withdrawn_at"), _in_use(Photo, "aside_at")


@dataclass(frozen=True)
class Question:
    """One card of the walk: the question, its answer, what was found wrong."""

    answer: Answer
    findings: Sequence[Finding]
    photos: Sequence[Photo] = ()

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"q-{self.answer.position}"

    @property
    def loose(self) -> list[Photo]:
        """Photos of the question itself; those of a finding taken back are among them."""
        live = {str(finding.id) for finding in self.findings}
        return [photo for photo in self.photos if photo.said_finding not in live]

    def at(self, finding: Finding) -> list[Photo]:
        """Photos that were taken at a finding, or put to it."""
        return [photo for photo in self.photos if photo.said_finding == str(finding.id)]

    @property
    def stamp(self) -> str:
        """Changes whenever anything on the card changes; a phone can add one more row to it."""
        marks = sum(rules.row_mark(row.id, row.version) for row in self.findings)
        marks += sum(rules.row_mark(row.id, row.version) for row in self.photos)
        return f"{self.answer.version}-{marks % rules.MARKS}"


def walk(session: Session, visit: Visit) -> list[Question]:
    """The whole checklist, in order, in three statements."""
    found, taken = findings_of(session, visit), photos_of(session, visit)
    return [
        Question(row, found.get(row.id, ()), taken.get(row.id, ()))
        for row in visits.answers_of(session, visit)
    ]


def question(session: Session, visit: Visit, answer: Answer) -> Question:
    """One card."""
    found, taken = findings_of(session, visit, answer), photos_of(session, visit, answer)
    return Question(answer, found.get(answer.id, ()), taken.get(answer.id, ()))


def findings_of(
    session: Session, visit: Visit, answer: Answer | None = None
) -> Mapping[uuid.UUID, list[Finding]]:  # fmt: skip
    """What was found and not taken back, by question."""
    return _by_question(session, _FINDINGS, findings, visit, answer)


def photos_of(
    session: Session, visit: Visit, answer: Answer | None = None
) -> Mapping[uuid.UUID, list[Photo]]:  # fmt: skip
    """Photos in use, by question."""
    return _by_question(session, _PHOTOS, photos, visit, answer)


def _by_question(
    session: Session, in_use: Select[Any], rows: Table, visit: Visit, answer: Answer | None
) -> dict[uuid.UUID, list[Any]]:  # fmt: skip
    query = in_use if answer is None else in_use.where(rows.c.answer_id == answer.id)
    found: dict[uuid.UUID, list[Any]] = {}
    for one in session.scalars(query, {"visit": visit.id}):
        found.setdefault(one.answer_id, []).append(one)
    return found


def proving(finding: Finding, findings: Sequence[Finding], taken: Sequence[Photo]) -> list[Photo]:
    """The photos that prove a finding of a question: its own, and those of which nothing was said where it
    is the only one."""
    wanted = {str(finding.id), *([""] if len(findings) == 1 else [])}
    return [photo for photo in taken if photo.said_finding in wanted]


def proofs_of(session: Session, visit: Visit) -> dict[uuid.UUID, list[Photo]]:
    """What proves each finding of a visit, by finding."""
    return {
        one.id: proving(one, asked.findings, asked.photos)
        for asked in walk(session, visit)
        for one in asked.findings
    }


def photo_for(session: Session, visit: Visit, photo_id: uuid.UUID) -> Photo:
    """One photo of this visit, one set aside included; of a photo sent twice both ids mean the same one."""
    query = select(Photo).where(photos.c.id == photo_id, photos.c.visit_id == visit.id)
    found = session.scalars(query).first() or _sent_twice(session, visit, str(photo_id))
    if found is None:
        raise NotFound
    return found


def _sent_twice(session: Session, visit: Visit, photo_id: str) -> Photo | None:
    every = session.scalars(select(Photo).where(photos.c.visit_id == visit.id))
    return next((one for one in every if photo_id in one.told.get("also", "").split()), None)


def last_to(session: Session, act: str, row: Finding | Photo) -> tuple[str, datetime]:
    """Who did this last to a photo or a finding, and when."""
    query = select(Line).where(lines.c.row_id == row.id, lines.c.act == act)
    line = session.scalars(query.order_by(lines.c.number.desc())).first()
    return (line.by_name, line.at) if line else (row.by_name, row.at)


def finding_for(session: Session, visit: Visit, finding_id: uuid.UUID) -> Finding:
    """One finding of this visit."""
    query = select(Finding).where(findings.c.id == finding_id, findings.c.visit_id == visit.id)
    found = session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def changed_since(session: Session, visit: Visit, since: datetime) -> list[Question]:
    """Cards that anybody changed after a moment."""
    answered = {row.id for row in visits.answered_since(session, visit, since)}
    touched = select(lines.c.row_id).where(lines.c.thing_id == visit.id, lines.c.at >= since)
    found = select(findings.c.answer_id).where(findings.c.id.in_(touched))
    pictured = select(photos.c.answer_id).where(photos.c.id.in_(touched))
    wanted = answered | set(session.scalars(found)) | set(session.scalars(pictured))
    return [one for one in walk(session, visit) if one.answer.id in wanted] if wanted else []


def gaps_of(walked: Sequence[Question]) -> list[Gap]:
    """What still stands open before signing."""
    return gaps(_answered(one) for one in walked)


def moments_of(visit: Visit, walked: Sequence[Question]) -> list[datetime]:
    """When each answer, finding and photo was given."""
    rows: list[Answer | Finding | Photo] = []
    for one in walked:
        rows += [one.answer, *one.findings, *one.photos]
    return [at for row in rows if (at := given_at(visit, row)) is not None]


def given_at(visit: Visit, row: Answer | Finding | Photo) -> datetime | None:
    """When it was given, of which of two clocks; nobody has answered yet: never."""
    return act_time(row.at, row.device_at, visit.arrived_at) if row.at is not None else None


def _answered(one: Question) -> Answered:
    row, counts = one.answer, (len(one.findings), len(one.photos))
    return Answered(row.position, one.anchor, row.item, row.verdict, row.note, *counts)


def earlier(session: Session, visit: Visit) -> tuple[Visit | None, list[Finding]]:
    """The last sealed visit to the same unit, with its findings."""
    before = (
        select(Visit)
        .where(visit_rows.c.unit_id == visit.unit_id, visit_rows.c.id != visit.id)
        .where(visit_rows.c.state == State.SEALED, visit_rows.c.made_at < visit.made_at)
        .order_by(visit_rows.c.ended_at.desc())
    )
    last = session.scalars(before).first()
    if last is None:
        return None, []
    return last, [one for several in findings_of(session, last).values() for one in several]
