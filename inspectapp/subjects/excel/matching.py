"""Which unit, which person and which entry a row means; a doubt becomes a fault, never a guess."""

from typing import Any

from inspectapp.subjects.excel import cells
from inspectapp.subjects.excel.books import UNITS, Book
from inspectapp.subjects.excel.columns import STAFF_NAME, STAFF_NUMBER, UNIT_CODE, UNIT_NAME, Column
from inspectapp.subjects.excel.reading import CLEAR, Masked, ReadRow
from inspectapp.subjects.excel.shelf import Shelf
from inspectapp.subjects.models import Staff, Unit
from inspectapp.subjects.rules import names
from inspectapp.subjects.words import UnitStatus

REGION, CODE = UNITS.columns[2].title, UNITS.columns[1].title
CLOSED = "这个单位已注销，档案不能再修改。请删去这一行。"
NO_UNIT = "没有找到这个单位。请核对名称和代码。"


def named_unit(row: ReadRow, shelf: Shelf) -> Unit | None:
    """The unit whose file the row belongs to; a foreign one looks like one that does not exist."""
    found = _find_unit(row, shelf)
    if found is not None and found.status is UnitStatus.CLOSED:
        row.fail(UNIT_NAME.title, CLOSED)
    return found


def _find_unit(row: ReadRow, shelf: Shelf) -> Unit | None:
    if not row.has("unit_code") and not row.has("unit_name"):
        if shelf.own is None:
            row.fail(UNIT_NAME.title, "没有填写单位。请填写单位名称或代码。")
        return shelf.own
    if not row.has("unit_code"):
        return _by_name(row, shelf)
    found = shelf.by_code.get(row.values["unit_code"])
    if found is None:
        row.fail(UNIT_CODE.title, NO_UNIT)
    elif row.has("unit_name") and not names.same(found.name, row.values["unit_name"]):
        row.fail(UNIT_CODE.title, "代码与单位名称不是同一个单位。请核对。")
    return found


def _by_name(row: ReadRow, shelf: Shelf) -> Unit | None:
    found = shelf.by_name.get(names.key(row.values["unit_name"]), [])
    if len(found) > 1:
        row.fail(UNIT_NAME.title, "有几个同名的单位。请填写单位统一社会信用代码。")
    elif not found:
        row.fail(UNIT_NAME.title, NO_UNIT)
    return found[0] if len(found) == 1 else None


def named_person(row: ReadRow, unit: Unit, shelf: Shelf) -> Staff | None:
    """Somebody on the unit's roster, by name and, where needed, by ID number."""
    if not row.has("staff_name"):
        return None
    wanted = [one for one in shelf.staff[unit.id] if one.name == row.values["staff_name"]]
    if row.has("staff_number"):
        wanted = [one for one in wanted if says(STAFF_NUMBER, row.values["staff_number"], one.id_number)]
    if not wanted:
        row.fail(STAFF_NAME.title, "这个单位的名册里没有此人。请先登记人员，或核对姓名和身份证号。")
    if len(wanted) > 1:
        row.fail(STAFF_NAME.title, "名册里有几个同名的人。请填写完整的身份证号。")
    return wanted[0] if len(wanted) == 1 else None


def says(column: Column, given: Any, held: Any) -> bool:
    """Does the cell name this value? A masked number names every number it could hide."""
    if isinstance(given, Masked):
        return column.mask is not None and column.mask(held or "") == given
    return bool(given == held)


class Entries:
    """What the register holds for one unit, found by the columns that make two rows the same thing."""

    def __init__(self, book: Book, held: list[Any]) -> None:
        self.book = book
        self.columns = {column.name: column for column in book.columns}
        self.by_key = {self._key_of(one): one for one in held}
        self.held = held

    def _key_of(self, one: Any) -> tuple[Any, ...]:
        return tuple(getattr(one, name) for name in self.book.key)

    def find(self, row: ReadRow) -> Any:
        """The entry a row means, or None when it would be new."""
        key = tuple(_keyed(row.values.get(name)) for name in self.book.key)
        if not any(isinstance(part, Masked) for part in key):
            return self.by_key.get(key)
        hits = [one for one in self.held if self._fits(row, one)]
        if len(hits) == 1:
            return hits[0]
        hidden = next(
            column for column in self.columns.values() if column.mask and column.name in self.book.key
        )
        row.fail(hidden.title, "遮盖的号码对不上已登记的内容。请填写完整的号码。")
        return None

    def _fits(self, row: ReadRow, one: Any) -> bool:
        wanted = [name for name in (*self.book.key, *self.book.label) if row.has(name)]
        return all(self._says(name, row.values[name], getattr(one, name)) for name in wanted)

    def _says(self, name: str, given: Any, held: Any) -> bool:
        return says(self.columns[name], given, held) if name in self.columns else bool(given == held)


def _keyed(value: Any) -> Any:
    return "" if value is None or value is cells.KEEP or value is CLEAR else value


def match_unit(row: ReadRow, shelf: Shelf) -> Unit | None:
    """For the register of units itself: by code, else by region and name."""
    code, name = row.values.get("credit_code"), row.values.get("name")
    region = shelf.regions.get(row.values["region_id"]) if row.has("region_id") else None
    if row.has("region_id") and region is None:
        row.fail(REGION, "没有这个辖区，或不在您的辖区内。请核对。")
    if row.has("credit_code") and code in shelf.by_code:
        found = shelf.by_code[code]
    else:
        same = shelf.by_name.get(names.key(str(name)), []) if row.has("name") else []
        found = next((one for one in same if region and one.region_id == region.id), None)  # type: ignore[assignment]
    _check_unit(row, shelf, found, region)
    return found


def _check_unit(row: ReadRow, shelf: Shelf, found: Unit | None, region: Any) -> None:
    code = row.values.get("credit_code")
    if found and found.status is UnitStatus.CLOSED:
        row.fail(UNIT_NAME.title, CLOSED)
    if found and region and found.region_id != region.id:
        row.fail(REGION, "这个单位登记在其他辖区。辖区不能通过导入更改。")
    if not row.has("credit_code"):
        return
    if found and found.credit_code and found.credit_code != code:
        row.fail(CODE, "同名单位登记的是另一个代码。请核对；确需更改的，请在单位页面修改。")
    elif code in shelf.taken_codes and (found is None or found.credit_code != code):
        row.fail(CODE, "这个代码已登记在其他单位名下。请核对。")
