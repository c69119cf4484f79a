"""Rows of a sheet become values; whatever cannot be read is a fault with its column and sentence."""

import io
import json
from dataclasses import dataclass, field
from typing import Any, Self

from inspectapp.shared import xlsx
from inspectapp.shared.refusals import Unreadable
from inspectapp.subjects.excel import cells
from inspectapp.subjects.excel.books import Book
from inspectapp.subjects.excel.columns import Column

#: Taking in holds the only write lock of SQLite; so many rows keep everybody else waiting for a few seconds.
MOST_ROWS = 3000
MEGABYTE = 1024 * 1024
LIMITS = xlsx.Limits(size=10 * MEGABYTE, unpacked=80 * MEGABYTE, rows=MOST_ROWS, problems=0)
#: A cell that asks for an optional field to be emptied.
CLEAR = object()


class Masked(str):
    """A number with its middle hidden, as an export shows it: names somebody, says nothing new."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell."""

    column: str
    sentence: str


@dataclass
class ReadRow:
    """One row as read; `number` is the row of the sheet, as the person at the desk sees it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fail(self, column: str, sentence: str) -> None:
        self.faults.append(Fault(column, sentence))

    def has(self, name: str) -> bool:
        """Does the row say something readable about this column?"""
        value = self.values.get(name, cells.KEEP)
        return value is not None and value is not cells.KEEP and value is not CLEAR


@dataclass(frozen=True)
class RawSheet:
    """What a file says, cell by cell, before anybody asks what it means: number, cells, unreadable ones."""

    rows: list[tuple[int, dict[str, Any], dict[str, str]]]
    notes: list[str]

    def packed(self) -> str:
        return json.dumps([self.rows, self.notes], ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str) -> Self:
        rows, notes = json.loads(text)
        return cls([(number, said, errors) for number, said, errors in rows], notes)


def read_file(book: Book, content: bytes) -> RawSheet:
    """Every row that is not empty; a file that cannot be read at all is refused."""
    asked = [xlsx.Column(c.name, c.title, max_length=1000) for c in book.all_columns]
    table = xlsx.read_table(io.BytesIO(content), asked, limits=LIMITS)
    if not table.rows:
        raise Unreadable("表格里只有标题，没有数据行。请填写后再上传。")
    return RawSheet([(row.number, row.values, row.errors) for row in table.rows], table.notes)


def read_rows(book: Book, sheet: RawSheet) -> list[ReadRow]:
    """What the cells mean, column by column."""
    return [_read_row(book, *row) for row in sheet.rows]


def _read_row(book: Book, number: int, said: dict[str, Any], errors: dict[str, str]) -> ReadRow:
    row = ReadRow(number)
    for column in book.all_columns:
        if column.name in errors:
            what = errors[column.name].removeprefix(f"第{number}行“{column.title}”").lstrip("：")
            row.fail(column.title, f"这一格{what.rstrip('。')}。")
        elif column.name in said:
            _read_into(row, column, said[column.name])
    return row


def _read_into(row: ReadRow, column: Column, cell: Any) -> None:
    try:
        row.values[column.name] = _read_cell(column, cell)
    except cells.BadCell as bad:
        row.fail(column.title, str(bad))


def _read_cell(column: Column, cell: Any) -> Any:
    said = cells.text_of(cell)
    if not said:
        return cells.KEEP
    if column.mask and cells.MASK in said:
        return Masked(said)
    if said == cells.CLEAR_WORD:
        if column.needed:
            raise cells.BadCell("这一列不能清空。")
        return CLEAR
    return column.read(cell)
