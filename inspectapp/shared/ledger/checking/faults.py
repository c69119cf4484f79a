"""What a check can find: each fault names its table, its row, and what was done to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

#: More than this many faults are counted, not told: somebody replaced a whole database.
MOST = 500
#: Only so many rows are tried against one another to find out which were exchanged.
MOST_SUSPECTS = 80


@dataclass(frozen=True)
class Fault:
    """One fault: `kind` is the word for it, `sentence` the whole story."""

    kind: str
    table: str
    row: str
    sentence: str


@dataclass
class Suspect:
    """A row whose content is not what was written; perhaps another row's."""

    table: str
    row: Any
    place: str
    values: dict[str, Any]
    wanted: str
    kind: str = "被修改"
    why: str = "内容与登记时不符"


Fits = Callable[[Suspect, Suspect], bool]


@dataclass
class Faults:
    """Gathers what was found, in bounded memory."""

    told: list[Fault] = field(default_factory=list)
    untold: int = 0

    def add(self, kind: str, table: str, row: Any, place: str, why: str = "") -> None:
        """Tell of one fault; beyond the limit only count it."""
        if len(self.told) >= MOST:
            self.untold += 1
            return
        sentence = f"表 {table} 的行 {row}{place}{kind}" + (f"：{why}。" if why else "。")
        self.told.append(Fault(kind, table, str(row), sentence))

    def settle(self, suspects: Sequence[Suspect], fits: Fits) -> None:
        """Tell exchanged rows from changed ones."""
        tried = suspects[:MOST_SUSPECTS]
        for one in suspects:
            other = next((each for each in tried if each is not one and fits(one, each)), None)
            if other is None:
                self.add(one.kind, one.table, one.row, one.place, one.why)
            else:
                self.add("被调换", one.table, one.row, one.place, f"内容是行 {other.row} 的")

    def all(self) -> list[Fault]:
        """Everything told, with one word on what was not."""
        if not self.untold:
            return self.told
        more = Fault("更多", "", "", f"另有{self.untold}处问题没有逐一列出。")
        return [*self.told, more]
