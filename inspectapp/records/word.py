"""The same plain values as a Word file that the office can go on with."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

BODY, HEADING = "仿宋_GB2312", "黑体"
WIDE = 2


def record(content: Mapping[str, Any]) -> bytes:
    """现场检查记录 with its annexes; photos stay in the PDF."""
    values, paper = content["values"], _begin(content)
    _grid(paper, [], values["facts"])
    _text(paper, values["statement"], indent=True)
    _text(paper, values["summary"], indent=True)
    for one in values["problems"]:
        _text(paper, f"{one['number']}. {_problem(one)}", indent=True)
    if values["situation"]:
        _text(paper, values["situation"], indent=True)
    _signatures(paper, content["slots"])
    _text(paper, "附件1　检查项目及结果", face=HEADING)
    rows = [[str(one["number"]), one["text"], one["verdict"], one["said"]] for one in values["items"]]
    _grid(paper, ["序号", "检查项目", "结果", "说明"], rows)
    return _bytes(paper)


def table(content: Mapping[str, Any]) -> bytes:
    """A checklist filled in its own layout."""
    values, paper = content["values"], _begin(content)
    for name, value in values["head"]:
        _text(paper, f"{name}：{value}")
    rows = [["\n".join(cell) for cell in row] for row in values["rows"]]
    _grid(paper, values["columns"], rows)
    _text(paper, values["legend"])
    _signatures(paper, content["slots"])
    return _bytes(paper)


def _problem(one: Mapping[str, Any]) -> str:
    place = f"（{one['place']}）" if one["place"] else ""
    basis = f"依据：{'；'.join(one['basis'])}。" if one["basis"] else ""
    return f"{one['text'].rstrip('。')}{place}。{basis}"


def _begin(content: Mapping[str, Any]) -> Document:
    paper = new_document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    _text(paper, "安全生产行政执法文书", centred=True)
    _text(paper, content["title"], size=20, face="方正小标宋简体", centred=True)
    if content["number"]:
        _text(paper, content["number"], right=True)
    return paper


def _text(
    paper: Document, words: str, *, size: float = 12, face: str = BODY, indent: bool = False,
    centred: bool = False, right: bool = False,
) -> Paragraph:  # fmt: skip
    paragraph = paper.add_paragraph()
    if centred or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    _write(paragraph, words, size, face)
    return paragraph


def _write(paragraph: Paragraph, words: str, size: float, face: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(size), face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _grid(paper: Document, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    every = [list(heads), *rows] if heads else [list(row) for row in rows]
    if not every:
        return
    grid = paper.add_table(rows=len(every), cols=len(every[0]), style="Table Grid")
    for row, cells in zip(grid.rows, every, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            _write(cell.paragraphs[0], str(words), 10.5, BODY)
    if len(every[0]) == WIDE:
        for row in grid.rows:
            row.cells[0].width, row.cells[1].width = Cm(4), Cm(11.6)


def _signatures(paper: Document, slots: Sequence[Mapping[str, Any]]) -> None:
    for slot in slots:
        _text(paper, f"{slot['role']}（签名）：　　　　　　　　　　　年　　月　　日")


def _bytes(paper: Document) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
