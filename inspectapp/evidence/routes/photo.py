"""Photos: taken in, shown, described, drawn on, set aside."""

import json
import uuid
from typing import Any

from flask import Response, make_response, request

from inspectapp.evidence import actions, queries, rules
from inspectapp.evidence.forms import AsideForm, PhotoForm, TakeForm
from inspectapp.evidence.models import Photo
from inspectapp.evidence.routes.blueprint import (
    INSPECTORS,
    READERS,
    bp,
    card_done,
    card_refused,
    may_answer,
    version_seen,
    visit_at_work,
    visit_here,
)
from inspectapp.evidence.words import Origin
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock, files
from inspectapp.shared.images import Shape, look_at, smaller
from inspectapp.shared.refusals import NotFound, Unreadable
from inspectapp.visits import queries as visits
from inspectapp.visits.models import Visit
from inspectapp.web.device import device_time
from inspectapp.web.respond import asked_by_htmx, done, page, scrap
from inspectapp.web.sent import reads_form, sent_form
from inspectapp.web.transaction import connection, op_id, session, writes
from inspectapp.web.uploads import keeps_file, upload

WORDS, MARKS = "evidence/_words.html", "evidence/_marks.html"
TOO_BIG = "照片太大，没有保存。请用手机相机重新拍一张。"
COPIES = {"thumb": (Shape.THUMB, "image/webp"), "screen": (Shape.SCREEN, "image/jpeg")}


@bp.post("/answers/<uuid:answer_id>/photos")
@allows(*INSPECTORS)
@keeps_file("photo", look_at, actions.LIMIT, TOO_BIG)
@reads_form(TakeForm)
@writes
def take_photo(visit_id: uuid.UUID, answer_id: uuid.UUID) -> Response:
    form, sent = sent_form(TakeForm), upload()
    if not form.ok:
        return _refused(visit_id, answer_id, 422, next(iter(form.errors.values())))
    if sent.stored is None:
        return _refused(visit_id, answer_id, 422, sent.refusal.sentence if sent.refusal else "")
    try:
        taken = actions.take(
            connection(), visit_id, answer_id, sent.stored, sent.found, _taken(form),
            sha256=form.values["sha256"], by=current_actor(), at=clock.now(), device_at=device_time(),
        )  # fmt: skip
    except NotFound:
        visit_at_work(visit_id)  # whether one may work here is told before what there is
        raise
    except Unreadable as refused:
        return _refused(visit_id, answer_id, refused.status, refused.sentence)
    if asked_by_htmx():
        return scrap("evidence/_hung.html", visit_id=visit_id, answer=taken.question, photo=taken)
    visit = visit_here(visit_id)
    return card_done(visit, visits.answer_for(session(), visit, answer_id))


def _refused(visit_id: uuid.UUID, answer_id: uuid.UUID, status: int, sentence: str) -> Response:
    visit = visit_at_work(visit_id)
    return card_refused(visit, visits.answer_for(session(), visit, answer_id), status, sentence)


