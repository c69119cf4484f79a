"""下载今日任务: which pages and pictures a phone takes along for each of its officer's next visits."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from inspectapp.evidence import queries as evidence
from inspectapp.evidence.models import Photo
from inspectapp.people.actor import Actor
from inspectapp.subjects.models import Unit
from inspectapp.visits import queries as visits
from inspectapp.visits.models import Visit

#: Whoever leaves early prepares the evening before.
NEXT = timedelta(days=1)
COMMON = ("/", "/visits", "/today", "/outbox", "/manual/offline")
#: Under the address of the visit, in the order they will be needed.
PAGES = (
    "", "/arrival", "/introduction", "/checklist", "/photos/waiting", "/open-items", "/scene",
    "/earlier-findings", "/record/field", "/record", "/stop",
)  # fmt: skip
COPIES = ("", "/thumb", "/screen")


def manifest(session: Session, actor: Actor, day: date) -> list[dict[str, Any]]:
    """What everybody needs first, then each visit that is due."""
    due = [one for one in visits.mine(session, actor) if one[0].planned_day <= day + NEXT]
    common = {"visit": "", "title": "首页和检查列表", "text": "", "urls": list(COMMON)}
    return [common, *[_visit(session, visit, unit) for visit, unit, _ in due]]


def _visit(session: Session, visit: Visit, unit: Unit) -> dict[str, Any]:
    here = f"/visits/{visit.id}"
    urls = [here + page for page in PAGES] + [f"/subjects/{unit.id}"]
    return {
        "visit": str(visit.id), "title": unit.name, "text": visit.purpose,
        "urls": urls + list(_pictures(session, visit)),
    }  # fmt: skip


def _pictures(session: Session, visit: Visit) -> Iterator[str]:
    """The photos of this visit with their pages, and what proved the last findings."""
    for photo in _photos(session, visit):
        yield from (f"/visits/{visit.id}/photos/{photo.id}{size}" for size in COPIES)
    last, found = evidence.earlier(session, visit)
    if last is not None:
        proven = {finding.answer_id for finding in found}
        for photo in _photos(session, last):
            if photo.answer_id in proven:
                yield from (f"/visits/{last.id}/photos/{photo.id}{size}" for size in COPIES)


def _photos(session: Session, visit: Visit) -> list[Photo]:
    return [photo for some in evidence.photos_of(session, visit).values() for photo in some]
