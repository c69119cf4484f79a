"""Every recorded row against its last line: nothing changed, removed, exchanged or slipped in unseen."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from inspectapp.shared.ledger import digests, writing
from inspectapp.shared.ledger.checking.faults import MOST_SUSPECTS, Faults, Suspect
from inspectapp.shared.ledger.checking.reading import Doubted, Unreadable, rank, spoken
from inspectapp.shared.ledger.models import Recorded

Raw = Sequence[Any]
LAST = ("row_id", "row_table", "thing_id", "number", "at", "gone", "row_sha256", "row_sm3")


@dataclass(frozen=True)
class Last:
    """The last line that tells of a row."""

    thing: str
    number: Any
    at: Any
    gone: bool
    sha256: str
    sm3: str

    @property
    def place(self) -> str:
        return f"（登记链 {self.thing} 第{self.number}条）"


def recorded_models() -> list[Any]:
    """Every table whose rows are recorded, also those of later stages."""
    found: list[Any] = []
    waiting = list(Recorded.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if hasattr(model, "__table__") and model not in found:
            found.append(model)
    return sorted(found, key=lambda model: model.__tablename__)


@dataclass
class Rows:
    """Walks all recorded tables and all lines in the order of row ids, side by side."""

    connection: Connection
    faults: Faults
    touched: set[str]
    tables: dict[str, Doubted] = field(default_factory=dict)
    suspects: list[Suspect] = field(default_factory=list)

    def walk(self) -> None:
        """All of them, in one pass."""
        dialect = self.connection.dialect
        for model in recorded_models():
            names = digests.recorded_names(model)
            self.tables[model.__tablename__] = Doubted(model.__table__, dialect, names)
        for _, lasts, rows in self._side_by_side():
            for table in sorted(lasts.keys() | rows.keys()):
                self._compare(table, lasts.get(table), rows.get(table))
        self.faults.settle(self.suspects, _exchanged)

    def _side_by_side(self) -> Iterator[tuple[Any, dict[str, tuple[Any, Last]], dict[str, Raw]]]:
        merged = heapq.merge(self._lines(), *map(self._rows, self.tables.values()), key=lambda one: one[0])
        for key, group in groupby(merged, key=lambda one: one[0]):
            lasts: dict[str, tuple[Any, Last]] = {}
            rows: dict[str, Raw] = {}
            for _, table, raw, last in group:
                if last is None:
                    rows[table] = raw
                elif table not in lasts or _later(last, lasts[table][1]):
                    lasts[table] = (raw, last)
            yield key, lasts, rows

    def _rows(self, table: Doubted) -> Iterator[tuple[Any, str, Raw, None]]:
        position = table.at("id")
        for raw in table.stream(self.connection, "id"):
            yield rank(raw[position]), table.name, raw, None

    def _lines(self) -> Iterator[tuple[Any, str, Any, Last]]:
        lines = Doubted(writing.lines, self.connection.dialect, LAST)
        for raw in lines.stream(self.connection, "row_id"):
            row_id, table, thing, number, at, gone, sha256, sm3 = raw
            yield rank(row_id), table, row_id, Last(spoken(thing), number, at, bool(gone), sha256, sm3)

    def _compare(self, table: str, told: tuple[Any, Last] | None, raw: Raw | None) -> None:
        if told is None:
            assert raw is not None
            row = spoken(raw[self.tables[table].at("id")])
            self.faults.add("凭空插入", table, row, "", "登记册里没有这一行")
        elif raw is None:
            self._absent(table, *told)
        elif told[1].gone:
            self.faults.add("凭空插入", table, spoken(told[0]), told[1].place, "这一行早已登记删除")
        else:
            self._same(table, told[1], raw)

    def _absent(self, table: str, row_id: Any, last: Last) -> None:
        if table not in self.tables:
            self.faults.add("被修改", writing.lines.name, spoken(row_id), last.place, f"没有表 {table}")
        elif not last.gone:
            self.faults.add("被删除", table, spoken(row_id), last.place, "登记册里还有，表里没有")

    def _same(self, table: str, last: Last, raw: Raw) -> None:
        doubted = self.tables[table]
        row = spoken(raw[doubted.at("id")])
        try:
            values = digests.settled(doubted.values(raw))
        except Unreadable as unreadable:
            why = f"“{unreadable.column}”一栏已无法读出"
            self.faults.add("被修改", table, row, last.place, why)
            return
        body = digests.canonical(values)
        if digests.sha256("row", body) == last.sha256 and last.sm3 in ("", digests.sm3("row", body)):
            return
        self._suspect(Suspect(table, row, last.place, values, last.sha256), last, body)

    def _suspect(self, suspect: Suspect, last: Last, body: bytes) -> None:
        if last.thing in self.touched:
            suspect.why = "与登记册最后一条不符，这条登记链本身也被动过"
        elif earlier := self._told_before(suspect, digests.sha256("row", body)):
            suspect.why = f"被改回第{earlier}条时的旧内容"
        if len(self.suspects) < MOST_SUSPECTS:
            self.suspects.append(suspect)
        else:
            self.faults.add(suspect.kind, suspect.table, suspect.row, suspect.place, suspect.why)

    def _told_before(self, suspect: Suspect, sha256: str) -> Any:
        lines = writing.lines
        query = select(lines.c.number).where(
            lines.c.row_id == suspect.values["id"], lines.c.row_table == suspect.table,
            lines.c.row_sha256 == sha256,
        )  # fmt: skip
        return self.connection.execute(query.limit(1)).scalar() if len(self.suspects) < 20 else None


def _later(one: Last, other: Last) -> bool:
    if one.thing == other.thing:
        return bool(rank(one.number) > rank(other.number))
    return str(one.at) > str(other.at)


def _exchanged(one: Suspect, other: Suspect) -> bool:
    """The content of this row is what the ledger knows of the other."""
    if one.table != other.table:
        return False
    swapped = one.values | {"id": other.values["id"]}
    return digests.sha256("row", digests.canonical(swapped)) == other.wanted
