"""What is refused before a file is opened: too big, locked, with macros, packed to burst, unknown."""

import re
import zipfile
from io import BytesIO

from inspectapp.shared.refusals import TooLarge, Unreadable

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 40 * MEGABYTE
MOST_MEMBERS = 2000
STEP = 64 * 1024

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WORKBOOK, _DOCUMENT = "xl/workbook.xml", "word/document.xml"

TOO_BIG = "文件超过10兆字节。请只保留检查表所在的页后再上传。"
LOCKED = "这个文件设了密码，或是旧版格式，打不开。请去掉密码并另存为xlsx或docx后再上传。"
MACROS = "这个文件带有宏程序，不能读入。请另存为不带宏的xlsx或docx后再上传。"
BURST = "这个文件展开后过大，不能读入。请只保留检查表所在的页后再上传。"
BROKEN = "这个文件已损坏，读不出内容。请用办公软件打开并另存一份后再上传。"
UNKNOWN = "认不出这种文件。请上传xlsx或docx，或把表格直接粘贴到文本框。"
ODD = "这个文件里有不安全的内容，不能读入。请把表格复制到新文件后再上传。"


def kind_of(content: bytes) -> str:
    """xlsx or docx, by what is inside and never by the name."""
    if len(content) > LARGEST_FILE:
        raise TooLarge(TOO_BIG)
    if content.startswith(OLD_OFFICE):
        raise Unreadable(LOCKED)
    if not content.startswith(b"PK"):
        raise Unreadable(UNKNOWN)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _checked(archive)
    # An unknown way of packing is a RuntimeError to zipfile.
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, KeyError) as error:
        raise Unreadable(BROKEN) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise Unreadable(BROKEN) from error


def _checked(archive: zipfile.ZipFile) -> str:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise TooLarge(BURST)
    if len(set(names)) < len(names):
        raise Unreadable(ODD)
    if any(member.flag_bits & 0x1 for member in members):
        raise Unreadable(LOCKED)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(MACROS)
    _read_through(archive, members)
    if _WORKBOOK in names:
        return "xlsx"
    if _DOCUMENT in names:
        return "docx"
    raise Unreadable(UNKNOWN)


def _read_through(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    # Sizes in the directory are only claims: count what really comes out.
    left = LARGEST_UNPACKED
    for member in members:
        tail = b""
        with archive.open(member) as opened:
            while piece := opened.read(STEP):
                left -= len(piece)
                if left < 0:
                    raise TooLarge(BURST)
                if _ENTITIES.search((tail + piece).replace(b"\0", b"")) and _is_markup(member.filename):
                    raise Unreadable(ODD)
                tail = piece[-64:]


def _is_markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))
