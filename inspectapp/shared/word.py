"""Word files in the measures of office papers: official faces by name, A4, heads that repeat, page x of y."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document as new_document
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

BODY, HEADING, TITLE, LATIN = "仿宋_GB2312", "黑体", "方正小标宋简体", "Times New Roman"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
#: Signs of a cell that may fill a page.
LONG_CELL = 300
#: Width of the type area in centimetres.
WIDTH = 15.6


def begin(foot: str) -> Document:
    """An empty A4 paper with the margins of office papers; `foot` stands before the page numbers."""
    paper = new_document()
    # Without a language of its own a text of Chinese gets the stops of another script.
    lang = OxmlElement("w:lang")
    for kind in ("w:val", "w:eastAsia"):
        lang.set(qn(kind), "zh-CN")
    paper.styles["Normal"].element.get_or_add_rPr().append(lang)
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    line = section.footer.paragraphs[0]
    line.alignment = CENTRE
    for part in (f"{foot}　第", "PAGE", "页　共", "NUMPAGES", "页"):
        _field(line, part) if part.isupper() else _write(line, part, 9, BODY)
    return paper


def text(
    paper: Document, words: str, *, size: float = 12, face: str = BODY, indent: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:  # fmt: skip
    """One paragraph; a heading face keeps with what it heads."""
    paragraph = paper.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_after, shape.line_spacing = Pt(0), 1.5
    if indent:
        shape.first_line_indent = Pt(2 * size)
    if face == HEADING:
        shape.keep_with_next = True
    if align is not None:
        paragraph.alignment = align
    _write(paragraph, words, size, face)
    return paragraph


def grid(
    paper: Document, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:  # fmt: skip
    """A table with columns of these centimetres; its head stands again on each page. A row of one cell goes
    across; a row longer than a page goes on on the next one, others are not torn."""
    every = [list(heads), *rows] if heads else [list(row) for row in rows]
    if not every:
        return
    table = paper.add_table(rows=len(every), cols=len(widths), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, (row, cells) in enumerate(zip(table.rows, every, strict=True)):
        if max(map(len, map(str, cells))) < LONG_CELL:
            _mark(row._tr, "w:cantSplit")
        across = len(cells) == 1 < len(widths)
        if across:
            row.cells[0].merge(row.cells[-1])
        face = HEADING if across or (heads and number == 0) else BODY
        if heads and number == 0:
            _centre(row.cells)
        elif heads and not across:
            _centre(row.cells[:1])
        for cell, words, width in zip(row.cells, cells, [WIDTH] if across else widths, strict=False):
            cell.width = Cm(width)
            _write(cell.paragraphs[0], str(words), 10.5, HEADING if not heads and words is cells[0] else face)
    _finish(table, bool(heads))
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def shares(columns: Sequence[str], narrow: dict[str, float]) -> list[float]:
    """Named columns get their centimetres, the others share what is left."""
    rest = (WIDTH - sum(narrow.get(name, 0) for name in columns)) / max(
        1, sum(name not in narrow for name in columns)
    )
    return [narrow.get(name, rest) for name in columns]


def written(paper: Document) -> bytes:
    """The file."""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _centre(cells: Sequence[Any]) -> None:
    for cell in cells:
        cell.paragraphs[0].alignment = CENTRE


def _finish(table: Table, headed: bool) -> None:
    if headed:
        _mark(table.rows[0]._tr, "w:tblHeader")
    for row in table.rows:
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            shape = cell.paragraphs[0].paragraph_format
            shape.space_before = shape.space_after = Pt(2)


def _write(paragraph: Paragraph, words: str, size: float, face: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(size), LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _mark(row: object, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that Word fills in, in the size of the words around it."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
    _write(paragraph, "1", 9, BODY)
    field.append(paragraph.runs[-1]._r)
