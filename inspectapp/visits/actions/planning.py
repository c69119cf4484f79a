"""Correcting the plan of a visit: an approval that comes later, another day, a checklist more."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.checklists.models import Version
from inspectapp.people.actor import Actor
from inspectapp.people.refused import FieldRefused
from inspectapp.shared import clock, db, ledger
from inspectapp.subjects.refused import Difference, Stale
from inspectapp.visits import queries
from inspectapp.visits.actions.asking import ask, named, versions_asked
from inspectapp.visits.actions.certificates import problem_of
from inspectapp.visits.actions.preparing import year_words
from inspectapp.visits.actions.steps import arranger_here, hold, officers_of
from inspectapp.visits.models import Visit
from inspectapp.visits.rules import (
    ADDED,
    PLAN,
    check_day_stays,
    check_plan_open,
    check_reason_over_cap,
    in_words,
    plan_mark,
)
from inspectapp.visits.words import AWAY

CORRECTED = "修改检查安排"
ACTS = ("安排检查", CORRECTED)


def correct_plan(
    session: Session, visit: Visit, values: Mapping[str, Any], added: Sequence[Version], seen: str, *,
    by: Actor, at: datetime,
) -> list[str]:  # fmt: skip
    """Says in words what changed; `seen` is the mark of the plan that these values were typed over."""
    arranger_here(session, visit, by)
    hold(session, visit)
    check_plan_open(visit.state)
    added = [version for version in added if named(version) not in visit.checklists]
    changes = {name: values[name] for name in PLAN if name in values and values[name] != getattr(visit, name)}
    check_day_stays(visit.state, visit.planned_day, values.get("planned_day", visit.planned_day))
    if changes and seen != plan_mark(visit.model_dump()):
        raise _stale(session, visit, changes)
    _check(session, visit, changes, at)
    told = [PLAN[name] for name in changes] + [ADDED] * bool(added)
    if told:
        _write(session, visit, changes, added, told, by=by, at=at)
    return told


def _write(
    session: Session, visit: Visit, changes: Mapping[str, Any], added: Sequence[Version], told: list[str], *,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    before = versions_asked(session, visit)
    for name, value in changes.items():
        setattr(visit, name, value)
    visit.checklists = [*visit.checklists, *(named(version) for version in added)]
    visit.version += 1
    ledger.note(session, visit, CORRECTED, by=by, at=at, changed=told)
    if added:
        ask(session, visit, before, added, by=by, at=at)


def _check(session: Session, visit: Visit, changes: Mapping[str, Any], at: datetime) -> None:
    """Another day asks the cap of its year and every certificate anew."""
    if "planned_day" in changes:
        _check_certificates(session, visit, changes)
    if changes.keys() & {"planned_day", "over_cap_reason"}:
        _check_cap(session, visit, changes, at)


def _check_certificates(session: Session, visit: Visit, changes: Mapping[str, Any]) -> None:
    for one in officers_of(session, visit):
        if one.consent in AWAY:
            continue
        if problem := problem_of(session, one.person_id, changes["planned_day"]):
            sentence = f"{one.name}{problem}，在计划的检查日期不能参加检查。请另选日期，或先更新执法证。"
            raise FieldRefused("planned_day", sentence)


def _check_cap(session: Session, visit: Visit, changes: Mapping[str, Any], at: datetime) -> None:
    year = changes.get("planned_day", visit.planned_day).year
    itself, unit = year == visit.planned_day.year, queries.unit_of(session, visit)
    db.hold(session, unit)
    counted = queries.checks_this_year(session, unit, year) - itself
    reason = changes.get("over_cap_reason", visit.over_cap_reason)
    check_reason_over_cap(counted, queries.cap_of(session, visit.region_id), reason, year_words(year, at))


def _stale(session: Session, visit: Visit, changes: Mapping[str, Any]) -> Stale:
    lines = [line for line in ledger.history(session, *visit.chain()) if line.act in ACTS]
    differences = [
        Difference(PLAN[name], in_words(getattr(visit, name)), in_words(value))
        for name, value in changes.items()
    ]
    return Stale(lines[-1].by_name, clock.daytime(lines[-1].at), differences)
