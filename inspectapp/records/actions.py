"""Composing the papers of a visit: once the checklist is done, and again when something was corrected."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.checklists.content import layout_of
from inspectapp.checklists.models import Version
from inspectapp.documents import actions as documents
from inspectapp.documents import content
from inspectapp.documents.kinds import SlotPlan
from inspectapp.documents.models import Document
from inspectapp.documents.queries import current_version
from inspectapp.documents.words import State
from inspectapp.evidence import queries as evidence
from inspectapp.people.actor import Actor
from inspectapp.records import correcting, papers, queries, rules, tables, values
from inspectapp.records.values import Gathered
from inspectapp.shared.refusals import NotNow
from inspectapp.visits import actions as visits
from inspectapp.visits.models import Visit
from inspectapp.visits.rules import check_not_ended
from inspectapp.visits.words import State as VisitState

SEALED_RECORD = "检查记录已经封存，不能退回检查。内容有误时，请出具更正文书。"
SEALED_TABLE = "《{}》已经封存，不能退回检查。请先请科室负责人作废这份文书，再退回检查。"
NO_RECORD = "这次检查没有可用的检查记录。请先生成检查记录，检查表会一并生成。"
NO_TABLE_LOST = "检查表没有作废的，不用重新生成。请刷新后查看。"


@dataclass(frozen=True)
class Shown:
    """What a phone showed without network: the hash of the words and their parts; when it froze them.

    The first time that is the end of the checking.
    """

    field_sha256: str
    ended_at: datetime | None
    parts: Mapping[str, Sequence[str]]


def compose(
    session: Session, visit: Visit, *, leave_unchecked: bool, by: Actor, at: datetime,
    ended_at: datetime | None = None,
) -> list[Document]:  # fmt: skip
    """End the checking and freeze its papers; what was signed on an earlier version is void."""
    # What a colleague answers from here on is after the end, and refused.
    visits.hold(session, visit)
    if _voided(session, visit):
        _sign_anew(session, visit, by=by, at=at)
    else:
        walked = evidence.walk(session, visit)
        visits.take_to_signing(
            session, visit, evidence.gaps_of(walked), leave_unchecked, by=by, at=at, ended_at=ended_at,
            given=evidence.moments_of(visit, walked),
        )  # fmt: skip
    found = values.gather(session, visit)
    made = [_paper(session, found, papers.RECORD, "", values.record(found), by=by, at=at)]
    made += [
        _paper(session, found, papers.TABLE, table["title"], table, by=by, at=at)
        for table in _tables(session, found)
    ]
    return made


def _voided(session: Session, visit: Visit) -> bool:
    """The check is over, and the record of it counts no more."""
    over = visit.state in (VisitState.SIGNING, VisitState.SEALED)
    return over and queries.record_of(session, visit) is None


def _sign_anew(session: Session, visit: Visit, *, by: Actor, at: datetime) -> None:
    visits.officer_here(session, visit, by)
    if visit.state is VisitState.SEALED:
        visits.sign_anew(session, visit, by=by, at=at)


def compose_as_shown(
    session: Session, visit: Visit, shown: Shown, *, leave_unchecked: bool, by: Actor, at: datetime
) -> list[Document]:  # fmt: skip
    """Compose what a phone has shown and had signed without network, or nothing at all."""
    # Of two phones that bring the same record the second finds it made.
    visits.hold(session, visit)
    visits.officer_here(session, visit, by)
    if not _voided(session, visit):
        check_not_ended(visit.state)
    if visit.state is VisitState.SIGNING:
        made = list(queries.papers_of(session, visit))
    else:
        ended = rules.check_ended(shown.ended_at, visit.arrived_at, at)
        made = compose(session, visit, leave_unchecked=leave_unchecked, by=by, at=at, ended_at=ended)
    record = queries.record_of(session, visit)
    if record is None:
        raise NotNow("这次检查没有可以签字的检查记录。请刷新后查看。")
    version = current_version(session, record)
    said = content.read(version)
    parts, names = content.parts(said["values"], said["slots"]), [one[0] for one in said["values"]["facts"]]
    rules.check_same(shown.field_sha256, version.field_sha256, parts, shown.parts, names)
    return made


def compose_lost_tables(session: Session, visit: Visit, *, by: Actor, at: datetime) -> list[Document]:
    """A table that was voided is made again beside the record that stands, and signed anew."""
    # The record is neither voided nor taken back in between, and of two officers one makes it.
    visits.hold(session, visit)
    visits.officer_here(session, visit, by)
    record = queries.record_of(session, visit)
    if record is None or visit.state not in (VisitState.SIGNING, VisitState.SEALED):
        raise NotNow(NO_RECORD)
    found, lost = values.gather(session, visit), queries.lost_tables_of(session, visit)
    if not lost:
        raise NotNow(NO_TABLE_LOST)
    host = correcting.host_of(session, record)
    return [
        _paper(session, found, papers.TABLE, table["title"], table, host=host, by=by, at=at)
        for table in _tables(session, found)
        if table["title"] in lost
    ]


def take_back(session: Session, visit: Visit, *, by: Actor, at: datetime) -> None:
    """Back to the checklist; the papers wait for their next version."""
    # Nobody signs or seals in between.
    visits.hold(session, visit)
    for paper in queries.papers_of(session, visit):
        if paper.state is State.SEALED:
            raise NotNow(SEALED_RECORD if paper.kind == papers.RECORD else SEALED_TABLE.format(paper.title))
    if visit.state is VisitState.SEALED:
        visits.sign_anew(session, visit, by=by, at=at)
    visits.take_back(session, visit, by=by, at=at)


def _tables(session: Session, found: Gathered) -> list[dict[str, Any]]:
    """A checklist whose paper form has signatures of its own is filled in its own layout as well."""
    made = []
    for named in found.visit.checklists:
        version = session.get_one(Version, uuid.UUID(named["version_id"]))
        layout = layout_of(version.layout)
        if layout.rows and layout.foot:
            made.append(tables.filled(found, version.title, layout, named["version_id"]))
    return made


def _paper(
    session: Session, found: Gathered, kind: str, title: str, said: Mapping[str, Any], *,
    by: Actor, at: datetime, host: str = "",
) -> Document:  # fmt: skip
    plans, visit = papers.slots(found, kind, host), found.visit
    present = _present(session, visit, kind, title)
    if present is not None and not _outdated(session, present, said, plans):
        documents.amend(session, present, said, plans, by=by, at=at)
        return present
    document = documents.draft(
        session, kind, of=(papers.OF, visit.id), region_id=visit.region_id, unit_id=visit.unit_id,
        unit_name=found.unit.name, values=said, slots=plans, by=by, at=at, replaces=present,
    )  # fmt: skip
    if title:
        document.title = title
    documents.freeze(session, document, by=by, at=at)
    return document


def _outdated(
    session: Session, present: Document, said: Mapping[str, Any], plans: Sequence[SlotPlan]
) -> bool:  # fmt: skip
    """A sealed table of before, whose record was voided, does not say any more what is so."""
    told = content.told(plans)
    return present.state is State.SEALED and not content.same(current_version(session, present), said, told)


def _present(session: Session, visit: Visit, kind: str, title: str) -> Document | None:
    found = [one for one in queries.papers_of(session, visit) if one.kind == kind]
    return next((one for one in found if not title or one.title == title), None)
