"""A bureau's own checklist (xlsx, docx, pasted table) becomes a draft with doubts. Nothing is stored."""

from inspectapp.checklists.importing.columns import Meaning
from inspectapp.checklists.importing.documents import read_document
from inspectapp.checklists.importing.drafting import Doubt, Draft, DraftItem, DraftRow, make_draft
from inspectapp.checklists.importing.grid import Grid, Line
from inspectapp.checklists.importing.limits import kind_of
from inspectapp.checklists.importing.pasted import read_text
from inspectapp.checklists.importing.workbooks import read_workbook

__all__ = [
    "Doubt", "Draft", "DraftItem", "DraftRow", "Grid", "Line", "Meaning", "make_draft", "read_document",
    "read_file", "read_text", "read_workbook",
]  # fmt: skip


def read_file(content: bytes) -> Grid:
    """An uploaded file, by what is inside it."""
    return read_workbook(content) if kind_of(content) == "xlsx" else read_document(content)
