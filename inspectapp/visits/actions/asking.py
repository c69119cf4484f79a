"""The questions of a visit: what its checklists ask, each thing once; another checklist only adds."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.checklists import queries as checklists
from inspectapp.checklists.content import as_json
from inspectapp.checklists.models import Version
from inspectapp.checklists.rules import Merged, merge
from inspectapp.people.actor import Actor
from inspectapp.shared import ledger
from inspectapp.visits.models import Answer, Visit

answers = Answer.__table__  # type: ignore[attr-defined]


def named(version: Version) -> dict[str, Any]:
    """How a visit remembers a checklist."""
    return {
        "version_id": str(version.id),
        "title": version.title,
        "document_number": version.document_number,
        "number": version.number,
    }


def ask(
    session: Session, visit: Visit, before: Sequence[Version], added: Sequence[Version], *,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Ask what `added` asks besides `before`. What is asked already stays as it stands, answer and all."""
    merged = merge([checklists.source_of(session, version) for version in (*before, *added)])
    asked = _held(session, visit)
    acts = [
        ledger.Act(row, "并入检查表")
        for row, one in zip(asked, merged, strict=False)
        if _also_asked_by(row, one)
    ]
    rows = [
        Answer(visit_id=visit.id, position=position, content=as_json(one.item), sources=_sources(one))
        for position, one in enumerate(merged[len(asked) :], start=len(asked) + 1)
    ]
    session.add_all(rows)
    session.flush()
    told = [*acts, *(ledger.Act(row, "列入检查项") for row in rows)]
    ledger.note_many(session, told, by=by, at=at)


def versions_asked(session: Session, visit: Visit) -> list[Version]:
    """The checklists of the visit, in the order in which they came."""
    return [session.get_one(Version, uuid.UUID(one["version_id"])) for one in visit.checklists]


def _held(session: Session, visit: Visit) -> Sequence[Answer]:
    """As they stand now, and nobody answers until their new sources are told."""
    query = select(Answer).where(answers.c.visit_id == visit.id).order_by(answers.c.position)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(fresh).all()


def _also_asked_by(row: Answer, one: Merged) -> bool:
    sources = _sources(one)
    if row.sources == sources:
        return False
    row.sources = sources
    return True


def _sources(one: Merged) -> list[list[str]]:
    return [[str(key), code] for key, code in one.sources]
