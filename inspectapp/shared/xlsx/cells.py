"""One cell: what its writer meant, or the words that say what is wrong with it."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl.utils.datetime import from_excel

from inspectapp.shared.text import clean
from inspectapp.shared.xlsx.columns import Column

_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{2}", re.IGNORECASE)
_EXACT_TO = 10**15  # a workbook keeps 15 digits of a number
_SERIALS = range(7_000, 80_000)  # 1919 to 2119
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))(?:[ T][0-9]{1,2}:[0-9:.]+)?"
)


class BadCell(Exception):
    """Words that go on from “第3行‘手机号’”."""


def read_cell(column: Column, value: Any, data_type: str, epoch: datetime) -> Any:
    """The value of a filled cell in its kept form; None for an empty one that may be empty."""
    if data_type == "f":
        raise BadCell("是公式，请粘贴为数值")
    if data_type == "e":
        raise BadCell(f"是错误值{value}，请重新填写")
    if value is None or (isinstance(value, str) and not clean(value)):
        return _empty(column)
    return _checked(column, _READ[column.kind](column, value, epoch))


def _empty(column: Column) -> None:
    if column.required:
        raise BadCell("没有填写，请补填")


def _checked(column: Column, value: Any) -> Any:
    if column.check is None:
        return value
    try:
        return column.check(value)
    except Exception as error:
        sentence = getattr(error, "sentence", None)
        if sentence is None:
            raise
        raise BadCell(f"：{sentence}") from error


def _text(column: Column, value: Any, epoch: datetime) -> str:
    lost = "被表格变成了数字，末几位已丢失，请把该列设为文本后重新填写"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if abs(value) >= _EXACT_TO:
            raise BadCell(lost)
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = clean(str(value), lines=True)
    if _SCIENTIFIC.fullmatch(text):
        raise BadCell(lost)
    if len(text) > column.max_length:
        raise BadCell(f"超过{column.max_length}字，请缩短")
    return text


def _date(column: Column, value: Any, epoch: datetime) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in _SERIALS:
        return _date(column, from_excel(int(value), epoch), epoch)
    written = _text(column, value, epoch)
    found = _DATE.fullmatch(written)
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else _no_date(written)
    except ValueError:
        return _no_date(written)


def _no_date(written: str) -> date:
    raise BadCell(f"“{written[:20]}”不是日期，请按2026-01-05的样子填写")


def _integer(column: Column, value: Any, epoch: datetime) -> int:
    number = _decimal(column, value, epoch)
    if number != number.to_integral_value():
        raise BadCell(f"“{number}”不是整数，请填写整数")
    return int(number)


def _decimal(column: Column, value: Any, epoch: datetime) -> Decimal:
    written = _text(column, value, epoch).replace(",", "").replace("，", "")
    try:
        if not re.fullmatch(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?", written):
            raise InvalidOperation
        return Decimal(written)
    except InvalidOperation:
        raise BadCell(f"“{written[:20]}”不是数字，请只填写数字") from None


def _choice(column: Column, value: Any, epoch: datetime) -> str:
    written = _text(column, value, epoch)
    if written in column.choices:
        return written
    offered = "、".join(column.choices[:10]) + ("等" if len(column.choices) > 10 else "")
    raise BadCell(f"“{written[:20]}”不在可选项中，请填写：{offered}")


_READ = {"text": _text, "date": _date, "integer": _integer, "decimal": _decimal, "choice": _choice}
