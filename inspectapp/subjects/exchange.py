"""The registers as workbooks: take the template or the data home, upload, look at the dry run, confirm."""

import hashlib
import uuid
from urllib.parse import quote

from flask import Blueprint, Response, make_response, request
from werkzeug.datastructures import FileStorage

from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import BUREAU, Actor, Role
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotAllowed, TooLarge, Unreadable
from inspectapp.shared.text import clean
from inspectapp.subjects.excel import exporting, holding
from inspectapp.subjects.excel.books import BOOKS, Book, book_of
from inspectapp.subjects.excel.plan import Outcome, Plan
from inspectapp.subjects.excel.planning import make_plan
from inspectapp.subjects.excel.reading import MOST_ROWS, read_file, read_rows
from inspectapp.subjects.refused import FieldRefused
from inspectapp.subjects.rules import editing
from inspectapp.web.respond import go, page
from inspectapp.web.transaction import apart, session, writes, writes_apart

bp = Blueprint("exchange", __name__, url_prefix="/registers")
MOST_SHOWN = 200
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS = (*BUREAU, Role.CLERK)
WRITERS = (*editing.WRITERS, Role.CLERK)


def may_import(actor: Actor, book: Book) -> bool:
    """A clerk takes in what belongs to the daily running of their own unit."""
    return editing.may_write(actor.role, book.register.clerk_may_write)


def _check_may_import(actor: Actor, book: Book) -> None:
    if not may_import(actor, book):
        raise NotAllowed("您的角色不能导入这个登记簿。如有出入，请联系辖区应急管理局更正。")


@bp.get("")
@allows(*READERS)
def index() -> Response:
    actor = current_actor()
    books = [(book, may_import(actor, book)) for book in BOOKS]
    return page("subjects/excel/index.html", books=books)


@bp.get("/<slug>")
@allows(*READERS)
def show(slug: str) -> Response:
    return _show(book_of(slug))


def _show(
    book: Book, *, status: int = 200, error: str = "", reason: str = "", file_error: str = ""
) -> Response:
    actor = current_actor()
    return page(
        "subjects/excel/show.html",
        status=status,
        book=book,
        may_import=may_import(actor, book),
        may_reveal=actor.role in editing.WRITERS,
        masked=any(column.mask for column in book.all_columns),
        most_rows=MOST_ROWS,
        error=error,
        reason=reason,
        file_error=file_error,
    )


@bp.get("/<slug>/template.xlsx")
@allows(*READERS)
def template(slug: str) -> Response:
    book = book_of(slug)
    return _workbook(exporting.template_of(book), f"{book.title}导入模板")


@bp.post("/<slug>/exports")
@allows(*READERS)
@writes
def open_export(slug: str) -> Response:
    book, actor = book_of(slug), current_actor()
    full, reason = request.form.get("numbers") == "full", clean(request.form.get("reason", ""))
    rows = exporting.count_of(session(), book, actor)
    try:
        made = holding.open_export(session(), book, rows, reason, full=full, by=actor, at=clock.now())
    except FieldRefused as refused:
        return _show(book, status=422, error=refused.sentence, reason=reason)
    return go(f"/registers/{slug}/exports/{made.id}")


@bp.get("/<slug>/exports/<uuid:export_id>")
@allows(*READERS)
def ready(slug: str, export_id: uuid.UUID) -> Response:
    book = book_of(slug)
    made = holding.export_of(session(), book, export_id, by=current_actor(), at=clock.now())
    return page("subjects/excel/ready.html", book=book, made=made)


@bp.get("/<slug>/exports/<uuid:export_id>.xlsx")
@allows(*READERS)
def export(slug: str, export_id: uuid.UUID) -> Response:
    book, actor = book_of(slug), current_actor()
    made = holding.export_of(session(), book, export_id, by=actor, at=clock.now())
    content, _ = exporting.workbook_of(session(), book, actor, full=made.full_numbers)
    return _workbook(content, f"{book.title}{clock.local(made.at):%Y%m%d%H%M}")


