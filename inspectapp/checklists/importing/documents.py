"""docx to rows: every table of the document in order, merged cells once; without a table, its paragraphs."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from inspectapp.checklists.importing.grid import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Grid, Line
from inspectapp.checklists.importing.limits import BROKEN
from inspectapp.checklists.importing.pasted import read_text
from inspectapp.shared.refusals import Unreadable
from inspectapp.shared.text import clean

P, TABLE, ROW, CELL, TEXT = (qn(name) for name in ("w:p", "w:tbl", "w:tr", "w:tc", "w:t"))
TAB, BREAK, RETURN, DELETED = (qn(name) for name in ("w:tab", "w:br", "w:cr", "w:del"))


def read_document(content: bytes) -> Grid:
    """Rows of all tables, one after the other; text between them is noise."""
    try:
        body = Document(BytesIO(content)).element.body
        lines, words = _rows(body), [_paragraph(part, Counter()) for part in body.iterchildren(P)]
    except Exception as error:  # a damaged document raises whatever its parser meets
        raise Unreadable(BROKEN) from error
    if not lines:
        return read_text("\n".join(words))
    return Grid(lines, noise=[word for word in words if word])


def _rows(body: Any) -> list[Line]:
    tables = list(body.iterchildren(TABLE))
    lines: list[Line] = []
    for at, table in enumerate(tables, 1):
        before = f"表{at}" if len(tables) > 1 else ""
        for number, row in enumerate(table.iterchildren(ROW), 1):
            cells = _cells(row)
            if any(cells) and len(lines) < MOST_ROWS:
                lines.append(Line(f"{before}第{number}行", cells))
    return lines


def _cells(row: Any) -> list[str]:
    # A merged cell speaks once, where it begins; the places it also covers stay empty, as in a workbook.
    cells: list[str] = []
    for cell in row.iterchildren(CELL):
        span, goes_on = _merging(cell)
        cells.append("" if goes_on else _cell(cell))
        cells += [""] * (min(span, MOST_COLUMNS) - 1)
    return cells[:MOST_COLUMNS]


def _merging(cell: Any) -> tuple[int, bool]:
    properties = cell.tcPr
    if properties is None:
        return 1, False
    below = properties.find(qn("w:vMerge"))
    goes_on = below is not None and below.get(qn("w:val"), "continue") == "continue"
    return max(1, properties.grid_span), goes_on


def _cell(cell: Any) -> str:
    counters: Counter[str] = Counter()
    text = "\n".join(_paragraph(part, counters) for part in cell.iter(P))
    return clean(text, lines=True)[:LONGEST_CELL]


def _paragraph(part: Any, counters: Counter[str]) -> str:
    text = clean("".join(_pieces(part)), lines=True)
    mark = part.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if mark is None or not text:
        return text
    return _numbered(mark, counters) + text


def _pieces(part: Any) -> Iterator[str]:
    for piece in part.iter(TEXT, TAB, BREAK, RETURN):
        yield (piece.text or "") if piece.tag == TEXT else ("\t" if piece.tag == TAB else "\n")


def _numbered(mark: Any, counters: Counter[str]) -> str:
    # Numbers that Word draws by itself are not in the text: count them again, so that the cell can be split.
    level, number = (mark.find(qn(name)) for name in ("w:ilvl", "w:numId"))
    depth = 0 if level is None else int(level.get(qn("w:val"), "0"))
    key = f"{'' if number is None else number.get(qn('w:val'))}/{depth}"
    counters[key] += 1
    return f"{counters[key]}." if depth == 0 else f"（{counters[key]}）"
