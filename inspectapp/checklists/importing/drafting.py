"""From the rows of a table to a draft checklist with its doubts, each item knowing where it came from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from inspectapp.checklists.content import Layout
from inspectapp.checklists.importing.columns import Meaning, guess, header_at, is_header
from inspectapp.checklists.importing.grid import Grid, Line
from inspectapp.checklists.importing.listing import as_table
from inspectapp.checklists.importing.slips import corrected
from inspectapp.checklists.importing.splitting import Part, number_before, split, tidy
from inspectapp.checklists.importing.ways import ways_in
from inspectapp.checklists.words import Way
from inspectapp.shared.refusals import TooLarge, Unreadable

NOTHING = "没有找到检查表。请确认内容里有表格或带序号的条目，再重新上传或粘贴。"
# All of them are corrected on one page, with up to nine fields each: more would not fit into one form.
MOST_ITEMS = 300
TOO_MANY = f"读出的检查项超过{MOST_ITEMS}条。请只保留检查表所在的部分，或拆成几份后再导入。"
NO_SECTION = "检查内容"
_PAPER_ENDS = re.compile(
    r"(?:检查人员?|被检查单位|检查组|受检单位|填表人|负责人|陪同人员|审核人).{0,16}(?:签字|签名|盖章|：|:)"
    r"|^(?:合计|总分|注|备注|说明|小计)[：:]?"
)


@dataclass(frozen=True)
class DraftItem:
    """One proposed item; `row` is the index of its draft row."""

    text: str
    section: str
    criteria: str = ""
    clause: str = ""
    ways: tuple[Way, ...] = ()
    findings: tuple[str, ...] = ()
    row: int = 0


@dataclass(frozen=True)
class DraftRow:
    """One row of the source as it was read, beside the items made of it."""

    place: str
    cells: dict[str, str]
    number: str
    section: str
    content: str
    items: tuple[DraftItem, ...]


@dataclass(frozen=True)
class Doubt:
    """Something the person should look at; `place` says where in the source."""

    sentence: str
    place: str = ""


@dataclass(frozen=True)
class Draft:
    """What the import proposes."""

    columns: list[Meaning]
    headings: list[str]
    header: int | None
    rows: list[DraftRow]
    doubts: list[Doubt] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def items(self) -> list[DraftItem]:
        """All items in order."""
        return [item for row in self.rows for item in row.items]

    def layout(self, codes: Sequence[str]) -> Layout:
        """The paper form: every column of the source, and which items fill which row."""
        rest = iter(codes)
        rows = tuple({**row.cells, "items": tuple(next(rest) for _ in row.items)} for row in self.rows)
        return Layout(tuple(heading for heading in self.headings if heading), rows)


def make_draft(grid: Grid, columns: Sequence[Meaning] | None = None, header: int | None = None) -> Draft:
    """The draft of a grid; `columns` and `header` are the person's own choice, else guessed."""
    if not grid.lines:
        raise Unreadable(NOTHING)
    grid = as_table(grid) if grid.width == 1 else grid
    at = header if header is not None and header < len(grid.lines) else header_at(grid.lines)
    meanings = list(columns) if columns else guess(grid.lines, at, grid.width)
    meanings += [Meaning.IGNORED] * (grid.width - len(meanings))
    reader = _Reader(grid, at, meanings)
    reader.read()
    found = sum(len(row.items) for row in reader.rows)
    if not found:
        raise Unreadable(NOTHING)
    if found > MOST_ITEMS:
        raise TooLarge(TOO_MANY)
    return reader.draft()


