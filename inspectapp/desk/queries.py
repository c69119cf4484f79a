"""What today asks for: papers about to run out, units that carry marks, and one's own certificate."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import Person
from inspectapp.people.rules import certificate_problem
from inspectapp.subjects import queries as subjects
from inspectapp.subjects.models import Agreement, Certificate, Unit
from inspectapp.subjects.queries.scope import visible
from inspectapp.subjects.rules.marks import Mark

SOON = timedelta(days=30)
LATELY = timedelta(days=60)
SHOWN = 12
LOOKED_AT = 30

units = Unit.__table__  # type: ignore[attr-defined]
agreements = Agreement.__table__  # type: ignore[attr-defined]
certificates = Certificate.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Expiry:
    """One paper that ran out lately or is about to."""

    unit_id: uuid.UUID
    unit: str
    what: str
    section: str
    valid_to: date

    def words(self, day: date) -> str:
        """还有12天 or 已过期3天; the last day still counts."""
        left = (self.valid_to - day).days
        if left < 0:
            return f"已过期{-left}天"
        return f"还有{left}天" if left else "今天到期"

    def is_over(self, day: date) -> bool:
        return self.valid_to < day


def expiries(session: Session, actor: Actor, day: date) -> list[Expiry]:
    """Certificates and agreements around their last day, the earliest first."""
    held = _rows(session, actor, certificates, day)
    agreed = _rows(session, actor, agreements, day)
    found = [
        *(_expiry(row, f"{row.holder}的{_certificate_words(row)}", "certificates") for row in held),
        *(_expiry(row, f"{row.kind.value}协议（{row.counterparty}）", "agreements") for row in agreed),
    ]
    return sorted(found, key=lambda one: one.valid_to)[:SHOWN]


def _certificate_words(row: Any) -> str:
    return f"{row.trade}操作证" if row.trade else f"{row.post.value}合格证"


def _expiry(row: Any, what: str, section: str) -> Expiry:
    return Expiry(row.unit_id, row.unit_name, what, section, row.valid_to)


def _rows(session: Session, actor: Actor, table: Any, day: date) -> Sequence[Any]:
    query: Select[Any] = (
        select(table, units.c.name.label("unit_name"))
        .join(units, units.c.id == table.c.unit_id)
        .where(visible(actor), table.c.ended_at.is_(None))
        .where(table.c.valid_to.between(day - LATELY, day + SOON))
    )
    return session.execute(query.order_by(table.c.valid_to).limit(SHOWN)).all()


def marked_units(session: Session, actor: Actor, day: date) -> list[tuple[Unit, list[Mark]]]:
    """Of the units registered last, those that carry marks, the most marks first."""
    recent = subjects.found(session, actor, subjects.Asked(), LOOKED_AT).rows
    marks = subjects.marks_of_all(session, recent, day)
    carrying = [(unit, marks[unit.id]) for unit in recent if marks[unit.id]]
    return sorted(carrying, key=lambda pair: -len(pair[1]))[:SHOWN]


def own_certificate_problem(session: Session, actor: Actor, day: date) -> str:
    """Why this officer may not inspect today, in one sentence; empty for everybody else."""
    if actor.role is not Role.OFFICER:
        return ""
    person = session.get_one(Person, actor.id)
    problem = certificate_problem(person.certificate_number, person.certificate_valid_to, day)
    return f"您{problem}，不能上岗执法。请联系系统管理员核对后更新。" if problem else ""