@bp.post("/<slug>/uploads")
@allows(*WRITERS)
@writes_apart
def upload(slug: str) -> Response:
    """The dry run comes first and outside any lock; a file with a bad row is not even kept."""
    book, actor = book_of(slug), current_actor()
    _check_may_import(actor, book)
    given = request.files.get("workbook")
    try:
        content = _content_of(given)
        sheet = read_file(book, content)
    except (Unreadable, TooLarge) as refused:
        return _show(book, status=refused.status, file_error=refused.sentence)
    name, digest = clean(given.filename or ""), hashlib.sha256(content).hexdigest()  # type: ignore[union-attr]
    plan = make_plan(session(), book, read_rows(book, sheet), by=actor)
    if plan.bad:
        return _plan_page(plan, name, notes=sheet.notes, status=422)
    with apart() as writing:
        kept = holding.hold(writing, book, name, digest, sheet, by=actor, at=clock.now())
    return go(f"/registers/{slug}/uploads/{kept.id}")


def _content_of(given: FileStorage | None) -> bytes:
    if given is None or not given.filename:
        raise Unreadable("没有收到文件。请先选择表格，再点“上传并核对”。")
    return given.stream.read()


@bp.get("/<slug>/uploads/<uuid:upload_id>")
@allows(*WRITERS)
def dry_run(slug: str, upload_id: uuid.UUID) -> Response:
    return _fresh_plan(book_of(slug), upload_id)


def _fresh_plan(book: Book, upload_id: uuid.UUID, *, notice: str = "", status: int = 200) -> Response:
    actor = current_actor()
    kept = holding.held(session(), book, upload_id, by=actor, at=clock.now())
    sheet = holding.sheet_of(kept)
    plan = make_plan(session(), book, read_rows(book, sheet), by=actor)
    seen = plan.fingerprint(kept.sha256)
    return _plan_page(
        plan, kept.file_name, upload_id=kept.id, seen=seen, notes=sheet.notes, notice=notice, status=status
    )


def _plan_page(
    plan: Plan, file_name: str, *, notes: list[str], upload_id: uuid.UUID | None = None, seen: str = "",
    notice: str = "", status: int = 200,
) -> Response:  # fmt: skip
    return page(
        "subjects/excel/plan.html",
        status=status,
        plan=plan,
        book=plan.book,
        file_name=file_name,
        notes=notes,
        upload_id=upload_id,
        seen=seen,
        notice=notice,
        most_shown=MOST_SHOWN,
    )


@bp.post("/<slug>/uploads/<uuid:upload_id>/taken")
@allows(*WRITERS)
@writes
def take(slug: str, upload_id: uuid.UUID) -> Response:
    book, actor, at = book_of(slug), current_actor(), clock.now()
    _check_may_import(actor, book)
    kept = holding.held(session(), book, upload_id, by=actor, at=at)
    taken = holding.take(session(), book, kept, request.form.get("seen", ""), by=actor, at=at)
    if taken is None:
        return _fresh_plan(book, upload_id, notice=holding.CHANGED, status=409)
    return go(f"/registers/{slug}/uploads/{upload_id}/taken")


@bp.get("/<slug>/uploads/<uuid:upload_id>/taken")
@allows(*WRITERS)
def taken(slug: str, upload_id: uuid.UUID) -> Response:
    book = book_of(slug)
    kept = holding.held(session(), book, upload_id, by=current_actor(), at=clock.now())
    counts = [
        (outcome, kept.counts.get(outcome.name, 0)) for outcome in Outcome if outcome is not Outcome.BAD
    ]
    return page("subjects/excel/done.html", book=book, upload=kept, counts=counts)


def _workbook(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = WORKBOOK
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    response.headers["Cache-Control"] = "no-store"
    return response
