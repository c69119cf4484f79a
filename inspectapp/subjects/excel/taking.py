"""Taking in a plan: every row through the same act as on the page, all in one transaction."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.subjects import actions
from inspectapp.subjects.excel.books import UNITS
from inspectapp.subjects.excel.plan import Plan


def take_in(session: Session, plan: Plan, *, by: Actor, at: datetime) -> None:
    """New rows are entered, changed rows corrected; rows that say the same are left alone."""
    if plan.book is UNITS:
        _take_units(session, plan, by=by, at=at)
    else:
        _take_parts(session, plan, by=by, at=at)


def _take_units(session: Session, plan: Plan, *, by: Actor, at: datetime) -> None:
    actions.register_many(session, [row.values for row in plan.new], by=by, at=at)
    for row in plan.changed:
        actions.edit(session, row.target, row.values, by=by, at=at)


def _take_parts(session: Session, plan: Plan, *, by: Actor, at: datetime) -> None:
    new = [(row.unit, row.values) for row in plan.new if row.unit is not None]
    actions.add_many(session, plan.book.model, new, by=by, at=at)
    for row in plan.changed:
        assert row.unit is not None
        actions.change(session, row.unit, row.target, row.values, by=by, at=at)
