"""Draft, freeze, amend: from plain values to a numbered paper that signatures can be bound to."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.documents import codes, content, numbering, papers, queries
from inspectapp.documents.house import house
from inspectapp.documents.kinds import Kind, SlotPlan, kind_of
from inspectapp.documents.models import TRANSITIONS, Document, Slot, Version
from inspectapp.documents.rules import signing as rules
from inspectapp.documents.words import Party, State
from inspectapp.people.actor import Actor
from inspectapp.people.models import Region
from inspectapp.shared import canonical, clock, ledger
from inspectapp.shared.refusals import NotNow
from inspectapp.shared.states import check_step

#: What a slot takes over word by word from its plan.
COPIED = ("key", "role", "name", "certificate", "organisation", "sentence", "required")
NOT_A_DRAFT = "文书已经定稿，不需要再定稿。如需修改，请直接修改内容，系统会生成新的一版。"
FINISHED = "文书已经封存或作废，内容不能再改。如有错误，请出具更正文书或作废。"


def draft(
    session: Session, kind: str, *, of: tuple[str, uuid.UUID], region_id: uuid.UUID,
    values: Mapping[str, Any], slots: Sequence[SlotPlan], by: Actor, at: datetime,
    unit_id: uuid.UUID | None = None, unit_name: str = "", replaces: Document | None = None,
) -> Document:  # fmt: skip
    """A new paper about a thing. It has no number yet, and only the bureau sees it."""
    if replaces is not None and replaces.state is not State.SEALED:
        raise NotNow("只有已封存的文书可以更正。未封存的请直接修改内容。")
    region = session.get_one(Region, region_id)
    document = Document(
        kind=kind, title=kind_of(kind).title, region_id=region_id, unit_id=unit_id, unit_name=unit_name,
        of_kind=of[0], of_id=of[1], public_id=codes.public_id(), copy_code=codes.copy_code(),
        office_name=region.office_name, replaces_id=replaces.id if replaces else None,
        made_by_name=by.name, made_at=at,
    )  # fmt: skip
    text = content.of(document, 1, values, content.told(slots))
    version = Version(document_id=document.id, number=1, text=text)
    session.add(document)
    session.flush()
    session.add(version)
    ledger.note(session, document, "起草文书", by=by, at=at, kind=kind)
    ledger.note(session, version, "写入内容", by=by, at=at)
    return document


def amend(
    session: Session, document: Document, values: Mapping[str, Any],
    slots: Sequence[SlotPlan] | None = None, *, by: Actor, at: datetime,
) -> Version:  # fmt: skip
    """Say something else: once frozen, a new version without signatures.

    Equal values do nothing, unless an upgrade sets them otherwise than before: that could never be sealed.
    """
    present = queries.current_version(session, document)
    told = content.told(slots) if slots is not None else content.read(present)["slots"]
    if content.same(present, values, told) and not _redrawn(session, document, present):
        return present
    if document.state is State.DRAFT:
        present.text = content.of(document, present.number, values, told)
        ledger.note(session, present, "修改内容", by=by, at=at)
        return present
    if document.state is not State.FROZEN:
        raise NotNow(FINISHED)
    return _next_version(session, document, present, values, told, by=by, at=at)


def _redrawn(session: Session, document: Document, present: Version) -> bool:
    """Somebody was shown this version in a layout that is not set any more."""
    if document.state is not State.FROZEN or not present.draft_sha256:
        return False
    slots = queries.slots_of(session, present)
    return papers.stored_draft(papers.paper_of(document, present, slots)) != present.draft_sha256


def freeze(session: Session, document: Document, *, by: Actor, at: datetime) -> Version:
    """The paper gets its number and its final words; from here on signatures can be bound to it."""
    check_step(TRANSITIONS, document.state, State.FROZEN, NOT_A_DRAFT)
    kind, version = kind_of(document.kind), queries.current_version(session, document)
    told = content.read(version)
    rules.check_officers(_slots(document, version, told["slots"]), kind.officers)
    _take_number(session, document, kind, at)
    document.state = State.FROZEN
    text = content.of(document, version.number, told["values"], told["slots"])
    _settle(session, document, version, text, by=by, at=at)
    ledger.note(session, document, "定稿编号", by=by, at=at, number=document.number)
    return version


def _take_number(session: Session, document: Document, kind: Kind, at: datetime) -> None:
    """Numbers begin anew each calendar year of China, by bureau and kind."""
    if not kind.mark:
        return
    region, year = session.get_one(Region, document.region_id), clock.local(at).year
    serial = numbering.next_serial(session, region.id, year, kind.mark)
    document.mark, document.year, document.serial = kind.mark, year, serial
    document.number = kind.number_form.format(
        place=region.number_prefix, mark=kind.mark, year=year, serial=serial
    )


def _settle(
    session: Session, document: Document, version: Version, text: str, *, by: Actor, at: datetime
) -> None:
    told = content.read(Version(document_id=document.id, number=version.number, text=text))
    version.text, version.content_sha256, version.content_sm3 = (
        text,
        content.sha256(text),
        canonical.sm3(told),
    )
    version.field_sha256 = content.field(document, told["values"], told["slots"])
    version.address, version.frozen_at = house().address, at
    session.flush()
    for slot in _slots(document, version, told["slots"]):
        session.add(slot)
        ledger.note(session, slot, "列出签名位置", by=by, at=at)
    ledger.note(session, version, "定稿", by=by, at=at, content=version.content_sha256)


def _next_version(
    session: Session, document: Document, present: Version, values: Mapping[str, Any],
    told: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime,
) -> Version:  # fmt: skip
    rules.check_officers(_slots(document, present, told), kind_of(document.kind).officers)
    voided = _end(session, document, present, by=by, at=at)
    document.version += 1
    text = content.of(document, document.version, values, told)
    version = Version(document_id=document.id, number=document.version, text=text)
    session.add(version)
    _settle(session, document, version, text, by=by, at=at)
    ledger.note(session, document, "修改后成为新的一版", by=by, at=at, version=version.number, voided=voided)
    return version


def _end(session: Session, document: Document, present: Version, *, by: Actor, at: datetime) -> int:
    """What was signed on the old version stays readable, and counts no more."""
    present.ended_at = at
    ledger.note(session, present, "被新的一版取代", by=by, at=at)
    touched = 0
    for slot in queries.slots_of(session, present):
        slot.ended_at = at
        touched += slot.at is not None
        ledger.note(session, slot, "签名失效" if slot.at else "签名位置失效", by=by, at=at)
    return touched


def _slots(document: Document, version: Version, told: Sequence[Mapping[str, Any]]) -> list[Slot]:
    return [
        Slot(
            document_id=document.id, version_id=version.id, place=place, party=Party[one["party"]],
            person_id=uuid.UUID(one["person_id"]) if one["person_id"] else None,
            **{name: one[name] for name in COPIED},
        )
        for place, one in enumerate(told)
    ]  # fmt: skip
