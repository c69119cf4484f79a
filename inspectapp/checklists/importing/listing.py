"""A list in one column, numbered on one or more levels, as a table of 项目 and 检查内容."""

import re
from dataclasses import dataclass, field

from inspectapp.checklists.importing.grid import Grid, Line
from inspectapp.checklists.importing.splitting import number_before

_BULLET = re.compile(r"^[-•·●◆■□○*]\s+")
_FOOT = re.compile(r"签字|签名|盖章|年\s*月\s*日|^附件")


@dataclass
class _Entry:
    """One numbered line and what stands below it."""

    place: str
    style: str
    text: str
    parent: "_Entry | None" = None
    below: list["_Entry"] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """It and all its neighbours have something below: a heading. Beside plain items it is one of them."""
        return self.parent is not None and all(one.below for one in self.parent.below)


def as_table(grid: Grid) -> Grid:
    """Entries below others make those their 项目; entries without anything below are what is checked."""
    entries, noise = _entries(grid)
    if len(entries) < 2:
        return Grid([], grid.noise + noise, grid.remarks)
    _grow(entries)
    leaves = [Line(entry.place, list(_row(entry))) for entry in entries if not entry.below]
    return Grid([Line("", ["项目", "检查内容"]), *leaves], grid.noise + noise, grid.remarks)


def _grow(entries: list[_Entry]) -> None:
    """A numbering style that is open already goes on there; a new one begins a level below."""
    open_ones = [_Entry("", "", "")]
    for entry in entries:
        styles = [one.style for one in open_ones]
        if entry.style in styles:
            del open_ones[styles.index(entry.style) :]
        entry.parent = open_ones[-1]
        entry.parent.below.append(entry)
        open_ones.append(entry)


def _row(leaf: _Entry) -> tuple[str, str]:
    """The nearest real heading is the 项目; lines between it and the leaf introduce the leaf."""
    path: list[_Entry] = []
    at = leaf.parent
    while at is not None and at.style:
        path.insert(0, at)
        at = at.parent
    headings = [n for n, entry in enumerate(path) if entry.is_heading]
    start = headings[-1] if headings else 0
    section = path[start].text if path else ""
    between = [entry.text.rstrip("：:。；; ") for entry in path[start + 1 :]]
    return section.rstrip("：:。；; "), "：".join([*between, leaf.text])


def _entries(grid: Grid) -> tuple[list[_Entry], list[str]]:
    """Numbered lines; an unnumbered line goes on the one before."""
    found: list[_Entry] = []
    noise: list[str] = []
    for line in grid.lines:
        for text in line.cells[0].split("\n"):
            style, number, rest = number_before(_BULLET.sub("", text))
            if style and rest:
                # 1.1 and 1.1.1 are two styles: each further point is a level of its own.
                found.append(_Entry(line.place, style + "." * len(re.findall("[.．]", number)), rest))
            elif found and rest and not (len(rest) <= 30 and _FOOT.search(rest)):
                found[-1].text += rest
            elif rest:
                noise.append(rest)
    return found, noise
