"""A table as it was found in a file or in pasted text: rows of cells, each row knowing where it stood."""

from dataclasses import dataclass, field

MOST_ROWS = 3000
MOST_COLUMNS = 40
LONGEST_CELL = 8000

Cells = list[str]


@dataclass(frozen=True)
class Line:
    """One row of the source. `place` is what a person reads: 第3行, 表2第4行."""

    place: str
    cells: Cells

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]


@dataclass(frozen=True)
class Grid:
    """All rows of one source. Text outside the table is kept as `noise`, so nothing disappears unseen."""

    lines: list[Line]
    noise: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(line.cells) for line in self.lines), default=0)
