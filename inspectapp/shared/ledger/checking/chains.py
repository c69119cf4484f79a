"""Every chain line by line: digests, numbers, links, then its head, then the census of all heads."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from inspectapp.shared.ledger import digests, writing
from inspectapp.shared.ledger.checking.faults import MOST_SUSPECTS, Faults, Suspect
from inspectapp.shared.ledger.checking.reading import Doubted, Unreadable, grouped, rank, spoken

LINES, HEADS = writing.lines.name, writing.heads.name
OUTSIDE = ("id", "sha256", "sm3")
Raw = Sequence[Any]


@dataclass
class Walked:
    """How far a chain reached."""

    kind: str = ""
    count: int = 0
    sha256: str = writing.START
    sound: bool = True


@dataclass
class Chains:
    """Walks all chains beside their heads; remembers which were touched, for those who look at rows."""

    connection: Connection
    faults: Faults
    lines: Doubted = field(init=False)
    heads: Doubted = field(init=False)
    suspects: list[Suspect] = field(default_factory=list)
    headless: list[Any] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        dialect = self.connection.dialect
        self.lines, self.heads = Doubted(writing.lines, dialect), Doubted(writing.heads, dialect)

    def walk(self) -> None:
        """All of them, in one pass."""
        lines = self.lines.stream(self.connection, "thing_id", "number")
        groups = grouped(lines, self.lines.at("thing_id"))
        for thing, head, chain in paired(self.heads.stream(self.connection, "id"), groups):
            walked = self._lines_of(spoken(thing), chain)
            if head is None:
                self.headless.append((thing, walked))
                self.touched.add(spoken(thing))
            else:
                self._head(spoken(thing), head, walked)
        self.faults.settle(self.suspects, _exchanged)

    def _lines_of(self, thing: str, chain: Iterable[Raw]) -> Walked:
        walked = Walked()
        for raw in chain:
            self._line(thing, raw, walked)
        if not walked.sound:
            self.touched.add(thing)
        return walked

    def _line(self, thing: str, raw: Raw, walked: Walked) -> None:
        try:
            values = self.lines.values(raw)
            number = int(values["number"])
        except (Unreadable, TypeError, ValueError):
            self._blame(thing, raw, walked, walked.count + 1, "被修改", "有的内容已无法读出")
            walked.count += 1
            return
        intact = self._digests_fit(thing, raw, values, walked)
        missing = number - walked.count - 1
        if missing > 0:
            which = f"第{walked.count + 1}条" if missing == 1 else f"第{walked.count + 1}至{number - 1}条"
            self._blame(thing, raw, walked, number, "被删除", f"这一条之前的{which}不见了")
        elif missing < 0:
            self._blame(thing, raw, walked, number, "凭空插入", "这个序号出现了两次")
        elif intact and walked.sound and values["before"] != walked.sha256:
            self._blame(thing, raw, walked, number, "被调换", "与前一条接不上")
        walked.kind, walked.count, walked.sha256 = values["thing_kind"], number, values["sha256"]

    def _blame(self, thing: str, raw: Raw, walked: Walked, number: int, kind: str, why: str) -> None:
        walked.sound = False
        self.faults.add(
            kind, LINES, spoken(raw[self.lines.at("id")]), f"（登记链 {thing} 第{number}条）", why
        )

    def _digests_fit(self, thing: str, raw: Raw, values: dict[str, Any], walked: Walked) -> bool:
        said = {name: value for name, value in values.items() if name not in OUTSIDE}
        text = digests.canonical(said)
        fits = digests.sha256("line", text) == values["sha256"] and _sm3_fits(values, text)
        if fits and values["id"] == digests.line_id(values["sha256"]):
            return True
        walked.sound = False
        place = f"（登记链 {thing} 第{values['number']}条）"
        row = spoken(raw[self.lines.at("id")])
        if len(self.suspects) < MOST_SUSPECTS:
            self.suspects.append(Suspect(LINES, row, place, said, str(values["sha256"])))
        else:
            self.faults.add("被修改", LINES, row, place, "内容与登记时不符")
        return False

    def _head(self, thing: str, raw: Raw, walked: Walked) -> None:
        try:
            head = self.heads.values(raw)
            sealed = head_mac(head) == head["mac"]
            over = walked.count - int(head["count"])
        except (Unreadable, TypeError, ValueError):
            return self._blame_head(thing, "被修改", "有的内容已无法读出")
        place = f"登记链 {thing}"
        if not sealed:
            self._blame_head(thing, "被修改", f"校验码不对，{place}的尾部可能被截断或改写")
        elif walked.count == 0:
            self._blame_head(thing, "被删除", f"{place}的{head['count']}条登记全部不见了", LINES)
        elif over < 0:
            lost = f"应有{head['count']}条，只剩{walked.count}条"
            self._blame_head(thing, "尾部被截断", f"{place}{lost}", LINES)
        elif over > 0:
            self._blame_head(thing, "凭空插入", f"{place}多出最后{over}条", LINES)
        elif walked.sound and (head["sha256"], head["kind"]) != (walked.sha256, walked.kind):
            self._blame_head(thing, "被修改", f"与{place}的最后一条不符")

    def _blame_head(self, thing: str, kind: str, why: str, table: str = HEADS) -> None:
        self.touched.add(thing)
        self.faults.add(kind, table, thing, "", why)


def head_mac(head: dict[str, Any]) -> str:
    """What the head of a chain must carry."""
    said = (head["kind"], head["id"], head["count"], head["sha256"])
    return digests.mac(writing.key(), "head", *said)


def _sm3_fits(values: dict[str, Any], text: bytes) -> bool:
    # A machine without SM3 leaves both empty, and which it was is under the other digest.
    if not values["row_sm3"]:
        return values["sm3"] == ""
    return not digests.HAS_SM3 or values["sm3"] == digests.sm3("line", text)


def _exchanged(one: Suspect, other: Suspect) -> bool:
    if one.wanted[:32] == other.row.replace("-", ""):
        return True
    moved = one.values | {"number": other.values["number"]}
    return digests.sha256("line", digests.canonical(moved)) == one.wanted


def paired(
    heads: Iterable[Raw], groups: Iterable[tuple[Any, Iterator[Raw]]]
) -> Iterator[tuple[Any, Raw | None, Iterable[Raw]]]:
    """Heads and chains of the same thing side by side; either may be missing."""
    left = ((rank(head[0]), 0, head[0], head) for head in heads)
    right = ((rank(thing), 1, thing, chain) for thing, chain in groups)
    waiting: Any = None
    for key, side, thing, found in heapq.merge(left, right, key=lambda entry: entry[:2]):
        if side == 0:
            if waiting:
                yield waiting[1], waiting[2], ()
            waiting = (key, thing, found)
            continue
        fits = waiting is not None and waiting[0] == key
        if waiting and not fits:
            yield waiting[1], waiting[2], ()
        yield thing, waiting[2] if fits else None, found
        waiting = None
    if waiting:
        yield waiting[1], waiting[2], ()
