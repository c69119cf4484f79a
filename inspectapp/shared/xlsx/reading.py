"""An uploaded sheet → rows: its header found by titles, each fault named by row and column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from inspectapp.shared.refusals import Refusal, TooLarge, Unreadable
from inspectapp.shared.text import clean
from inspectapp.shared.xlsx.cells import BadCell, read_cell
from inspectapp.shared.xlsx.columns import Column, Limits, Problem, RowRead, Table, plain_title
from inspectapp.shared.xlsx.intake import check_archive, damaged, merged_ranges

_HEADER_WITHIN = 20
_SHEETS = 10
_MERGES = 200
_SLACK = 5  # rows scanned per row allowed, for sheets with empty rows in between


@dataclass(frozen=True)
class _Header:
    row: int
    places: dict[int, Column]  # position from 0 → column
    titles: tuple[str, ...]


def read_table(stream: IO[bytes], columns: Sequence[Column], *, limits: Limits | None = None) -> Table:
    """The rows of the first sheet that has the header; a file that cannot be read raises a refusal."""
    limits = limits or Limits()
    check_archive(stream, limits)
    try:
        book = load_workbook(stream, read_only=True, keep_links=False)
        try:
            return _read_book(book, stream, columns, limits)
        finally:
            book.close()
    except Refusal:
        raise
    except Exception as error:  # a broken workbook may fail anywhere inside the parser
        raise damaged() from error


def _read_book(book: Any, stream: IO[bytes], columns: Sequence[Column], limits: Limits) -> Table:
    for sheet in book.worksheets[:_SHEETS]:
        if sheet.sheet_state == "visible" and (header := _find_header(sheet, columns, limits)):
            return _read_sheet(sheet, stream, header, columns, limits, book.epoch)
    wanted = "".join(f"“{column.title}”" for column in columns if column.required) or f"“{columns[0].title}”"
    raise Unreadable(f"没有找到表头，表头应有{wanted}。请下载模板，按模板填写后重新上传。")


def _find_header(sheet: Any, columns: Sequence[Column], limits: Limits) -> _Header | None:
    best, most = None, 0
    for number, cells in enumerate(_scan(sheet, limits, last=_HEADER_WITHIN), start=1):
        titles = tuple(clean(cell.value) if isinstance(cell.value, str) else "" for cell in cells)
        named = [(place, column) for place, title in enumerate(titles) for column in columns
                 if title and column.is_named(title)]  # fmt: skip
        known = len({column.key for _, column in named})
        if known > most:
            _refuse_twice(number, [column.title for _, column in named])
            best, most = _Header(number, dict(named), titles), known
    return best if most >= min(2, len(columns)) else None


def _refuse_twice(number: int, titles: list[str]) -> None:
    twice = next((title for title in titles if titles.count(title) > 1), None)
    if twice:
        raise Unreadable(f"第{number}行表头中“{twice}”出现了不止一次。请只保留一列后重新上传。")


def _read_sheet(
    sheet: Any, stream: IO[bytes], header: _Header, columns: Sequence[Column], limits: Limits, epoch: datetime
) -> Table:
    _refuse_missing(header, columns)
    merges = _merges(stream, sheet, header)
    table = Table(notes=_unknown(header))
    for number, cells in enumerate(_scan(sheet, limits), start=1):
        if number <= header.row or all(cell.value is None or cell.value == "" for cell in cells):
            continue
        if len(table.rows) >= limits.rows:
            raise TooLarge(f"数据超过{limits.rows:,}行。请拆成几个文件分别导入。")
        table.rows.append(_read_row(number, cells, header, merges, epoch))
        _gather(table, table.rows[-1], columns, limits.problems)
    return table


def _scan(sheet: Any, limits: Limits, last: int | None = None) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    farthest = limits.rows * _SLACK + _HEADER_WITHIN
    for number, cells in enumerate(sheet.iter_rows(max_col=limits.columns + 1, max_row=last), start=1):
        if number > farthest:
            raise TooLarge(f"表格超过{farthest:,}行，其中多为空行。请删除空行后重新上传。")
        if len(cells) > limits.columns and cells[limits.columns].value is not None:
            raise TooLarge(f"第{number}行超过{limits.columns}列。请删除多余的列后重新上传。")
        yield cells


def _refuse_missing(header: _Header, columns: Sequence[Column]) -> None:
    present = {column.key for column in header.places.values()}
    missing = [f"“{column.title}”" for column in columns if column.required and column.key not in present]
    if missing:
        raise Unreadable(f"第{header.row}行表头缺少{''.join(missing)}列。请对照模板补上后重新上传。")


def _unknown(header: _Header) -> list[str]:
    others = [title for place, title in enumerate(header.titles) if title and place not in header.places]
    return [f"表头中的“{title}”不是模板里的列，已忽略" for title in others if plain_title(title) != "序号"]


def _merges(stream: IO[bytes], sheet: Any, header: _Header) -> list[tuple[int, int, int, int]]:
    """(first row, last row, first place, last place) of each merged range that touches the data."""
    bounds = [range_boundaries(ref) for ref in merged_ranges(stream, sheet._worksheet_path, 10 * _MERGES)]
    touching = [
        (top, bottom, left - 1, right - 1)
        for left, top, right, bottom in bounds
        if bottom > header.row and any(left - 1 <= place <= right - 1 for place in header.places)
    ]
    if len(touching) > _MERGES:
        raise Unreadable("数据区有太多合并单元格。请全部取消合并，逐格填写后重新上传。")
    return touching


def _read_row(
    number: int,
    cells: tuple[Any, ...],
    header: _Header,
    merges: list[tuple[int, int, int, int]],
    epoch: datetime,
) -> RowRead:
    row = RowRead(number)
    for place, column in header.places.items():
        where = f"第{number}行“{column.title}”"
        if any(top <= number <= bottom and left <= place <= right for top, bottom, left, right in merges):
            row.errors[column.key] = f"{where}是合并单元格，请取消合并后逐格填写"
            continue
        cell = cells[place] if place < len(cells) else None
        try:
            value, data_type = (cell.value, cell.data_type) if cell is not None else (None, "n")
            row.values[column.key] = read_cell(column, value, data_type, epoch)
        except BadCell as wrong:
            row.errors[column.key] = f"{where}{wrong}"
    return row


def _gather(table: Table, row: RowRead, columns: Sequence[Column], most: int) -> None:
    titles = {column.key: column.title for column in columns}
    for key, sentence in row.errors.items():
        if len(table.problems) < most:
            table.problems.append(Problem(row.number, titles[key], sentence))
        else:
            table.more += 1
