"""xlsx to rows: values only, one sheet, the one that looks most like a checklist."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from inspectapp.checklists.importing.columns import likeness
from inspectapp.checklists.importing.grid import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Grid, Line
from inspectapp.checklists.importing.limits import BROKEN
from inspectapp.shared.refusals import Unreadable
from inspectapp.shared.text import clean

MOST_SHEETS = 30
CUT = f"工作表很长，只读入了前{MOST_ROWS}行。如果后面还有检查内容，请分成几个文件导入。"


def read_workbook(content: bytes) -> Grid:
    """The rows of the best sheet; the others are named, so that nobody thinks they came in."""
    try:
        sheets = _sheets(content)
    except Exception as error:  # openpyxl raises whatever its parser meets in a damaged workbook
        raise Unreadable(BROKEN) from error
    filled = {name: lines for name, (lines, _) in sheets.items() if lines}
    if not filled:
        return Grid([], remarks=["工作簿里没有内容。"])
    best = max(filled, key=lambda name: (likeness(filled[name]), len(filled[name])))
    remarks = (
        [f"只读入了工作表“{best}”，没有读入：{'、'.join(set(filled) - {best})}。"] if len(filled) > 1 else []
    )
    if sheets[best][1]:
        remarks.append(CUT)
    return Grid(filled[best], remarks=remarks + _about_formulas(content))


def _sheets(content: bytes) -> dict[str, tuple[list[Line], bool]]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        return {sheet.title: _lines(sheet) for sheet in book.worksheets[:MOST_SHEETS]}
    finally:
        book.close()


def _lines(sheet: Any) -> tuple[list[Line], bool]:
    """The rows that hold something, and whether more rows lie below the last one read."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    read = [[_text(value) for value in row] for row in rows]
    # The reader fills every row up to the last column it may read: cut where the sheet itself ends.
    width = max((at + 1 for cells in read for at, cell in enumerate(cells) if cell), default=0)
    kept = enumerate(read[:MOST_ROWS], 1)
    lines = [Line(f"第{number}行", cells[: max(width, 2)]) for number, cells in kept if any(cells)]
    return lines, len(read) > MOST_ROWS


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value), lines=True)[:LONGEST_CELL]


def _about_formulas(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        pages = [
            name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
        ]
        found = any(b"<f>" in (page := archive.read(name)) or b"<f " in page for name in pages)
    return ["表中有公式。只读入了公式上次算出的结果，请核对。"] if found else []
