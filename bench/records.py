"""A record finished and sealed beside WeasyPrint's own warm drawing of the very same page: is sealing dear?

Usage: python -m bench.records   (INSPECTAPP_DATA and DATABASE_URL say where; the demo world is there)
The product's time is what an officer waits for: the signed paper compared, the finished one set, sealed,
looked at again and stored. Both in turns in one process, in CPU of all its threads and children; prints JSON.
"""

import io
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

from sqlmodel import Session, select

from bench.goals import Goal, Goals
from bench.photos import another
from bench.servers import Installation
from bench.walks import checklist, visit
from inspectapp.app import open_stores
from inspectapp.checklists.words import Verdict
from inspectapp.config import from_environment
from inspectapp.documents import actions as documents
from inspectapp.documents import queries
from inspectapp.documents.actions import sealing
from inspectapp.documents.models import Document
from inspectapp.documents.strokes import read as read_strokes
from inspectapp.evidence import actions as evidence
from inspectapp.evidence.words import Origin
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.people.queries import actor_for
from inspectapp.records import actions as records
from inspectapp.records import demo
from inspectapp.shared import clock, files, paper
from inspectapp.shared.db import write_session
from inspectapp.shared.images import look_at
from inspectapp.subjects.models import Unit
from inspectapp.subjects.words import UnitKind
from inspectapp.visits import actions as visits
from inspectapp.visits import queries as walked
from inspectapp.visits.demo import pair_of_officers
from inspectapp.visits.rules import Given

#: name → questions, photos.
SIZES = {"short": (1, 0), "long": (100, 40)}
ROUNDS = 3
SEEDS = itertools.count(time.time_ns() % 10**9)


def cpu() -> float:
    """CPU of this process with its threads and the children it waited for."""
    return sum(os.times()[:4])


def signed(session: Session, questions: int, photos: int) -> Document:
    """A record that waits for nothing but its seal."""
    at, pair = clock.now(), pair_of_officers(session)
    by, companion = pair or sys.exit("the demo world is not there")
    of_region = select(Unit).filter_by(region_id=by.region_id, kind=UnitKind.INSTITUTION)
    unit = session.scalars(of_region).first() or sys.exit("no institution to visit")
    one = visit(session, unit, checklist(session, questions, at), by, companion, at)
    rows = walked.answers_of(session, one)
    for row in rows:
        given = Given(Verdict.CONFORMS, demo._typed(row), "已查阅资料并现场核对")
        visits.answer(session, one, row, given, row.version, by=by, at=at)
    for number in range(photos):
        data = another()
        stored, picture = files.current().put_bytes(data), look_at(io.BytesIO(data))
        about = {"origin": Origin.CAMERA, "what": f"现场情况{number}", "place": "教务办公室"}
        row = rows[number % len(rows)]
        evidence.take_photo(session, one, row, stored, picture, about, by=by, at=at, device_at=at)
    record, *_ = records.compose(session, one, leave_unchecked=True, by=by, at=at)
    hands_on(session, record, by, companion)
    return record


def hands_on(session: Session, record: Document, by: Actor, companion: Person) -> None:
    """Every slot is signed, each by a hand of its own: a signature seen before is refused."""
    at, acting = clock.now(), {by.id: by, companion.id: actor_for(session, companion)}
    for slot in queries.slots_on(session, record):
        signer = acting[slot.person_id] if slot.person_id else by
        challenge = documents.begin(session, record, slot, demo._mode(slot), by=signer, at=at)
        strokes = read_strokes(json.dumps(demo._hand(next(SEEDS))))
        drawn = documents.Drawn(strokes, read_to_end=True, device="演示手机")
        documents.sign(session, challenge, drawn, by=signer, at=at)


def handed_over(session: Session, record: Document) -> tuple[Any, int]:
    """What the product hands to WeasyPrint for the finished paper, and how many pages come of it."""
    with mock.patch.object(paper, "render", wraps=paper.render) as render:
        made = sealing.compose(session, record, at=clock.now())
    return render.call_args, made.pages


def race(session: Session, record: Document) -> dict[str, float]:
    """In turns: what WeasyPrint takes, what sealing takes."""
    given, pages = handed_over(session, record)
    runners: dict[str, Callable[[], object]] = {
        "weasyprint": lambda: paper.render(*given.args, **given.kwargs),
        "sealing": lambda: sealing.compose(session, record, at=clock.now()),
    }
    taken: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(ROUNDS):
        for name, runner in runners.items():
            began = cpu()
            runner()
            taken[name].append(cpu() - began)
    return {"pages": pages} | {name: statistics.median(every) for name, every in taken.items()}


def held_against(home: Installation, goals: Goals) -> None:
    """As a race among the others: sealing in times of what WeasyPrint alone takes."""
    for name, found in json.loads(home.call("bench.records")).items():
        ratio = found["sealing"] / found["weasyprint"]
        about = f"R9 record of {found['pages']} pages sealed ({name}): × WeasyPrint's own time"
        goals.add(Goal(about, ratio, 1.5, "×"))


def main() -> dict[str, dict[str, float]]:
    with write_session() as session:
        return {name: race(session, signed(session, *size)) for name, size in SIZES.items()}


if __name__ == "__main__":
    open_stores(from_environment())
    print(json.dumps(main()))
