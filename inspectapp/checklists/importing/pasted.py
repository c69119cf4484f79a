"""Pasted text to rows: tabs, html tables, pipes, aligned spaces, or a plain numbered list."""

import csv
import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from io import StringIO

from inspectapp.checklists.importing.columns import recognised
from inspectapp.checklists.importing.grid import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Grid, Line
from inspectapp.shared.refusals import TooLarge
from inspectapp.shared.text import clean

LONGEST_TEXT = 500_000
TOO_LONG = "粘贴的文字超过50万字。请只粘贴检查表所在的部分。"

_BREAKS = re.compile(r"(?i)</p\s*>|<br\s*/?>|</div\s*>|</li\s*>")
_TAGS = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_RULE_LINE = re.compile(r"\|?[\s:|+-]{3,}\|?")
_WIDE_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_CONTINUED = re.compile(r"\s*(?:[0-9]{1,2}[.．、)）]|[（(][0-9一二三四五六七八九十]{1,3}[)）]|[①-⑳])")
#: Stands for a line break inside a cell while the text is still cut into lines.
_INNER = "\x1e"


def read_text(text: str) -> Grid:
    """The rows of whatever was pasted."""
    if len(text) > LONGEST_TEXT:
        raise TooLarge(TOO_LONG)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(_INNER, "")
    if re.search(r"(?i)<t[dh][\s>]", text):
        return _grid([(f"第{n}行", cells) for n, cells in enumerate(_html_rows(text), 1)], [])
    lines = _without_tags(text).split("\n")
    for fits, cut in _SHAPES:
        if fits(lines):
            return cut(lines)
    return _one_column(lines)


def _without_tags(text: str) -> str:
    return html.unescape(_TAGS.sub("", _BREAKS.sub(_INNER, text)))


def _grid(rows: list[tuple[str, list[str]]], noise: list[str]) -> Grid:
    made = [Line(place, [_cell(cell) for cell in cells[:MOST_COLUMNS]]) for place, cells in rows[:MOST_ROWS]]
    return Grid([line for line in made if line.filled], [word for word in map(clean, noise) if word])


def _cell(text: str) -> str:
    return clean(text.replace(_INNER, "\n"), lines=True)[:LONGEST_CELL].strip()


def _has_tabs(lines: list[str]) -> bool:
    return sum(line.rstrip("\n").count("\t") >= 1 and bool(line.strip()) for line in lines) >= 2


def _by_tabs(lines: list[str]) -> Grid:
    rows: list[tuple[str, list[str]]] = []
    noise: list[str] = []
    touching = False
    for number, line in _joined(lines):
        if "\t" in line:
            rows.append((f"第{number}行", _unquoted(line)))
        elif line.strip() and touching and _CONTINUED.match(line):
            _append(rows[-1][1], line)
        elif line.strip():
            noise.append(line.replace(_INNER, " "))
        touching = bool(line.strip()) and ("\t" in line or touching)
    return _grid(rows, noise)


def _append(cells: list[str], line: str) -> None:
    last = max((at for at, cell in enumerate(cells) if cell.strip()), default=0)
    cells[last] += "\n" + line


def _joined(lines: list[str]) -> list[tuple[int, str]]:
    """A cell copied from a workbook stands in quotes when it holds line breaks: put its lines together."""
    joined: list[tuple[int, str]] = []
    waiting: list[str] = []
    start = 0
    for number, line in enumerate(lines, 1):
        if not waiting and not _opens_quote(line):
            joined.append((number, line))
            continue
        start = start if waiting else number
        waiting.append(line)
        if "".join(waiting).count('"') % 2 == 0:
            joined.append((start, _INNER.join(waiting)))
            waiting = []
    return joined + [(start + at, line) for at, line in enumerate(waiting)]


def _opens_quote(line: str) -> bool:
    return line.count('"') % 2 == 1 and re.search(r'(?:^|\t)"', line) is not None


def _unquoted(line: str) -> list[str]:
    if not re.search(r'(?:^|\t)"', line) or line.count('"') % 2:
        return line.split("\t")
    return next(csv.reader(StringIO(line), delimiter="\t"))


def _has_pipes(lines: list[str]) -> bool:
    return sum(_pipes(line) >= 2 for line in lines) >= 2


