"""Visits in the middle of their checklist, for the races: made through the product's own acts.

Usage: python -m bench.walks COUNT…   (one visit for each number of questions; the demo world is there)
Prints as JSON the addresses of the visits in the same order.
"""

import json
import sys
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from inspectapp.app import open_stores
from inspectapp.checklists.actions.packs import put_in_force, write
from inspectapp.checklists.content import ItemContent, PackContent
from inspectapp.checklists.models import Pack, Version
from inspectapp.checklists.packs import SHIPPED
from inspectapp.config import from_environment
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.people.queries import actor_for
from inspectapp.shared import clock, ledger
from inspectapp.shared.db import write_session
from inspectapp.subjects.models import Unit
from inspectapp.subjects.words import UnitKind
from inspectapp.visits import actions
from inspectapp.visits.demo import ARRIVAL, pair_of_officers
from inspectapp.visits.models import Visit
from inspectapp.visits.words import Source


def asked(count: int) -> tuple[ItemContent, ...]:
    """The first questions of the shipped checklists, in their order."""
    items = [item for content in SHIPPED for item in content.items]
    return tuple(replace(item, code=f"R{place}") for place, item in enumerate(items[:count], start=1))


def checklist(session: Session, count: int, at: datetime) -> Version:
    """A published checklist of so many questions."""
    pack = Pack(code=f"RACE-{count}")
    session.add(pack)
    ledger.note(session, pack, "装入自带检查表", by=None, at=at)
    content = PackContent(pack.code, f"{count}项检查表", "", (UnitKind.INSTITUTION,), items=asked(count))
    version = write(session, pack, content, 1, "装入自带检查表", by=None, at=at)
    return put_in_force(session, pack, version, by=None, at=at)


def visit(
    session: Session, unit: Unit, version: Version, by: Actor, companion: Person, at: datetime
) -> Visit:
    """Both officers stand in the room and the check has begun."""
    values = {"source": Source.PLAN, "purpose": "安全培训专项检查", "planned_day": clock.today()}
    made = actions.prepare(session, unit, values, [companion], [version], by=by, at=at)
    actions.confirm(session, made, by=actor_for(session, companion), at=at)
    actions.arrive(session, made, ARRIVAL, by=by, at=at)
    actions.begin(session, made, by=by, at=at)
    return made


def build(counts: list[int]) -> list[str]:
    """The addresses of the new visits."""
    at = clock.now()
    with write_session() as session:
        by, companion = pair_of_officers(session) or sys.exit("the demo world is not there")
        of_region = select(Unit).filter_by(region_id=by.region_id, kind=UnitKind.INSTITUTION)
        unit = session.scalars(of_region).first() or sys.exit("no institution to visit")
        versions = {count: checklist(session, count, at) for count in sorted(set(counts))}
        made = [visit(session, unit, versions[count], by, companion, at) for count in counts]
        return [f"/visits/{one.id}" for one in made]


if __name__ == "__main__":
    open_stores(from_environment())
    print(json.dumps(build([int(word) for word in sys.argv[1:]])))
