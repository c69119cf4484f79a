"""Taking in photos, saying what they show, drawing on a copy, setting one aside."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlmodel import Session

from inspectapp.evidence import queries, rules
from inspectapp.evidence.models import Finding, Photo
from inspectapp.evidence.words import Origin
from inspectapp.people.actor import Actor
from inspectapp.shared import clock, ledger
from inspectapp.shared.files import Stored
from inspectapp.shared.images import Picture
from inspectapp.shared.prepared import Prepared
from inspectapp.shared.refusals import NotNow, Unreadable
from inspectapp.visits.actions.answering import question_open_to
from inspectapp.visits.actions.steps import hold, officer_here
from inspectapp.visits.models import Answer, Visit
from inspectapp.visits.rules import check_open_for_answers

LIMIT = 25 * 1024 * 1024
photos, findings = Photo.__table__, Finding.__table__  # type: ignore[attr-defined]
COLUMNS = tuple(column.key for column in photos.columns)
_ADD = Prepared(insert(photos))
_TWIN = Prepared(
    select(photos)
    .where(photos.c.answer_id == bindparam("answer"), photos.c.sha256 == bindparam("bytes"))
    .where(photos.c.aside_at.is_(None))
)
_AGAIN = Prepared(
    update(photos)
    .where(photos.c.id == bindparam("photo"))
    .values(told=bindparam("new_told"), version=bindparam("new_version"))
)
_FINDING = Prepared(
    select(findings.c.id).where(
        findings.c.id == bindparam("finding"), findings.c.answer_id == bindparam("answer")
    )
)
GIVEN = (*rules.ABOUT, "origin", "id")


class StaleWords(NotNow):
    """The other officer said something else of the photo first."""

    def __init__(self, who: str, when: datetime, typed: Mapping[str, Any]) -> None:
        self.who, self.typed = who, rules.said_of(typed)
        super().__init__(
            f"{who}在{clock.daytime(when)}已修改这张照片的说明，您的内容没有保存。请对照后选择保留哪一个。"
        )


class StaleMarks(NotNow):
    """The other officer drew over the photo first: what both drew is shown together."""

    def __init__(self, who: str, when: datetime, both: Sequence[Mapping[str, Any]]) -> None:
        self.both = both
        super().__init__(
            f"{who}在{clock.daytime(when)}已标注这张照片，您的标注没有保存。"
            "图上是两个人的标注，请核对后再点“保存标注”。"
        )


@dataclass(frozen=True)
class Taken:
    """A photo that is in use, and the question it belongs to."""

    id: uuid.UUID
    version: int
    what: str
    question: Any
    finding: str = ""

    @property
    def adds(self) -> int:
        """What it adds to the stamp of its card."""
        return rules.row_mark(self.id, self.version)


def take_photo(
    session: Session, visit: Visit, answer: Answer, stored: Stored, picture: Picture,
    values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None, sha256: str = "",
) -> Photo:  # fmt: skip
    """Take in one photo of a question."""
    session.flush()
    taken = take(
        session.connection(), visit.id, answer.id, stored, picture, values,
        by=by, at=at, device_at=device_at, sha256=sha256,
    )  # fmt: skip
    return session.get_one(Photo, taken.id)


def take(
    connection: Connection, visit_id: uuid.UUID, answer_id: uuid.UUID, stored: Stored, picture: Picture,
    values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None, sha256: str = "",
) -> Taken:  # fmt: skip
    """The same by ids alone: while it runs nobody else can write.

    The bytes are safe; compare them with what the phone counted, then write the row. The same bytes at the
    same question are the same photo.
    """
    question = question_open_to(connection, visit_id, answer_id, by)
    rules.check_copy(values["origin"] is Origin.COPY, values.get("statement", ""), values.get("keeper", ""))
    if sha256 and stored.sha256 != sha256:
        raise Unreadable("照片在传送中受损，没有保存。请重新上传这张照片。")
    twin = _TWIN.first(connection, {"answer": answer_id, "bytes": stored.sha256})
    if twin is not None:
        return _known_already(connection, twin, question, values.get("id"), by=by, at=at, device_at=device_at)
    told, wanted = {**values.get("told", {}), "file": dict(picture.told)}, values.get("finding_id")
    present = wanted and _FINDING.first(connection, {"finding": wanted, "answer": answer_id})
    photo = Photo(
        **{name: values[name] for name in GIVEN if name in values},
        finding_id=wanted if present else None,
        # Words and photos leave a phone side by side: its finding may be still on its way.
        told={**told, "finding": str(wanted)} if wanted and not present else told,
        visit_id=visit_id, answer_id=answer_id, sha256=stored.sha256, size=stored.size, mime=picture.mime,
        width=picture.width, height=picture.height, by_id=by.id, by_name=by.name, at=at, device_at=device_at,
    )  # fmt: skip
    row = {column: getattr(photo, column) for column in COLUMNS}
    _ADD.run(connection, row)
    ledger.note_facts(
        connection, ledger.Facts(Photo.__tablename__, photo.id, photo.chain(), row), "收到照片",
        by=by, at=at, device_at=device_at, number=question.position,
    )  # fmt: skip
    return Taken(photo.id, photo.version, photo.what, question, photo.said_finding)


def _known_already(
    connection: Connection, twin: Any, question: Any, own_id: uuid.UUID | None, *, by: Actor, at: datetime,
    device_at: datetime | None,
) -> Taken:  # fmt: skip
    """The same bytes under another id: what is said of that id later is said of the photo that is there."""
    also = twin.told.get("also", "").split()
    if own_id is None or own_id == twin.id or str(own_id) in also:
        return Taken(twin.id, twin.version, twin.what, question, str(twin.finding_id or ""))
    row = {column: getattr(twin, column) for column in COLUMNS}
    row |= {"told": {**twin.told, "also": " ".join([*also, str(own_id)])}, "version": twin.version + 1}
    _AGAIN.run(connection, {"photo": twin.id, "new_told": row["told"], "new_version": row["version"]})
    ledger.note_facts(
        connection, ledger.Facts(Photo.__tablename__, twin.id, ("visits", twin.visit_id), row),
        "同一张照片再次送达", by=by, at=at, device_at=device_at, number=question.position,
    )  # fmt: skip
    return Taken(twin.id, row["version"], twin.what, question, str(twin.finding_id or ""))


def put_to(
    session: Session, visit: Visit, photo: Photo, finding: Finding | None, seen: str, *,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """It proves this finding of its question, or on purpose none; `seen` is where the officer saw it."""
    _check(session, visit, by)
    if finding is not None and (finding.answer_id != photo.answer_id or finding.withdrawn_at is not None):
        raise NotNow("这个问题已经撤回，照片没有改归。请刷新后再选。")
    wanted = str(finding.id) if finding else rules.NO_FINDING
    if photo.said_finding == wanted:
        return
    if seen != photo.said_finding:
        who, when = queries.last_to(session, queries.PUT, photo)
        raise NotNow(
            f"{who}在{clock.daytime(when)}已改过这张照片归哪个问题，您的选择没有保存。请刷新后再选。"
        )
    photo.finding_id = finding.id if finding else None
    photo.told = {**photo.told, "finding": wanted}
    photo.version += 1
    ledger.note(session, photo, queries.PUT, by=by, at=at)


def hang_up(session: Session, finding: Finding, *, by: Actor, at: datetime) -> None:
    """Photos that were taken at a finding and arrived before it are put to it now."""
    query = select(Photo).where(photos.c.answer_id == finding.answer_id, photos.c.finding_id.is_(None))
    for photo in session.scalars(query):
        if photo.told.get("finding") == str(finding.id):
            photo.finding_id = finding.id
            photo.version += 1
            ledger.note(session, photo, queries.PUT, by=by, at=at)


def describe_photo(
    session: Session, visit: Visit, photo: Photo, values: Mapping[str, Any], mark: int, *,
    by: Actor, at: datetime, device_at: datetime | None = None,
) -> Photo:  # fmt: skip
    """What it shows and where; said to equal an original, it is a copy of a paper, wherever it came from.

    `mark` is that of the words the officer saw.
    """
    _check(session, visit, by)
    said, stands = rules.said_of(values), rules.said_of(vars(photo))
    copied = photo.origin is Origin.COPY or bool(said["statement"] or said["keeper"])
    rules.check_copy(copied, said["statement"], said["keeper"])
    if said == stands:
        return photo
    if mark != rules.words_mark(stands):
        raise StaleWords(*queries.last_to(session, queries.DESCRIBED, photo), said)
    for name, words in said.items():
        setattr(photo, name, words)
    photo.version += 1
    ledger.note(session, photo, queries.DESCRIBED, by=by, at=at, device_at=device_at)
    return photo


def draw_on(
    session: Session, visit: Visit, photo: Photo, marks: Sequence[Mapping[str, Any]], mark: int, *,
    by: Actor, at: datetime,
) -> Photo:  # fmt: skip
    """Arrows, boxes and words over a copy; the photo itself stays as it was.

    `mark` is that of the marks the officer saw.
    """
    _check(session, visit, by)
    drawn = rules.read_marks(marks)
    if drawn == photo.marks:
        return photo
    if mark != rules.marks_mark(photo.marks):
        both = rules.both_marks(drawn, photo.marks)
        raise StaleMarks(*queries.last_to(session, queries.DRAWN, photo), both)
    photo.marks = drawn
    photo.version += 1
    ledger.note(session, photo, queries.DRAWN, by=by, at=at, marks=len(photo.marks))
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
    hold(session, visit)
    check_open_for_answers(visit.state)
