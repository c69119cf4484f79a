"""An upload between dry run and take-in, bound to one person for an hour; and the record of traffic."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from inspectapp.people.actor import Actor
from inspectapp.shared import db, ledger
from inspectapp.shared.refusals import NotFound, NotNow
from inspectapp.shared.text import mask_numbers
from inspectapp.subjects.excel.books import Book
from inspectapp.subjects.excel.plan import Plan
from inspectapp.subjects.excel.planning import make_plan
from inspectapp.subjects.excel.reading import RawSheet, read_rows
from inspectapp.subjects.excel.taking import take_in
from inspectapp.subjects.models import RegisterExchange, RegisterUpload
from inspectapp.subjects.refused import FieldRefused
from inspectapp.subjects.rules import editing

HELD_FOR = timedelta(hours=1)
EXPORT_OPEN_FOR = timedelta(minutes=10)
CHANGED = "核对以后登记簿有了变动，这份表格没有导入。请看下面新的核对结果，再确认一次。"


def hold(
    session: Session, book: Book, file_name: str, sha256: str, sheet: RawSheet, *, by: Actor, at: datetime
) -> RegisterUpload:  # fmt: skip
    """Keep what a file says for an hour, so that what is confirmed is what was looked at."""
    session.execute(delete(RegisterUpload).where(col(RegisterUpload.expires_at) < at))
    upload = RegisterUpload(
        book=book.slug, file_name=file_name[:120], sha256=sha256, content=sheet.packed(),
        by_id=by.id, at=at, expires_at=at + HELD_FOR,
    )  # fmt: skip
    session.add(upload)
    session.flush()
    return upload


def held(session: Session, book: Book, upload_id: uuid.UUID, *, by: Actor, at: datetime) -> RegisterUpload:
    """One's own upload, while it lasts."""
    upload = session.get(RegisterUpload, upload_id)
    if upload is None or upload.by_id != by.id or upload.book != book.slug or upload.expires_at < at:
        raise NotFound("没有找到这份表格，可能已超过一小时。请重新上传。")
    return upload


def sheet_of(upload: RegisterUpload) -> RawSheet:
    """What the file said."""
    if upload.taken_at is not None:
        raise NotNow("这份表格已经导入过了。如有新的改动，请重新上传。")
    return RawSheet.unpacked(upload.content)


def take(
    session: Session, book: Book, upload: RegisterUpload, seen: str, *, by: Actor, at: datetime
) -> Plan | None:  # fmt: skip
    """Take the file in as it was looked at; None if that is no longer what would happen, or a row is bad."""
    # Two taps on one upload: the second waits here, and finds it taken.
    db.hold(session, upload)
    plan = make_plan(session, book, read_rows(book, sheet_of(upload)), by=by)
    if not plan.can_be_taken or plan.fingerprint(upload.sha256) != seen:
        return None
    take_in(session, plan, by=by, at=at)
    upload.counts = {outcome.name: count for outcome, count in plan.counts.items()}
    upload.taken_at, upload.content = at, ""
    _record(session, book, "导入", by=by, at=at, rows=len(plan.new) + len(plan.changed), sha256=upload.sha256)
    return plan


def open_export(
    session: Session, book: Book, rows: int, reason: str, *, full: bool, by: Actor, at: datetime
) -> RegisterExchange:  # fmt: skip
    """On record before the file is made; full numbers only by role and with a reason."""
    if full:
        editing.check_may_reveal(by.role)
    if full and len(reason) < editing.SHORTEST_REASON:
        raise FieldRefused("reason", f"请写明导出原因，至少{editing.SHORTEST_REASON}个字。")
    told = mask_numbers(reason)[:200]
    return _record(
        session,
        book,
        "导出完整号码" if full else "导出",
        by=by,
        at=at,
        rows=rows,
        full_numbers=full,
        reason=told,
    )


def export_of(
    session: Session, book: Book, export_id: uuid.UUID, *, by: Actor, at: datetime
) -> RegisterExchange:
    """The permission one was given a moment ago."""
    found = session.get(RegisterExchange, export_id)
    if found is None or found.by_id != by.id or found.book != book.slug or found.at + EXPORT_OPEN_FOR < at:
        raise NotFound("这次导出已经失效。请重新导出。")
    return found


def _record(
    session: Session, book: Book, act: str, *, by: Actor, at: datetime, **values: Any
) -> RegisterExchange:
    exchange = RegisterExchange(book=book.slug, act=act, by_id=by.id, region_id=by.region_id, at=at, **values)
    session.add(exchange)
    ledger.note(
        session, exchange, f"{act}{book.title}登记", by=by, at=at, rows=exchange.rows, reason=exchange.reason
    )
    return exchange
