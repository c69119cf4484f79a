"""Taking in photos, saying what they show, drawing on a copy, setting one aside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.evidence import queries, rules
from inspectapp.evidence.models import Photo
from inspectapp.evidence.words import Origin
from inspectapp.people.actor import Actor
from inspectapp.shared import ledger
from inspectapp.shared.files import Stored
from inspectapp.shared.images import Picture
from inspectapp.shared.refusals import NotNow, Unreadable
from inspectapp.visits.actions.steps import officer_here
from inspectapp.visits.models import Answer, Visit
from inspectapp.visits.rules import check_open_for_answers

LIMIT = 25 * 1024 * 1024
ABOUT = ("what", "place", "statement", "keeper")
GIVEN = (*ABOUT, "origin", "told", "id", "finding_id")


def take_photo(
    session: Session, visit: Visit, answer: Answer, stored: Stored, picture: Picture,
    values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None, sha256: str = "",
) -> Photo:  # fmt: skip
    """The bytes are safe; compare them with what the phone counted, then write the row.

    The same bytes at the same question are the same photo.
    """
    _check(session, visit, by)
    rules.check_copy(values["origin"] is Origin.COPY, values.get("statement", ""), values.get("keeper", ""))
    if sha256 and stored.sha256 != sha256:
        raise Unreadable("照片在传送中受损，没有保存。请重新上传这张照片。")
    twin = queries.twin_of(session, answer, stored.sha256)
    if twin is not None:
        return twin
    photo = Photo(
        **{name: values[name] for name in GIVEN if name in values},
        visit_id=visit.id, answer_id=answer.id, sha256=stored.sha256, size=stored.size, mime=picture.mime,
        width=picture.width, height=picture.height, by_id=by.id, by_name=by.name, at=at, device_at=device_at,
    )  # fmt: skip
    session.add(photo)
    ledger.note(session, photo, "收到照片", by=by, at=at, device_at=device_at, number=answer.position)
    return photo


def describe_photo(
    session: Session, visit: Visit, photo: Photo, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> Photo:  # fmt: skip
    """What it shows and where; said to equal an original, it is a copy of a paper."""
    _check(session, visit, by)
    statement, keeper = values.get("statement", ""), values.get("keeper", "")
    copied = photo.origin is Origin.COPY or bool(statement or keeper)
    rules.check_copy(copied, statement, keeper)
    photo.origin = Origin.COPY if copied else photo.origin
    for name in ABOUT:
        setattr(photo, name, values.get(name, ""))
    photo.version += 1
    ledger.note(session, photo, "说明照片", by=by, at=at)
    return photo


def draw_on(
    session: Session, visit: Visit, photo: Photo, marks: Sequence[Mapping[str, Any]], *,
    by: Actor, at: datetime,
) -> Photo:  # fmt: skip
    """Arrows, boxes and words over a copy; the photo itself stays as it was."""
    _check(session, visit, by)
    photo.marks = rules.read_marks(marks)
    photo.version += 1
    ledger.note(session, photo, "标注照片副本", by=by, at=at, marks=len(photo.marks))
    return photo


def set_aside(session: Session, visit: Visit, photo: Photo, why: str, *, by: Actor, at: datetime) -> None:
    """Not used in the record, yet kept."""
    _check(session, visit, by)
    if photo.aside_at is not None:
        raise NotNow("这张照片已经不采用。")
    if len(why.strip()) < 2:
        raise Unreadable("请写明不采用的原因。")
    photo.aside_at, photo.aside_why = at, why.strip()
    photo.version += 1
    ledger.note(session, photo, "不采用照片", by=by, at=at)


def _check(session: Session, visit: Visit, by: Actor) -> None:
    officer_here(session, visit, by)
    check_open_for_answers(visit.state)
