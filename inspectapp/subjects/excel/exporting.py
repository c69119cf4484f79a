"""A register as a workbook: what the actor may see, with the numbers of persons masked or in full."""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, func, select

from inspectapp.people.actor import Actor
from inspectapp.people.models import Region
from inspectapp.shared import xlsx
from inspectapp.shared.refusals import TooLarge
from inspectapp.subjects.excel import cells
from inspectapp.subjects.excel.books import UNITS, Book
from inspectapp.subjects.excel.columns import Column
from inspectapp.subjects.excel.reading import MOST_ROWS
from inspectapp.subjects.excel.shelf import seen_by
from inspectapp.subjects.models import Staff, Unit
from inspectapp.subjects.words import StaffRole

MOST_EXPORTED = 50_000
NOTES = (
    f"一次最多导入{MOST_ROWS:,}行。只要有一行有误，整份表格都不会导入。",
    "空着的格子表示不改动；要清空一项，请填“清空”。",
    "带星号的号码（如110***********002X）表示不改动，不会覆盖原来的号码。",
    "身份证号、代码和编号请按文本填写，否则末几位会丢失。",
)


def template_of(book: Book) -> bytes:
    """A workbook to fill in: titles, dropdowns, and a sheet of notes."""
    return xlsx.write_template(_asked(book), f"{book.title}导入模板", notes=(book.remark, *NOTES))


def workbook_of(session: Session, book: Book, actor: Actor, *, full: bool) -> tuple[bytes, int]:
    """What the register holds now, in the shape in which it can come back; and how many rows that is."""
    rows = rows_of(session, book, actor, full=full)
    return xlsx.write_table(_asked(book), rows, book.title), len(rows)


def _asked(book: Book) -> list[xlsx.Column]:
    return [
        xlsx.Column(c.name, c.title, required=c.needed, choices=c.choices, note=c.hint, width=c.width)
        for c in book.all_columns
    ]


def rows_of(session: Session, book: Book, actor: Actor, *, full: bool) -> list[dict[str, Any]]:
    """Every row of the register in this actor's reach, by column."""
    count_of(session, book, actor)
    query = _query(book, actor)
    region_names = dict(session.execute(select(Region.id, Region.name)).tuples().all())
    found = session.execute(query).all()
    return [dict(_cells(book, tuple(row), region_names, full)) for row in found]


def count_of(session: Session, book: Book, actor: Actor) -> int:
    """How many rows an export would have; too many are refused before anything is made."""
    found = _query(book, actor).order_by(None).subquery()
    count = session.execute(select(func.count()).select_from(found)).scalar_one()
    if count > MOST_EXPORTED:
        raise TooLarge(
            f"这个登记簿有{count:,}行，一次最多导出{MOST_EXPORTED:,}行。请联系系统管理员分批导出。"
        )
    return count


def _query(book: Book, actor: Actor) -> Any:
    model = book.model
    if book is UNITS:
        return select(Unit).where(*seen_by(actor)).order_by(col(Unit.region_id), col(Unit.name))
    query: Any = select(Unit, model).join(model, model.unit_id == Unit.id).where(*seen_by(actor))
    query = query.where(model.ended_at.is_(None))
    if book.of_person:
        query = query.add_columns(Staff).join(Staff, col(Staff.id) == model.staff_id)
        return query.order_by(col(Unit.name), col(Staff.name), *(getattr(model, name) for name in book.label))
    return query.order_by(col(Unit.name), *(getattr(model, name) for name in book.label))


def _cells(
    book: Book, row: tuple[Any, ...], region_names: dict[uuid.UUID, str], full: bool
) -> Iterator[tuple[str, Any]]:  # fmt: skip
    unit, entry = row[0], row[1] if len(row) > 1 else row[0]
    person = row[2] if len(row) > 2 else None
    parents = {"unit_name": unit.name, "unit_code": unit.credit_code or ""}
    if person:
        parents |= {"staff_name": person.name, "staff_number": person.id_number}
    for column in book.all_columns:
        value = parents[column.name] if column.name in parents else getattr(entry, column.name)
        shown = region_names.get(value, "") if column.name == "region_id" else value
        yield column.name, _cell(column, shown, full)


def _cell(column: Column, value: Any, full: bool) -> Any:
    if column.name == "roles":
        return "、".join(role.title for role in StaffRole if role.name in value)
    if column.mask and value and not full:
        return column.mask(value)
    return cells.show(value)
