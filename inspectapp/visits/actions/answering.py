"""One answer, saved the moment it is given; two officers never overwrite each other unseen.

The most frequent write of all: one statement reads everything the decision needs, one writes the answer.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select, update
from sqlmodel import Session

from inspectapp.checklists.content import item_of
from inspectapp.people.actor import BUREAU, Actor
from inspectapp.shared import clock, ledger
from inspectapp.shared.prepared import Prepared
from inspectapp.shared.refusals import NotFound, NotNow
from inspectapp.visits.models import Answer, Visit, VisitOfficer
from inspectapp.visits.rules import (
    Given,
    Judged,
    check_confirmed,
    check_named,
    check_open_for_answers,
    judged,
)

answers, visits = Answer.__table__, Visit.__table__  # type: ignore[attr-defined]
officers = VisitOfficer.__table__  # type: ignore[attr-defined]
COLUMNS = tuple(column.key for column in answers.columns)
_STANDS = Prepared(
    select(answers, visits.c.region_id, visits.c.state, officers.c.person_id, officers.c.consent)
    .join(visits, visits.c.id == answers.c.visit_id)
    .outerjoin(
        officers, and_(officers.c.visit_id == visits.c.id, officers.c.person_id == bindparam("person"))
    )
    .where(answers.c.id == bindparam("answer"), visits.c.id == bindparam("visit"))
    # On PostgreSQL the second of two officers waits here and then sees what the first one wrote; so does
    # whoever answers while the record is being made, and is told that. The visit first, as everywhere.
    .with_for_update(of=(visits, answers), key_share=True)
)
_GIVEN = ("verdict", "typed", "note", "said", "by_id", "by_name", "at", "device_at", "version")
_GIVE = Prepared(
    update(answers)
    .where(answers.c.id == bindparam("answer"))
    .values({name: bindparam(f"new_{name}") for name in _GIVEN})
)


class StaleAnswer(NotNow):
    """The other officer answered first: both answers are kept on the page until one is chosen."""

    def __init__(self, row: Any, typed: Judged) -> None:
        self.row, self.typed = row, typed
        when = clock.daytime(row.at) if row.at else "刚才"
        super().__init__(f"{row.by_name}在{when}已填写这一项，您的内容没有保存。请对照后选择保留哪一个。")


@dataclass(frozen=True)
class Saved:
    """What now stands at a question, and what stood there before."""

    position: int
    version: int
    now: Judged
    before: Judged


def answer(
    session: Session, visit: Visit, row: Answer, given: Given, version: int, *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> Answer:  # fmt: skip
    """Answer one question of the visit; `version` is the one the officer saw."""
    session.flush()
    give(
        session.connection(), visit.id, row.id, given, version, by=by, at=at, device_at=device_at
    )  # fmt: skip
    session.refresh(row)
    return row


def give(
    connection: Connection, visit_id: uuid.UUID, answer_id: uuid.UUID, given: Given, version: int, *,
    by: Actor, at: datetime, device_at: datetime | None = None,
) -> Saved:  # fmt: skip
    """The same by ids alone."""
    stands = question_open_to(connection, visit_id, answer_id, by)
    found = judged(item_of(stands.content), given)
    before = Judged(stands.verdict, stands.typed, stands.note, stands.said)
    if _same(before, found):
        return Saved(stands.position, stands.version, before, before)
    if version != stands.version:
        raise StaleAnswer(stands, found)
    values = {
        **vars(found), "by_id": by.id, "by_name": by.name, "at": at, "device_at": device_at,
        "version": version + 1,
    }  # fmt: skip
    _GIVE.run(connection, {"answer": answer_id, **{f"new_{name}": values[name] for name in _GIVEN}})
    ledger.note_facts(
        connection, _facts(stands, values), "填写检查项",
        by=by, at=at, device_at=device_at, number=stands.position,
    )  # fmt: skip
    return Saved(stands.position, version + 1, found, before)


def question_open_to(connection: Connection, visit_id: uuid.UUID, answer_id: uuid.UUID, by: Actor) -> Any:
    """The question as it stands; refused unless this officer may answer it now."""
    asked = {"visit": visit_id, "answer": answer_id, "person": by.id}
    found = _STANDS.first(connection, asked)
    if found is None or by.role not in BUREAU or found.region_id not in by.regions:
        raise NotFound
    check_named(by.id, {found.person_id})
    check_confirmed(found.consent, visit_id)
    check_open_for_answers(found.state)
    return found


def _facts(stood: Any, changed: Mapping[str, Any]) -> ledger.Facts:
    values = {name: changed[name] if name in changed else getattr(stood, name) for name in COLUMNS}
    return ledger.Facts(Answer.__tablename__, values["id"], ("visits", values["visit_id"]), values)


def _same(before: Judged, found: Judged) -> bool:
    return (before.verdict, before.typed, before.note) == (found.verdict, found.typed, found.note)
