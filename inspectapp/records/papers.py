"""The papers of a visit: which kinds there are, who signs them, and that the record seals the visit."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.documents import kinds
from inspectapp.documents.kinds import Kind, SlotPlan
from inspectapp.documents.models import Document
from inspectapp.documents.words import Party
from inspectapp.people.actor import Actor
from inspectapp.records import word
from inspectapp.records.values import Gathered
from inspectapp.visits import actions as visits
from inspectapp.visits.models import Visit, VisitOfficer
from inspectapp.visits.words import State

OF = "visits"
#: The place where whoever answers for the unit on the spot signs.
UNIT = "unit"
RECORD, TABLE = "inspection_record", "checklist_table"
#: What each form calls those who sign it: the unit's side, the bureau's.
ROLES = {RECORD: ("被检查单位现场负责人", "执法人员"), TABLE: ("被检查单位负责人", "检查人员")}


DAYS = ("检查时间", "检查日期")
TAKEN_BACK = "检查已退回修改，请等重新生成后再签。"
CLOSED = {
    State.SIGNING: "", State.SEALED: "", State.STOPPED: "检查已经中止，文书不用再签。已有的内容都会保留。",
}  # fmt: skip
visits_table = Visit.__table__  # type: ignore[attr-defined]
#: The lists behind the signatures belong to what is signed: whoever signs a record says so.
SENTENCES = {
    Party.UNIT: "以上内容及附件我已阅读，情况属实。",
    Party.OFFICER: "以上内容及附件是我们现场检查的情况，我已核对。",
}


def page_of(visit_id: uuid.UUID) -> str:
    """Where a paper's visit has its page of papers."""
    return f"/visits/{visit_id}/record"


def closed(session: Session, document: Document, hold: bool) -> str:
    """Signatures are collected while the visit waits for them, and on its other papers after the seal."""
    query = select(visits_table.c.state).where(visits_table.c.id == document.of_id)
    # Held against a colleague who takes the record back at this very moment.
    state = session.scalar(query.with_for_update(key_share=True) if hold else query)
    return CLOSED.get(state, TAKEN_BACK) if state else TAKEN_BACK


def told_openly(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The day of the checking, as the record or the table says it."""
    rows = [*values.get("facts", ()), *values.get("head", ())]
    return [(label, words) for label, words in rows if label in DAYS]


def correction_of(visit_id: uuid.UUID) -> str:
    """Where a sealed record is set right."""
    return f"{page_of(visit_id)}/correction"


def sealed(session: Session, document: Document, by: Actor, at: datetime) -> None:
    """With its record the visit itself is sealed."""
    if document.replaces_id is None:
        visits.seal(session, session.get_one(Visit, document.of_id), by=by, at=at)


RECORD_KIND = Kind(
    RECORD, "现场检查记录", "检记", "records/bodies/record.html",
    annex="records/bodies/record_annex.html", page=page_of, correct=correction_of, word=word.record,
    sealed=sealed, closed=closed, told_openly=told_openly,
)  # fmt: skip
TABLE_KIND = Kind(
    TABLE, "检查表", "", "records/bodies/table.html", heading="", page=page_of, word=word.table,
    closed=closed, told_openly=told_openly,
)  # fmt: skip
for kind in (RECORD_KIND, TABLE_KIND):
    kinds.register(kind)


def slots(found: Gathered, kind: str = RECORD, host: str = "") -> list[SlotPlan]:
    """Whoever answers for the unit on the spot, the officers under their own login, and a named witness.

    `host`: as a correction of the record calls whom one met.
    """
    visit, (host_role, role) = found.visit, ROLES[kind]
    unit = SlotPlan(
        UNIT, host_role, Party.UNIT, host or visit.host_name, organisation=found.unit.name,
        sentence=_sentence(kind, Party.UNIT),
    )  # fmt: skip
    officers = [_officer(found, kind, role, place, one) for place, one in enumerate(found.officers, start=1)]
    seen = [witness(found.host.witness)] if kind == RECORD and found.host.witness else []
    return [unit, *officers, *seen]


def witness(name: str) -> SlotPlan:
    """Who was there to see it; put down as absent when gone by the time of signing."""
    return SlotPlan("witness", Party.WITNESS.title, Party.WITNESS, name)


def _officer(found: Gathered, kind: str, role: str, place: int, one: VisitOfficer) -> SlotPlan:
    told = (one.name, one.person_id, one.certificate_number, found.offices[one.id])
    return SlotPlan(f"officer{place}", role, Party.OFFICER, *told, sentence=_sentence(kind, Party.OFFICER))


def _sentence(kind: str, party: Party) -> str:
    return SENTENCES.get(party, "") if kind == RECORD else ""