@bp.get("/photos/<uuid:photo_id>")
@allows(*READERS)
def show_photo(visit_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    visit = visit_here(visit_id)
    return _page(visit, queries.photo_for(session(), visit, photo_id))


@bp.get("/photos/waiting")
@allows(*INSPECTORS)
def waiting_photo(visit_id: uuid.UUID) -> Response:
    """A photo that only the phone has; the phone puts in which."""
    visit = visit_at_work(visit_id)
    asked = {str(row.id): [row.position, row.item.text] for row in visits.answers_of(session(), visit)}
    words = {"url": "", "key": "", "label": "照片说明", "mark": 0, "copied": False, "clash": None}
    return page(
        "evidence/waiting_photo.html", visit=visit, unit=visits.unit_of(session(), visit), form=PhotoForm(),
        words=words, asked=asked, aside=AsideForm(), marks=[], marked=0,
    )  # fmt: skip


@bp.get("/photos/<uuid:photo_id>/<string:size>")
@allows(*READERS)
def photo_bytes(visit_id: uuid.UUID, photo_id: uuid.UUID, size: str) -> Response:
    visit = visit_here(visit_id)
    photo = queries.photo_for(session(), visit, photo_id)
    if size not in COPIES:
        raise NotFound
    shape, mime = COPIES[size]
    copy = files.derived(
        photo.sha256, shape.name.lower(), lambda: smaller(files.current().read(photo.sha256), shape)
    )
    response = make_response(copy)
    response.headers["Content-Type"] = mime
    return response


@bp.post("/photos/<uuid:photo_id>")
@allows(*INSPECTORS)
@writes
def describe(visit_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    visit, form = visit_at_work(visit_id), PhotoForm.read(request.form)
    photo = queries.photo_for(session(), visit, photo_id)
    if not form.ok:
        return _page(visit, photo, 422, form=form)
    try:
        actions.describe_photo(
            session(), visit, photo, form.values, version_seen(),
            by=current_actor(), at=clock.now(), device_at=device_time(),
        )  # fmt: skip
    except actions.StaleWords as stale:
        return _page(visit, photo, stale.status, form=form, clash=stale)
    except Unreadable as refused:
        form.fail("statement", refused.sentence)
        return _page(visit, photo, 422, form=form)
    told = _told_of(visit, photo, PhotoForm.of(photo.model_dump()), None)
    return done(f"/visits/{visit.id}/photos/{photo.id}", WORDS, message="已保存照片说明", **told)


@bp.post("/photos/<uuid:photo_id>/marks")
@allows(*INSPECTORS)
@writes
def draw(visit_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    visit = visit_at_work(visit_id)
    photo = queries.photo_for(session(), visit, photo_id)
    try:
        actions.draw_on(session(), visit, photo, _marks(), version_seen(), by=current_actor(), at=clock.now())
    except actions.StaleMarks as stale:
        if asked_by_htmx():
            both = {"marks": stale.both, "refusal": stale.sentence, "alone": True}
            return page(MARKS, status=stale.status, **_marks_of(visit, photo) | both)
        return _page(visit, photo, stale.status, marks=stale.both, refusal=stale.sentence)
    told = _marks_of(visit, photo)
    return done(told["words"]["url"], MARKS, message="已保存标注，原照片没有改动", **told)


@bp.post("/photos/<uuid:photo_id>/finding")
@allows(*INSPECTORS)
@writes
def put_photo(visit_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    visit = visit_at_work(visit_id)
    photo, wanted = queries.photo_for(session(), visit, photo_id), _id(request.form.get("finding_id", ""))
    finding = queries.finding_for(session(), visit, wanted) if wanted else None
    seen = request.form.get("seen", "")
    actions.put_to(session(), visit, photo, finding, seen, by=current_actor(), at=clock.now())
    return done(f"/visits/{visit.id}/photos/{photo.id}", message="已保存照片归哪个问题")


@bp.post("/photos/<uuid:photo_id>/aside")
@allows(*INSPECTORS)
@writes
def set_aside(visit_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    visit, form = visit_at_work(visit_id), AsideForm.read(request.form)
    photo = queries.photo_for(session(), visit, photo_id)
    if not form.ok:
        return _page(visit, photo, 422, aside=form)
    try:
        actions.set_aside(session(), visit, photo, form.values["why"], by=current_actor(), at=clock.now())
    except Unreadable as refused:
        form.fail("why", refused.sentence)
        return _page(visit, photo, 422, aside=form)
    answer = visits.answer_for(session(), visit, photo.answer_id)
    return done(f"/visits/{visit.id}/checklist#q-{answer.position}", message="这张照片不再采用，原件仍保留")


def _taken(form: TakeForm) -> dict[str, Any]:
    given = {name: value for name, value in form.values.items() if name != "sha256"}
    told, finding = _told(given.pop("told")), _id(given.pop("finding_id"))
    return {**given, "told": told, "id": op_id(), "finding_id": finding}


def _id(typed: str) -> uuid.UUID | None:
    """What is no id names no finding: the photo is taken in all the same."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _told(text: str) -> dict[str, Any]:
    """What the phone read out of the file; only what is expected is kept."""
    try:
        told = json.loads(text or "{}")
    except ValueError:
        return {}
    names = ("taken", "offset", "position", "looked", "original_sha256", "original_size", "made_smaller")
    return {name: str(told[name])[:80] for name in names if name in told} if isinstance(told, dict) else {}


def _marks() -> list[Any]:
    try:
        given = json.loads(request.form.get("marks", "[]"))
    except ValueError:
        given = None
    if not isinstance(given, list):
        raise Unreadable("标注没有读懂，没有保存。请重新标注。")
    return given


def _marks_of(visit: Visit, photo: Photo) -> dict[str, Any]:
    """What is drawn, and what the phone knows it by."""
    marks = {"marks": photo.marks, "marked": rules.marks_mark(photo.marks)}
    return {**marks, "words": {"url": f"/visits/{visit.id}/photos/{photo.id}"}}


def _page(visit: Visit, photo: Photo, status: int = 200, **forms: Any) -> Response:
    form = forms.get("form") or PhotoForm.of(photo.model_dump())
    told = _told_of(visit, photo, form, forms.get("clash"))
    if "form" in forms and asked_by_htmx():
        return page(WORDS, status=status, **told)
    return page(
        "evidence/photo.html", status=status, photo=photo, **told,
        aside=forms.get("aside") or AsideForm(), writable=may_answer(visit) and photo.aside_at is None,
        **_choices(visit, photo), own_time=rules.own_time_in_words(photo.told),
        own_place=rules.own_place_in_words(photo.told),
        marks=forms.get("marks", photo.marks), marked=rules.marks_mark(photo.marks),
        refusal=forms.get("refusal", ""),
    )  # fmt: skip


def _choices(visit: Visit, photo: Photo) -> dict[str, Any]:
    """What the photo may prove: each finding of its question, or none of them on purpose."""
    answer = visits.answer_for(session(), visit, photo.answer_id)
    found = queries.findings_of(session(), visit, answer).get(answer.id, [])
    proves = [one for one in found if queries.proving(one, found, [photo])]
    none = (rules.NO_FINDING, "不归入某个问题", "只作为这一项的照片")
    options = [*((str(one.id), one.text, one.place) for one in found), none] if found else []
    return {"findings": options, "proves": str(proves[0].id) if proves else rules.NO_FINDING}


def _told_of(
    visit: Visit, photo: Photo, form: PhotoForm, clash: actions.StaleWords | None
) -> dict[str, Any]:  # fmt: skip
    """Everything that stands in the part of the page where the photo is put into words."""
    answer, said = visits.answer_for(session(), visit, photo.answer_id), rules.said_of(vars(photo))
    words = {
        "url": f"/visits/{visit.id}/photos/{photo.id}", "key": answer.id, "mark": rules.words_mark(said),
        "label": f"第{answer.position}项的照片说明", "copied": photo.origin is Origin.COPY,
        "clash": {"who": clash.who, "sentence": clash.sentence, "theirs": said, "mine": clash.typed}
        if clash else None,
    }  # fmt: skip
    unit = visits.unit_of(session(), visit)
    return {"visit": visit, "unit": unit, "answer": answer, "form": form, "words": words}
