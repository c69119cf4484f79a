"""The walk: the whole checklist on one page, what the other officer did meanwhile, what is still open."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, request

from inspectapp.checklists.words import Verdict
from inspectapp.evidence import queries
from inspectapp.evidence.queries import Question
from inspectapp.evidence.routes.blueprint import READERS, bp, may_answer, visit_here
from inspectapp.people.access import allows
from inspectapp.shared import clock
from inspectapp.visits import queries as visits
from inspectapp.visits.rules import Gap
from inspectapp.web.respond import page, page_or_fragment
from inspectapp.web.transaction import session

#: Writers of one visit wait for each other, so a commit may appear a moment after its own clock time.
OVERLAP = timedelta(seconds=10)


@bp.get("/checklist")
@allows(*READERS)
def checklist(visit_id: uuid.UUID) -> Response:
    visit, now = visit_here(visit_id), clock.now()
    walked = queries.walk(session(), visit)
    only = Verdict.__members__.get(request.args.get("only", ""))
    shown = _only(walked, only)
    return page(
        "evidence/checklist.html", visit=visit, unit=visits.unit_of(session(), visit), shown=shown,
        sections=_sections(walked, shown), chosen=only, total=len(walked), tally=_tally(walked),
        writable=may_answer(visit), now=now,
    )  # fmt: skip


@bp.get("/changes")
@allows(*READERS)
def changes(visit_id: uuid.UUID) -> Response:
    visit, now = visit_here(visit_id), clock.now()
    changed = queries.changed_since(session(), visit, _since(now) - OVERLAP)
    tally = _tally(queries.walk(session(), visit))
    return page(
        "evidence/_changes.html", visit=visit, questions=changed, writable=may_answer(visit), now=now,
        tally=tally, total=sum(tally.values()),
    )  # fmt: skip


@bp.get("/open-items")
@allows(*READERS)
def open_items(visit_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    walked = queries.walk(session(), visit)
    found = queries.gaps_of(walked)
    return page(
        "evidence/open_items.html", visit=visit, gaps=found, sections=_open_by_section(walked, found),
        writable=may_answer(visit),
    )  # fmt: skip


@bp.get("/earlier-findings")
@allows(*READERS)
def earlier_findings(visit_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    last, found = queries.earlier(session(), visit)
    photos = queries.proofs_of(session(), last) if last is not None else {}
    return page_or_fragment(
        "evidence/earlier.html", "evidence/_earlier.html", visit=visit, last=last, found=found, photos=photos
    )


def _since(now: datetime) -> datetime:
    try:
        told = datetime.fromisoformat(request.args.get("since", ""))
    except ValueError:
        return now
    return told if told.tzinfo else now


def _only(walked: list[Question], verdict: Verdict | None) -> list[Question]:
    return [one for one in walked if verdict is None or one.answer.verdict is verdict]


@dataclass(frozen=True)
class Section:
    """A part of the checklist: how far one is in it, and what of it is listed."""

    title: str
    done: int
    total: int
    listed: Sequence[Question] | Sequence[Gap]


def _by_section(walked: Iterable[Question]) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = {}
    for one in walked:
        found.setdefault(one.answer.content["section"], []).append(one)
    return found


def _sections(walked: list[Question], shown: list[Question]) -> list[Section]:
    """Counted over the whole checklist, whatever of it is shown."""
    whole = _by_section(walked)
    return [_section(title, whole[title], listed) for title, listed in _by_section(shown).items()]


def _open_by_section(walked: list[Question], found: list[Gap]) -> list[Section]:
    parts = _by_section(walked).items()
    return [_section(title, own, _gaps_in(own, found)) for title, own in parts]


def _gaps_in(own: list[Question], found: list[Gap]) -> list[Gap]:
    places = {one.anchor for one in own}
    return [gap for gap in found if gap.anchor in places]


def _section(title: str, own: list[Question], listed: Sequence[Question] | Sequence[Gap]) -> Section:
    done = sum(one.answer.verdict is not Verdict.UNCHECKED for one in own)
    return Section(title, done, len(own), listed)


def _tally(walked: list[Question]) -> dict[Verdict, int]:
    verdicts = [one.answer.verdict for one in walked]
    return {verdict: verdicts.count(verdict) for verdict in Verdict}
