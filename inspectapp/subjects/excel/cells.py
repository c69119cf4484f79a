"""What stands in a cell becomes a value, or one sentence on why it cannot; and a value becomes a cell again.

An empty cell and a masked number say "leave it as it is": neither ever overwrites what the register holds.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from inspectapp.shared import clock
from inspectapp.shared.identifiers import BadIdentifier, check_credit_code, check_id_number, check_phone
from inspectapp.shared.states import Titled
from inspectapp.shared.text import clean

#: The cell says nothing about this field: keep what the register holds.
KEEP = object()
CLEAR_WORD = "清空"
MASK = "*"
SEPARATORS = re.compile("[、，,；;/]+")
DAY = re.compile("([0-9]{4})(?:-|/|[.]|年)([0-9]{1,2})(?:-|/|[.]|月)([0-9]{1,2})日?")
MONTH = re.compile("([0-9]{4})(?:-|/|[.]|年)([0-9]{1,2})月?")
YES, NO = "是", "否"

Reader = Callable[[Any], Any]


class BadCell(ValueError):
    """The sentence stands beside row and column on the page."""


def text_of(cell: Any) -> str:
    """The cell as a person reads it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return clean(str(cell))


def text(longest: int = 200) -> Reader:
    """Plain words."""

    def read(cell: Any) -> str:
        found = text_of(cell)
        if len(found) > longest:
            raise BadCell(f"最多{longest}个字，这里有{len(found)}个字。请缩短。")
        return found

    return read


def word(words: type[Titled]) -> Reader:
    """One word out of a list, written as users see it."""
    by_title = {one.title: one for one in words}

    def read(cell: Any) -> Titled:
        found = by_title.get(text_of(cell))
        if found is None:
            raise BadCell(f"“{text_of(cell)[:20]}”不在可选项内。可填：{'、'.join(by_title)}。")
        return found

    return read


def several(words: type[Titled]) -> Reader:
    """Any number of words out of a list, divided by 、; stored by name in the order of the list."""
    one = word(words)

    def read(cell: Any) -> list[str]:
        chosen = {one(part) for part in SEPARATORS.split(text_of(cell)) if part}
        return [each.name for each in words if each in chosen]

    return read


def yes_no(cell: Any) -> bool:
    """是 or 否."""
    found = text_of(cell)
    if found not in (YES, NO):
        raise BadCell("请填“是”或“否”。")
    return found == YES


def day(cell: Any) -> date:
    """A calendar day; text is taken when nobody could read it in two ways."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return _calendar(DAY.fullmatch(text_of(cell)), "日期请按“2026-01-31”填写，或把单元格设为日期格式。")


def month(cell: Any) -> str:
    """A month, kept as 2026-10."""
    found = (
        cell
        if isinstance(cell, date)
        else _calendar(MONTH.fullmatch(text_of(cell)), "月份请按“2026-01”填写。")
    )
    return f"{found:%Y-%m}"


def _calendar(found: re.Match[str] | None, sentence: str) -> date:
    if found is None:
        raise BadCell(sentence)
    parts = [int(part) for part in found.groups()]
    try:
        value = date(*parts) if len(parts) == 3 else date(parts[0], parts[1], 1)
    except ValueError:
        raise BadCell("这一天在日历上不存在。请核对。") from None
    if not 1900 <= value.year <= 2100:
        raise BadCell("年份应在1900到2100之间。请核对。")
    return value


def number(low: float, high: float, *, whole: bool = False) -> Reader:
    """A number within bounds."""

    def read(cell: Any) -> float | int:
        try:
            value = float(text_of(cell))
        except ValueError:
            raise BadCell("请填数字，不带单位。") from None
        if not low <= value <= high:
            raise BadCell(f"应在{low:g}到{high:g}之间。请核对。")
        if whole and not value.is_integer():
            raise BadCell("请填整数。")
        return int(value) if whole else value

    return read


def id_number(cell: Any) -> str:
    """身份证号; Excel turns long digits into numbers and loses the last ones, so only text is taken."""
    _not_rounded(cell)
    return _identified(lambda found: check_id_number(found, clock.today()), cell)


def credit_code(cell: Any) -> str:
    """统一社会信用代码"""
    _not_rounded(cell)
    return _identified(check_credit_code, cell)


def phone(cell: Any) -> str:
    """A mobile or a landline."""
    return _identified(check_phone, cell)


def certificate_number(cell: Any) -> str:
    """A certificate number as printed; often "T" and the ID number."""
    _not_rounded(cell)
    return text(60)(cell).replace(" ", "").upper()


def _identified(check: Callable[[str], str], cell: Any) -> str:
    try:
        return check(text_of(cell))
    except BadIdentifier as wrong:
        raise BadCell(wrong.sentence) from None


def _not_rounded(cell: Any) -> None:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 10**15:
        raise BadCell("号码被表格软件当成数字，末尾几位已丢失。请把单元格设为文本后重新填写。")


def show(value: Any) -> Any:
    """A stored value as it stands in a cell: words by title, days as days, lists divided by 、."""
    if value is None:
        return ""
    if isinstance(value, Titled):
        return value.title
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
