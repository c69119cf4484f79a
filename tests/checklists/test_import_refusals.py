"""Files that would hurt or say nothing are refused with one clear sentence."""

import zipfile
from io import BytesIO

import pytest

from inspectapp.checklists.importing import limits, make_draft, read_file, read_text
from inspectapp.checklists.importing.drafting import NOTHING, TOO_MANY
from inspectapp.checklists.importing.pasted import TOO_LONG
from inspectapp.checklists.importing.workbooks import CUT
from inspectapp.shared.refusals import Refusal
from tests.checklists.shapes import document, workbook

MEGABYTE = 1024 * 1024
BOOK = workbook([["序号", "检查内容"], [1, "有计划"]])


def packed(parts: dict[str, bytes], onto: bytes = b"") -> bytes:
    """A zip of these parts, written over the parts of another one."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if onto:
            with zipfile.ZipFile(BytesIO(onto)) as old:
                for name in set(old.namelist()) - set(parts):
                    archive.writestr(name, old.read(name))
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def encrypted() -> bytes:
    """A zip whose first part claims to be under a password."""
    content = bytearray(BOOK)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + offset] |= 1
    return bytes(content)


def long_sheet(rows: int, filled: int) -> bytes:
    """A workbook of so many rows, the first of them with something to check."""
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    head = f"<row>{cell.format('序号')}{cell.format('检查内容')}</row>"
    body = "".join(
        f"<row>{cell.format(n)}{cell.format(f'有第{n}号档案')}</row>" for n in range(1, filled + 1)
    )
    rest = "<row/>" * (rows - filled)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{head}{body}{rest}</sheetData></worksheet>'
    return packed({"xl/worksheets/sheet1.xml": sheet.encode()}, BOOK)


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'
HOSTILE = {
    "六十兆文件": (lambda: b"PK" + bytes(60 * MEGABYTE), 413, limits.TOO_BIG),
    "带密码的工作簿": (lambda: limits.OLD_OFFICE + bytes(4096), 422, limits.LOCKED),
    "压缩包带密码": (encrypted, 422, limits.LOCKED),
    "展开过大": (lambda: packed({"xl/worksheets/sheet1.xml": bytes(90 * MEGABYTE)}, BOOK), 413, limits.BURST),
    "成员过多": (lambda: packed({f"xl/media/{n}": b"" for n in range(3000)}, BOOK), 413, limits.BURST),
    "实体炸弹": (lambda: packed({"xl/worksheets/sheet1.xml": ENTITY}, BOOK), 422, limits.ODD),
    "带宏": (lambda: packed({"xl/vbaProject.bin": b"x"}, BOOK), 422, limits.MACROS),
    "带宏的文档": (lambda: packed({"word/vbaProject.bin": b"x"}, document([["a"]])), 422, limits.MACROS),
    "两万行": (lambda: long_sheet(20_000, 20_000), 413, TOO_MANY),
    "损坏的工作簿": (lambda: BOOK[: len(BOOK) // 2], 422, limits.BROKEN),
    "缺少工作表内容": (lambda: packed({"xl/worksheets/sheet1.xml": b"<x"}, BOOK), 422, limits.BROKEN),
    "坏的文档": (lambda: packed({"word/document.xml": b"<x"}, document([["a"]])), 422, limits.BROKEN),
    "只是压缩包": (lambda: packed({"a.txt": b"x"}), 422, limits.UNKNOWN),
    "图片": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), 422, limits.UNKNOWN),
    "空文件": (lambda: b"", 422, limits.UNKNOWN),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_one_clear_sentence(name: str):
    made, status, sentence = HOSTILE[name]
    with pytest.raises(Refusal) as refused:
        make_draft(read_file(made()))
    assert (refused.value.status, refused.value.sentence) == (status, sentence)


def test_a_long_sheet_is_read_as_far_as_it_goes_and_says_so():
    draft = make_draft(read_file(long_sheet(20_000, 12)))
    assert len(draft.items) == 12
    assert [doubt.sentence for doubt in draft.doubts if "很长" in doubt.sentence] == [CUT]


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks():
    bomb = bytearray(packed({"xl/worksheets/sheet1.xml": bytes(90 * MEGABYTE)}, BOOK))
    at = bomb.rfind(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(Refusal) as refused:
        read_file(bytes(bomb))
    assert refused.value.sentence in (limits.BURST, limits.BROKEN)


WITHOUT_TABLE = {
    "空工作簿": lambda: make_draft(read_file(workbook([]))),
    "没有表格的文档": lambda: make_draft(read_file(document([[""]], before="各县应急管理局："))),
    "一句话": lambda: make_draft(read_text("请各单位认真贯彻执行。")),
    "空白": lambda: make_draft(read_text(" \n\t\n")),
    "只有表头": lambda: make_draft(read_text("序号\t检查内容\t检查方式\n")),
}


@pytest.mark.parametrize("name", WITHOUT_TABLE)
def test_without_a_table_the_sentence_says_what_to_do(name: str):
    with pytest.raises(Refusal) as refused:
        WITHOUT_TABLE[name]()
    assert (refused.value.status, refused.value.sentence) == (422, NOTHING)


def test_a_whole_book_pasted_is_refused():
    with pytest.raises(Refusal) as refused:
        read_text("检查内容\t" * 200_000)
    assert (refused.value.status, refused.value.sentence) == (413, TOO_LONG)


def test_markup_in_a_cell_comes_in_as_plain_words():
    draft = make_draft(read_text("序号\t检查内容\n1\t有计划<script>alert(1)</script>\n2\t有档案\n"))
    assert draft.items[0].text == "有计划alert(1)"
