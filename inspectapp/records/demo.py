"""A sealed record for the demo world: a visit that is over, with findings, a photo and drawn signatures."""

import io
import json
import math
from datetime import datetime

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlmodel import Session

from inspectapp.checklists.words import AnswerKind, Verdict
from inspectapp.documents import actions as documents
from inspectapp.documents import queries as papers
from inspectapp.documents import strokes
from inspectapp.documents.models import Document, Slot
from inspectapp.documents.words import Mode, Party, State
from inspectapp.evidence import actions as evidence
from inspectapp.evidence.words import Origin, Severity
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.people.queries import actor_for
from inspectapp.records import actions
from inspectapp.records.papers import OF, RECORD
from inspectapp.shared import files
from inspectapp.shared.images import look_at
from inspectapp.subjects.words import UnitKind
from inspectapp.visits import actions as visits
from inspectapp.visits import queries
from inspectapp.visits.demo import ARRIVAL, pair_of_officers, ready
from inspectapp.visits.models import Answer, Visit
from inspectapp.visits.rules import Given
from inspectapp.visits.words import Source

FAILING = 2
BLUE, RED, WHITE = (22, 82, 161), (180, 35, 24), (245, 247, 250)


def furnish(session: Session, *, at: datetime) -> None:
    """One finished visit to an exam site or institution; nothing when a paper is there already."""
    pair = pair_of_officers(session)
    if pair is None or session.scalars(select(Document)).first() is not None:
        return
    by, companion = pair
    visit = ready(session, by, companion, UnitKind.INSTITUTION, Source.CAMPAIGN, "安全培训机构专项检查", at)
    if visit is None:
        return
    visits.arrive(session, visit, ARRIVAL, by=by, at=at)
    visits.begin(session, visit, by=by, at=at)
    _walk(session, visit, by, at)
    record, *_ = actions.compose(session, visit, leave_unchecked=True, by=by, at=at)
    _sign(session, record, by, companion, at)
    documents.seal(session, record, by=by, at=at)


def addresses(session: Session) -> dict[str, str]:
    """Where scripts find the sealed record: its page, its file, and the page that checks it."""
    query = select(Document).filter_by(kind=RECORD, of_kind=OF, state=State.SEALED)
    found = session.scalars(query).first()
    if found is None:
        return {}
    page, check = f"/documents/{found.id}", f"/v/{found.public_id}"
    return {"sealed_record": page, "sealed_record_pdf": f"{page}/sealed.pdf", "sealed_record_check": check}


def _walk(session: Session, visit: Visit, by: Actor, at: datetime) -> None:
    wrong = [row for row in queries.answers_of(session, visit) if row.item.answer is AnswerKind.YES_NO][
        :FAILING
    ]
    for row in queries.answers_of(session, visit):
        verdict = Verdict.FAILS if row in wrong else Verdict.CONFORMS
        given = Given(verdict, _typed(row), "已查阅资料并现场核对")
        visits.answer(session, visit, row, given, row.version, by=by, at=at)
    for row in wrong:
        _find(session, visit, row, by, at)


def _typed(row: Answer) -> str:
    kind, item = row.item.answer, row.item
    if kind is AnswerKind.NUMBER and item.threshold is not None:
        return str(item.threshold.high or item.threshold.low)
    if kind is AnswerKind.CHOICE:
        return next(
            (one.words for one in item.options if one.verdict is Verdict.CONFORMS), item.options[0].words
        )
    return "情况属实" if kind is AnswerKind.TEXT else ""


def _find(session: Session, visit: Visit, row: Answer, by: Actor, at: datetime) -> None:
    text = row.item.findings[0] if row.item.findings else f"{row.item.text}不符合要求"
    values = {
        "text": text,
        "severity": Severity.GENERAL,
        "place": "教务办公室",
        "codes": list(row.item.basis)[:1],
    }
    evidence.find(session, visit, row, values, by=by, at=at)
    data = _photo(row.position)
    stored, picture = files.current().put_bytes(data), look_at(io.BytesIO(data))
    about = {"origin": Origin.CAMERA, "what": f"第{row.position}项现场情况", "place": "教务办公室"}
    evidence.take_photo(session, visit, row, stored, picture, about, by=by, at=at, device_at=at)


def _photo(number: int) -> bytes:
    """A drawn stand-in: nobody's room, nobody's face."""
    picture = Image.new("RGB", (1200, 900), WHITE)
    brush = ImageDraw.Draw(picture)
    brush.rectangle((120, 120, 1080, 780), outline=BLUE, width=12)
    for line in range(6):
        brush.line(
            (180, 220 + 90 * line, 1020, 220 + 90 * line), fill=RED if line == number % 6 else BLUE, width=8
        )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def _sign(session: Session, record: Document, by: Actor, companion: Person, at: datetime) -> None:
    acting = {by.id: by, companion.id: actor_for(session, companion)}
    for seed, slot in enumerate(papers.slots_on(session, record), start=1):
        signer = acting[slot.person_id] if slot.person_id else by
        challenge = documents.begin(session, record, slot, _mode(slot), by=signer, at=at)
        drawn = documents.Drawn(strokes.read(json.dumps(_hand(seed))), read_to_end=True, device="演示手机")
        documents.sign(session, challenge, drawn, by=signer, at=at)


def _mode(slot: Slot) -> Mode:
    return Mode.OWN_LOGIN if slot.party is Party.OFFICER else Mode.HANDED_OVER


def _hand(seed: int) -> dict[str, object]:
    """Three waves that differ with the seed, as long as a hand takes."""
    lines = [[_point(seed, line, step) for step in range(26)] for line in range(3)]
    return {"width": 640, "height": 260, "lines": lines}


def _point(seed: int, line: int, step: int) -> list[int]:
    y = 130 + 60 * math.sin(step / 3.5 + line * 1.3 + seed) + 18 * math.cos(step * seed / 5)
    return [60 + line * 180 + step * 6, round(y), line * 600 + step * 18]
