"""Workbooks to take home: an empty template to fill in, a list that was filtered on screen."""

import io
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from inspectapp.shared.xlsx.columns import Column

_HOME = ZoneInfo("Asia/Shanghai")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_FORMATS = {"text": "@", "choice": "@", "date": "yyyy-mm-dd", "integer": "0", "decimal": "General"}
_FILL_TO = 20_000
_CHOICES = "选项"
_LINE = Side(style="thin", color="C9D3DF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = {
    "font": Font(bold=True, color="FFFFFF"),
    "fill": PatternFill("solid", fgColor="1652A1"),
    "border": _BOX,
    "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
}
_TITLE = {"font": Font(bold=True, size=14), "alignment": Alignment(vertical="center")}
_NOTE = {"alignment": Alignment(vertical="top", wrap_text=True)}


def write_template(
    columns: Sequence[Column],
    title: str,
    sample_rows: Iterable[Mapping[str, Any]] = (),
    notes: Sequence[str] = (),
) -> bytes:
    """A sheet to fill in, with lists to choose from; examples and notes stand on a sheet of their own."""
    book = Workbook(write_only=True)
    _fill_in_sheet(book.create_sheet(_sheet_name(title)), columns, title)
    _notes_sheet(book.create_sheet("填表说明"), columns, sample_rows, notes)
    _choices_sheet(book.create_sheet(_CHOICES), columns)
    return _saved(book)


def write_table(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], title: str) -> bytes:
    """A list as a workbook, written row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    _lay_out(sheet, columns, frozen="A2")
    sheet.append([_styled(sheet, column.title, _HEAD) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, row.get(column.key)) for column in columns])
    return _saved(book)


def _fill_in_sheet(sheet: Any, columns: Sequence[Column], title: str) -> None:
    _lay_out(sheet, columns, frozen="A3")
    for place, column in enumerate(columns, start=1):
        if column.choices:
            sheet.data_validations.append(_choices(get_column_letter(place), column))
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 30, 26
    sheet.append([_styled(sheet, title, _TITLE)])
    sheet.append(
        [_styled(sheet, ("*" if column.required else "") + column.title, _HEAD) for column in columns]
    )


def _notes_sheet(
    sheet: Any, columns: Sequence[Column], sample_rows: Iterable[Mapping[str, Any]], notes: Sequence[str]
) -> None:
    for letter, width in zip("ABCD", (22, 10, 12, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_styled(sheet, "填表说明", _TITLE)])
    for number, note in enumerate(
        ("带*的列必须填写。请勿改动表头，请勿使用公式和合并单元格。", *notes), start=1
    ):
        sheet.append([_cell(sheet, f"{number}. {note}")])
    sheet.append([])
    sheet.append([_styled(sheet, head, _HEAD) for head in ("列", "是否必填", "填写内容", "说明")])
    for column in columns:
        asked = (
            column.title,
            "必填" if column.required else "选填",
            _KIND_WORDS[column.kind],
            _explained(column),
        )
        sheet.append([_styled(sheet, text, _NOTE) for text in asked])
    _samples(sheet, columns, list(sample_rows))


def _samples(sheet: Any, columns: Sequence[Column], rows: list[Mapping[str, Any]]) -> None:
    if rows:
        sheet.append([])
        sheet.append([_styled(sheet, "填写示例", _TITLE)])
        sheet.append([_styled(sheet, f"例：{column.title}", _HEAD) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, row.get(column.key)) for column in columns])


_KIND_WORDS = {"text": "文字", "date": "日期", "integer": "整数", "decimal": "数字", "choice": "选择"}


def _explained(column: Column) -> str:
    if column.note:
        return column.note
    if column.choices:
        return "从下列各项中选择：" + "、".join(column.choices)
    return "例：2026-01-05" if column.kind == "date" else ""


def _lay_out(sheet: Any, columns: Sequence[Column], *, frozen: str) -> None:
    sheet.freeze_panes = frozen
    for place, column in enumerate(columns, start=1):
        size = sheet.column_dimensions[get_column_letter(place)]
        size.width = column.width or max(12, min(40, 2 * len(column.title) + 6))
        size.number_format = _FORMATS[column.kind]


def _choices(letter: str, column: Column) -> DataValidation:
    source = f"'{_CHOICES}'!${letter}$1:${letter}${len(column.choices)}"
    listed = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    listed.errorTitle, listed.error = "不在可选项中", "请从下拉列表中选择。"
    listed.add(f"{letter}3:{letter}{_FILL_TO}")
    return listed


def _choices_sheet(sheet: Any, columns: Sequence[Column]) -> None:
    """The lists to choose from; written into the rule itself they could hold 255 characters only."""
    sheet.sheet_state = "hidden"
    for row in itertools.zip_longest(*(column.choices for column in columns)):
        sheet.append([_cell(sheet, choice) for choice in row])


def _styled(sheet: Any, text: str, style: Mapping[str, Any]) -> WriteOnlyCell:
    cell = _text_cell(sheet, text)
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return _text_cell(sheet, value) if value.startswith(_BEGINS_FORMULA) else _writable(value)
    if isinstance(value, datetime | date):
        return _moment_cell(sheet, value)
    return value


def _text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    """Text that stays text, also after somebody edits the cell: the type alone would not survive that."""
    cell = WriteOnlyCell(sheet, _writable(text))
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_BEGINS_FORMULA)
    return cell


def _moment_cell(sheet: Any, value: date | datetime) -> WriteOnlyCell:
    if isinstance(value, datetime):
        value = value.astimezone(_HOME).replace(tzinfo=None) if value.tzinfo else value
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    return cell


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)[:_LONGEST]


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", "", _writable(title))[:31] or "表"


def _saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