class _Reader:
    """Walks down the rows, remembering the heading a merged or empty cell stands for."""

    def __init__(self, grid: Grid, header: int | None, columns: list[Meaning]) -> None:
        self.grid, self.header, self.columns = grid, header, columns
        self.headings = self._headings()
        self.rows: list[DraftRow] = []
        self.doubts = [Doubt(remark) for remark in grid.remarks]
        self.unread = list(grid.noise)
        self.section = self.content = self.number = self.way = self.basis = ""

    def _headings(self) -> list[str]:
        cells = self.grid.lines[self.header].cells if self.header is not None else []
        return [tidy(cells[at]) if at < len(cells) and cells[at] else "" for at in range(len(self.columns))]

    def read(self) -> None:
        """Every line becomes a row, a section heading, or is told as unread."""
        for at, line in enumerate(self.grid.lines):
            if self.header is not None and at < self.header:
                self.unread.append(" ".join(line.filled))
            elif at != self.header and not self._is_header_again(at, line):
                self._line(line)

    def _is_header_again(self, at: int, line: Line) -> bool:
        if self.header is None:
            return False
        same = [cell for cell in line.filled if cell in self.grid.lines[self.header].cells]
        return (
            is_header(line.cells)
            or len(same) >= 2
            or (at == self.header + 1 and self._is_second_header(line))
        )

    def _is_second_header(self, line: Line) -> bool:
        """是 and 否 under 检查结果: short words, and only where nothing is asked."""
        asked = {Meaning.CONTENT, Meaning.REQUIREMENT, Meaning.NUMBER, Meaning.SECTION}
        places = [at for at, cell in enumerate(line.cells) if cell]
        return all(self.columns[at] not in asked and len(line.cells[at]) <= 6 for at in places)

    def _line(self, line: Line) -> None:
        if (
            _PAPER_ENDS.search(line.filled[0])
            and len(set(line.filled)) <= 3
            and not self._text(line, Meaning.REQUIREMENT)
        ):
            self.unread.append(" ".join(line.filled))
        elif self._is_section(line):
            self.section, self.content = number_before(tidy(line.filled[0]))[2].rstrip("：: "), ""
        else:
            self._row(line)

    def _is_section(self, line: Line) -> bool:
        words = set(line.filled)
        if len(words) != 1 or len(self.columns) < 2:
            return False
        place = next(at for at, cell in enumerate(line.cells) if cell)
        text = line.cells[place]
        if len(line.filled) == 1 and self.columns[place] in (Meaning.CONTENT, Meaning.REQUIREMENT):
            return False
        return len(text) <= 40 and self.columns[place] not in (Meaning.WAY, Meaning.BASIS)

    def _text(self, line: Line, meaning: Meaning) -> str:
        found = [
            line.cells[at] for at, one in enumerate(self.columns) if one is meaning and at < len(line.cells)
        ]
        return "\n".join(dict.fromkeys(cell for cell in found if cell))

    def _row(self, line: Line) -> None:
        said = {meaning: self._text(line, meaning) for meaning in Meaning}
        asks = said[Meaning.CONTENT] or said[Meaning.REQUIREMENT]
        if not asks:
            self.unread.append(f"{line.place}：{' '.join(line.filled)}")
            return
        self._remember(said)
        cells = self._cells(line)
        items = tuple(self._items(line, said))
        self.rows.append(DraftRow(line.place, cells, self.number, self.section, self.content, items))

    def _remember(self, said: dict[Meaning, str]) -> None:
        """An empty cell under a merged one means the same again."""
        if said[Meaning.SECTION]:
            section = number_before(tidy(said[Meaning.SECTION]))[2] or tidy(said[Meaning.SECTION])
            self.content = "" if section != self.section else self.content
            self.way = self.basis = ""
            self.section = section
        fresh = bool(said[Meaning.CONTENT])
        self.content = said[Meaning.CONTENT] or self.content
        self.number = tidy(said[Meaning.NUMBER]) or ("" if fresh else self.number)
        self.way = said[Meaning.WAY] or self.way
        self.basis = said[Meaning.BASIS] or self.basis

    def _cells(self, line: Line) -> dict[str, str]:
        cells: dict[str, str] = {}
        for at, heading in enumerate(self.headings):
            text = line.cells[at] if at < len(line.cells) else ""
            text, slips = corrected(text)
            self.doubts += [
                Doubt(f"原文“{wrong}”疑有笔误，已按“{right}”读入，请核对。", line.place)
                for wrong, right in slips
            ]
            if heading:
                cells[heading] = text
        return cells

    def _items(self, line: Line, said: dict[Meaning, str]) -> list[DraftItem]:
        content, requirement = corrected(self.content)[0], corrected(said[Meaning.REQUIREMENT])[0]
        parts, rest = _divided(content, requirement)
        ways = ways_in(self.way)
        if not ways:
            ways = (Way.DOCUMENTS,)
            sentence = f"“{tidy(self.way)[:12]}”不是常用的检查方式" if self.way else "没有写检查方式"
            self.doubts.append(Doubt(f"{sentence}，暂按查资料处理，请核对。", line.place))
        score = tidy(said[Meaning.SCORE])
        return [
            DraftItem(
                text=self._short(part, line),
                section=self.section or NO_SECTION,
                criteria=_criteria(part, rest, score),
                clause=tidy(self.basis),
                ways=ways,
                findings=_findings(said[Meaning.FINDINGS]),
                row=len(self.rows),
            )
            for part in parts
        ]

    def _short(self, part: Part, line: Line) -> str:
        if len(part.text) > 300:
            self.doubts.append(Doubt("这一条很长，请写短或拆成几条。", line.place))
        return part.text

    def draft(self) -> Draft:
        """What was read, with the doubts about the whole table."""
        if self.header is None:
            self.doubts.insert(0, Doubt("没有找到表头，列的含义是按内容推测的，请核对。"))
        self._tell_empty_sections()
        return Draft(
            self.columns, self.headings, self.header, self.rows, _told_once(self.doubts), self.unread
        )

    def _tell_empty_sections(self) -> None:
        if any(item.section == NO_SECTION for row in self.rows for item in row.items):
            self.doubts.append(Doubt(f"有条目没有所属项目，暂归入“{NO_SECTION}”，请核对。"))


def _divided(content: str, requirement: str) -> tuple[list[Part], str]:
    """The parts that become items, and what is said about all of them."""
    wanted, asked = split(requirement), split(content)
    if len(wanted) >= 2 or not asked:
        return wanted, ""
    if len(asked) >= 2:
        return asked, tidy(requirement)
    return [Part("", number_before(asked[0].text)[2], asked[0].intro)], tidy(requirement)


def _criteria(part: Part, rest: str, score: str) -> str:
    pieces = [part.intro.rstrip("：:"), rest, f"评分：{score}" if score else ""]
    return "\n".join(piece for piece in pieces if piece)


def _findings(text: str) -> tuple[str, ...]:
    parts = [part.text for part in split(text)]
    if len(parts) == 1:
        parts = [tidy(piece) for piece in re.split(r"[；;\n]", text)]
    return tuple(part.rstrip("。") for part in parts if part)


def _told_once(doubts: list[Doubt]) -> list[Doubt]:
    """The same doubt about many rows is told once with all places."""
    places: dict[str, list[str]] = {}
    for doubt in doubts:
        here = places.setdefault(doubt.sentence, [])
        if doubt.place and doubt.place not in here:
            here.append(doubt.place)
    return [Doubt(sentence, _shortened(here)) for sentence, here in places.items()]


def _shortened(places: list[str]) -> str:
    return "、".join(places[:4]) + (f"等{len(places)}处" if len(places) > 4 else "")
