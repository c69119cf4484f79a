"""Making the dry run: read, match and compare every row; nothing is written."""

import uuid
from typing import Any

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.subjects.excel import cells
from inspectapp.subjects.excel.books import UNITS, Book, Values
from inspectapp.subjects.excel.matching import Entries, match_unit, named_person, named_unit
from inspectapp.subjects.excel.plan import Change, Outcome, Plan, PlannedRow
from inspectapp.subjects.excel.reading import CLEAR, Masked, ReadRow
from inspectapp.subjects.excel.shelf import Shelf
from inspectapp.subjects.models import Unit
from inspectapp.subjects.rules import names


def make_plan(session: Session, book: Book, rows: list[ReadRow], *, by: Actor) -> Plan:
    """What taking in these rows would do now."""
    shelf = Shelf(session, by)
    planner = _UnitPlanner(book, shelf) if book is UNITS else _PartPlanner(book, shelf)
    planner.prepare(rows)
    return Plan(book, tuple(planner.plan(row) for row in rows))


class _Planner:
    """What units and their parts have in common: compare with the target, watch for doubles."""

    def __init__(self, book: Book, shelf: Shelf) -> None:
        self.book, self.shelf = book, shelf
        self.seen: dict[Any, int] = {}
        self.plain = {column.name: _emptied(book.model, column.name) for column in book.columns}

    def once(self, row: ReadRow, identity: Any, title: str) -> None:
        """The same thing twice in one file is a fault of the second row."""
        first = self.seen.setdefault(identity, row.number)
        if first != row.number:
            row.fail(title, f"与第{first}行重复。请只保留一行。")

    def conclude(self, row: ReadRow, target: Any, unit: Unit | None, extra: Values) -> PlannedRow:
        """New, changed, the same or bad."""
        said = self._said(row, target)
        self._check(row, target, said)
        label = f"{unit.name} {self.book.call(row.values)}" if unit else self.book.call(row.values)
        if row.faults:
            return PlannedRow(row.number, Outcome.BAD, label, tuple(row.faults))
        if target is None:
            return PlannedRow(row.number, Outcome.NEW, label, unit=unit, values=said | extra)
        fresh = {name: value for name, value in said.items() if getattr(target, name) != value}
        outcome = Outcome.CHANGED if fresh else Outcome.SAME
        return PlannedRow(row.number, outcome, label, (), self._changes(target, fresh), unit, target, fresh)

    def _said(self, row: ReadRow, target: Any) -> Values:
        said: Values = {}
        for column in self.book.columns:
            value = row.values.get(column.name, cells.KEEP)
            if column.name == "region_id" or value is cells.KEEP:
                continue
            if isinstance(value, Masked):
                if target is None and not row.faults:
                    row.fail(column.title, "新增内容须填写完整的号码，不能用遮盖的号码。")
                continue
            said[column.name] = self.plain[column.name] if value is CLEAR else value
        return said

    def _check(self, row: ReadRow, target: Any, said: Values) -> None:
        titles = {column.name: column.title for column in self.book.all_columns}
        failed = {fault.column for fault in row.faults}
        for column in self.book.all_columns:
            given = row.values.get(column.name, cells.KEEP) is not cells.KEEP
            if column.needed and not given and target is None and column.title not in failed:
                row.fail(column.title, f"没有填写{column.title}。")
        whole = {name: getattr(target, name) for name in self.plain if name != "region_id"} if target else {}
        misfit = self.book.check(whole | said)
        if misfit and not row.faults:
            row.fail(titles[misfit[0]], misfit[1])

    def _changes(self, target: Any, fresh: Values) -> tuple[Change, ...]:
        return tuple(
            Change(column.title, column.shown(getattr(target, column.name)), column.shown(fresh[column.name]))
            for column in self.book.columns
            if column.name in fresh
        )


class _UnitPlanner(_Planner):
    """Rows that are units themselves."""

    def prepare(self, rows: list[ReadRow]) -> None:
        for row in rows:
            if row.has("name"):
                row.values["name"] = names.canonical(row.values["name"])
        codes = {row.values["credit_code"] for row in rows if row.has("credit_code")}
        self.shelf.fetch_units(codes, {row.values["name"] for row in rows if row.has("name")})
        self.shelf.fetch_regions_and_codes(codes)

    def plan(self, row: ReadRow) -> PlannedRow:
        target = match_unit(row, self.shelf)
        region = self.shelf.regions.get(row.values["region_id"]) if row.has("region_id") else None
        if row.has("credit_code"):
            self.once(row, row.values["credit_code"], "统一社会信用代码")
        if row.has("name") and region:
            self.once(row, (region.id, names.key(row.values["name"])), "单位名称")
        return self.conclude(row, target, None, {"region_id": region.id} if region else {})


class _PartPlanner(_Planner):
    """Rows that belong to the file of a unit."""

    def __init__(self, book: Book, shelf: Shelf) -> None:
        super().__init__(book, shelf)
        self.entries: dict[uuid.UUID, Entries] = {}
        self.units: dict[int, Unit | None] = {}

    def prepare(self, rows: list[ReadRow]) -> None:
        codes = {row.values["unit_code"] for row in rows if row.has("unit_code")}
        wanted = {names.canonical(row.values["unit_name"]) for row in rows if row.has("unit_name")}
        self.shelf.fetch_units(codes, wanted)
        self.units = {row.number: named_unit(row, self.shelf) for row in rows}
        ids = {unit.id for unit in self.units.values() if unit}
        self.shelf.fetch_rows(self.book, ids)
        self.entries = {one: Entries(self.book, self.shelf.rows[one]) for one in ids}

    def plan(self, row: ReadRow) -> PlannedRow:
        unit = self.units[row.number]
        if unit is None:
            return self.conclude(row, None, None, {})
        extra = self._person(row, unit)
        target = None if row.faults else self.entries[unit.id].find(row)
        key = tuple(row.values.get(name) for name in self.book.key)
        if not row.faults:
            self.once(row, target.id if target else (unit.id, key), self._key_title())
        return self.conclude(row, target, unit, extra)

    def _person(self, row: ReadRow, unit: Unit) -> Values:
        if not self.book.of_person:
            return {}
        person = named_person(row, unit, self.shelf)
        row.values["staff_id"] = person.id if person else None
        return {"staff_id": person.id} if person else {}

    def _key_title(self) -> str:
        return next(column.title for column in self.book.columns if column.name in self.book.key)


def _emptied(model: Any, name: str) -> Any:
    """What an optional field holds when it says nothing."""
    field = model.model_fields.get(name)
    return None if field is None else field.get_default(call_default_factory=True)