def _pipes(line: str) -> int:
    return line.replace("｜", "|").replace("\\|", "").count("|")


def _by_pipes(lines: list[str]) -> Grid:
    rows, noise = [], []
    for number, line in enumerate(lines, 1):
        if _pipes(line) < 1:
            noise.append(line)
        elif not _RULE_LINE.fullmatch(line.strip()):
            cut = re.split(r"(?<!\\)\|", line.replace("｜", "|").strip())
            inner = cut[1 if not cut[0].strip() else 0 : -1 if not cut[-1].strip() else None]
            rows.append((f"第{number}行", [cell.replace("\\|", "|") for cell in inner]))
    return _grid(rows, noise)


def _has_gaps(lines: list[str]) -> bool:
    wide = [line for line in lines if len(_WIDE_GAP.split(line.strip())) >= 3]
    return len(wide) >= 2 and any(recognised(_WIDE_GAP.split(line.strip())) >= 2 for line in wide)


def _by_gaps(lines: list[str]) -> Grid:
    cut = [(number, _WIDE_GAP.split(line.strip())) for number, line in enumerate(lines, 1)]
    rows = [(f"第{number}行", cells) for number, cells in cut if len(cells) >= 2]
    return _grid(rows, [cells[0] for _, cells in cut if len(cells) == 1])


def _has_words(lines: list[str]) -> bool:
    return any(_is_word_header(line.split()) for line in lines)


def _is_word_header(words: list[str]) -> bool:
    return len(words) >= 3 and recognised(words) == len(words)


def _by_words(lines: list[str]) -> Grid:
    """Single spaces between cells: the header says how many; too many are joined at the longest."""
    start = next(at for at, line in enumerate(lines) if _is_word_header(line.split()))
    width = len(lines[start].split())
    rows = [
        (f"第{at + 1}行", _fitted(line.split(), width))
        for at, line in enumerate(lines)
        if at >= start and line.strip()
    ]
    return _grid(rows, lines[:start])


def _fitted(words: list[str], width: int) -> list[str]:
    while len(words) > width:
        # Spaces inside a sentence: close the gap between the two neighbours that are longest together.
        at = max(range(len(words) - 1), key=lambda n: len(words[n]) + len(words[n + 1]))
        words = [*words[:at], f"{words[at]} {words[at + 1]}", *words[at + 2 :]]
    return words


def _one_column(lines: list[str]) -> Grid:
    return _grid([(f"第{number}行", [line]) for number, line in enumerate(lines, 1)], [])


Shape = tuple[Callable[[list[str]], bool], Callable[[list[str]], Grid]]
_SHAPES: tuple[Shape, ...] = (
    (_has_tabs, _by_tabs),
    (_has_pipes, _by_pipes),
    (_has_gaps, _by_gaps),
    (_has_words, _by_words),
)


class _Tables(HTMLParser):
    """Cells of an html table; a cell that covers several places speaks once, where it begins."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.hanging: dict[int, int] = {}
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
            self._fill()
        elif tag in ("td", "th") and self.rows:
            self._open(dict(attrs))
        elif tag in ("br", "p", "li") and self.inside:
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.rows:
            self.inside = False
            self._fill()

    def handle_data(self, data: str) -> None:
        if self.inside:
            self._say(re.sub(r"\s+", " ", data))

    def _say(self, text: str) -> None:
        self.rows[-1][self.at] += text

    def _open(self, attrs: dict[str, str | None]) -> None:
        row, self.at = self.rows[-1], len(self.rows[-1])
        wide, tall = _span(attrs.get("colspan")), _span(attrs.get("rowspan"))
        row += [""] * wide
        if tall > 1:
            self.hanging.update({self.at + n: tall for n in range(wide)})
        self.inside = True

    def _fill(self) -> None:
        # Places that a cell of an earlier row hangs down into.
        row = self.rows[-1]
        while self.hanging.get(len(row), 0) > 1:
            self.hanging[len(row)] -= 1
            row.append("")


def _span(given: str | None) -> int:
    return (
        min(int(given), MOST_COLUMNS) if given and given.isascii() and given.isdigit() and int(given) else 1
    )


def _html_rows(text: str) -> list[list[str]]:
    reader = _Tables()
    reader.feed(text)
    reader.close()
    return reader.rows
