"""A column of a register's workbook: how its cells are read, and what the notes sheet says about it.

Its title and its mask come from the register, so that page and workbook never use two words for one thing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from inspectapp.shared.states import Titled
from inspectapp.shared.text import mask_id
from inspectapp.subjects.excel import cells

Mask = Callable[[str], str]


@dataclass(frozen=True)
class Column:
    """One column; `mask` marks a number that names a person, `needed` what no new row can do without."""

    name: str
    read: cells.Reader
    needed: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()
    width: int = 16
    title: str = ""
    mask: Mask | None = None

    def shown(self, value: Any) -> str:
        """A value for eyes on the dry-run page; numbers of persons stay masked."""
        found = cells.show(value)
        if isinstance(found, list):
            return "、".join(found)
        return self.mask(str(found)) if self.mask and found else str(found)


def words(name: str, options: type[Titled], *, needed: bool = False) -> Column:
    """A column with a dropdown."""
    return Column(name, cells.word(options), needed, choices=tuple(one.title for one in options))


def plain(name: str, *, needed: bool = False, longest: int = 200, hint: str = "", width: int = 18) -> Column:
    """A column of words."""
    return Column(name, cells.text(longest), needed, hint, width=width)


def day(name: str, *, needed: bool = False) -> Column:
    """A column of dates."""
    return Column(name, cells.day, needed, "日期，如2026-01-31", width=14)


def whole(name: str, most: int) -> Column:
    """A column of counts."""
    return Column(name, cells.number(0, most, whole=True), hint=f"整数，0到{most}")


def yes_no(name: str) -> Column:
    """A column of 是 and 否."""
    return Column(name, cells.yes_no, choices=(cells.YES, cells.NO), width=12)


def number_of_person(
    name: str, read: cells.Reader, *, needed: bool = True, hint: str = "18位，按文本填写"
) -> Column:
    """A number that names a person: text, and masked wherever it is shown."""
    return Column(name, read, needed, hint, width=24)


def phone() -> Column:
    """A telephone number."""
    return Column("phone", cells.phone, hint="手机号，或带区号的座机号")


UNIT_NAME = Column(
    "unit_name", cells.text(120), hint="与登记的名称一致；与代码至少填一项", width=36, title="单位名称"
)
UNIT_CODE = Column(
    "unit_code", cells.credit_code, hint="18位，按文本填写", width=24, title="单位统一社会信用代码"
)
STAFF_NAME = Column("staff_name", cells.text(60), True, "与人员名册一致", title="姓名")
STAFF_NUMBER = Column(
    "staff_number",
    cells.id_number,
    hint="同名时必填；可填遮盖后的号码",
    width=24,
    title="身份证号",
    mask=mask_id,
)
