"""The door for workbooks from outside: nothing is parsed before the archive is known to be harmless."""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from inspectapp.shared.refusals import Refusal, TooLarge, Unreadable
from inspectapp.shared.xlsx.columns import Limits

_CHUNK = 1024 * 1024
_OVERLAP = 512
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_STRING = re.compile(rb"<(?:\w+:)?si[\s>/]")
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["\']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})["\']'
)
_MOST_STRINGS = 600_000
_SMALL_PART = 5 * 1024 * 1024  # styles, relations: read into memory whole
_LARGE_PARTS = ("xl/worksheets/", "xl/sharedStrings")
_RATIO, _RATIO_FROM = 200, 2 * 1024 * 1024
_NOT_XLSX = "这不是可以导入的表格。请用表格软件另存为“Excel 工作簿（.xlsx）”后重新上传。"
_DAMAGED = "表格文件已损坏，无法读取。请用表格软件打开并另存后重新上传。"
_TOO_MUCH = "表格解开后内容过大，不能导入。请只保留要导入的数据后重新上传。"


def check_archive(stream: IO[bytes], limits: Limits) -> None:
    """Refuse everything that is not a plain workbook of bearable size."""
    _check_size(stream, limits)
    _check_magic(stream)
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_members(archive.infolist(), limits)
            _check_parts(archive)
    except Refusal:
        raise
    except Exception as error:  # zlib, struct, zipfile: a broken archive fails in many ways
        raise Unreadable(_DAMAGED) from error


def merged_ranges(stream: IO[bytes], part: str, most: int) -> list[str]:
    """The merged ranges of a sheet, which openpyxl's streaming mode does not tell."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(stream) as archive, archive.open(part) as sheet:
        for piece in _pieces(sheet):
            found.update((ref.decode(), None) for ref in _MERGE.findall(piece))
            if len(found) > most:
                break
    return list(found)


def damaged() -> Unreadable:
    return Unreadable(_DAMAGED)


def _check_size(stream: IO[bytes], limits: Limits) -> None:
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > limits.size:
        raise TooLarge(f"表格文件超过{limits.size // 1024 // 1024}兆。请拆成几个文件分别导入。")
    if not size:
        raise Unreadable("这是一个空文件。请重新选择要导入的表格。")


def _check_magic(stream: IO[bytes]) -> None:
    start = stream.read(8)
    if start == _OLE:
        locked = any(_PASSWORD in piece for piece in _pieces(stream))
        raise Unreadable(
            "这个表格设有打开密码。请先取消密码，保存后重新上传。"
            if locked
            else "这是旧版表格（.xls）。请用表格软件另存为“Excel 工作簿（.xlsx）”后重新上传。"
        )
    if not start.startswith(b"PK\x03\x04"):
        raise Unreadable(_NOT_XLSX)
    stream.seek(0)


def _check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members or sum(member.file_size for member in members) > limits.unpacked:
        raise TooLarge(_TOO_MUCH)
    for member in members:
        if member.flag_bits & 1:
            raise Unreadable("这个表格设有打开密码。请先取消密码，保存后重新上传。")
        if member.file_size > _RATIO_FROM and member.file_size > _RATIO * member.compress_size:
            raise TooLarge(_TOO_MUCH)
    names = [member.filename for member in members]
    if "xl/workbook.xml" not in names or len(set(names)) != len(names):
        raise Unreadable(_NOT_XLSX)


def _check_parts(archive: zipfile.ZipFile) -> None:
    for member in archive.infolist():
        if not member.filename.endswith((".xml", ".rels")):
            continue
        if member.file_size > _SMALL_PART and not member.filename.startswith(_LARGE_PARTS):
            raise TooLarge(_TOO_MUCH)
        with archive.open(member) as part:
            _check_part(part)


def _check_part(part: IO[bytes]) -> None:
    strings = 0
    for piece in _pieces(part):
        # Excel writes UTF-8; another encoding would hide a document type from this search.
        if b"\x00" in piece or _DOCTYPE.search(piece):
            raise Unreadable(_NOT_XLSX)
        strings += len(_STRING.findall(piece))
        if strings > _MOST_STRINGS:
            raise TooLarge(_TOO_MUCH)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Chunks that overlap a little, so that no mark is cut in two."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-_OVERLAP:]
