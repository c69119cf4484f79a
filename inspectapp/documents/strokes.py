"""Strokes of a signature: read from the glass, kept small, drawn again as vectors. Never a picture."""

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from inspectapp.shared.refusals import Unreadable

Point = tuple[int, int, int]
MOST_TEXT = 1_000_000
MOST_POINTS = 20_000
WIDEST = 8000
ROUND = 'stroke-linecap="round" stroke-linejoin="round"'
BROKEN = "签名没有完整送到。请重新签一次。"


@dataclass(frozen=True)
class Strokes:
    """Points (x, y, milliseconds since the first touch) on a pad of this size, as the signer read it."""

    width: int
    height: int
    lines: tuple[tuple[Point, ...], ...]

    @property
    def points(self) -> list[Point]:
        return [point for line in self.lines for point in line]

    @property
    def box(self) -> tuple[int, int, int, int]:
        xs, ys = [point[0] for point in self.points], [point[1] for point in self.points]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def length(self) -> float:
        """How far the pen moved while it touched the glass."""
        steps = (step for line in self.lines for step in pairwise(line))
        return sum(hypot(bx - ax, by - ay) for (ax, ay, _), (bx, by, _) in steps)

    @property
    def lasted(self) -> int:
        return self.points[-1][2] - self.points[0][2]

    @property
    def digest(self) -> str:
        """The same movement gives the same digest, wherever on the pad and whenever it is replayed."""
        x0, y0, _, _ = self.box
        t0 = self.points[0][2]
        moved = [[(x - x0, y - y0, t - t0) for x, y, t in line] for line in self.lines]
        return hashlib.sha256(json.dumps(moved, separators=(",", ":")).encode()).hexdigest()

    def packed(self) -> str:
        """As it is kept, before encryption."""
        told = json.dumps([self.width, self.height, self.lines], separators=(",", ":"))
        return base64.b64encode(zlib.compress(told.encode(), 9)).decode()

    def svg(self) -> bytes:
        """The ink as vectors, cut to its box; made by the server from the strokes alone."""
        x0, y0, x1, y1 = self.box
        pen = max(2.0, self.width / 170)
        edge = pen * 2
        view = f"{x0 - edge:g} {y0 - edge:g} {x1 - x0 + 2 * edge:g} {y1 - y0 + 2 * edge:g}"
        style = f'fill="none" stroke="#111" stroke-width="{pen:.3g}" {ROUND}'
        path = f'<path {style} d="{"".join(_path(line) for line in self.lines)}"/>'
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{path}</svg>'.encode()


def read(text: str) -> Strokes:
    """What the pad sent; anything that is not the strokes of a pen is refused."""
    if len(text) > MOST_TEXT:
        raise Unreadable(BROKEN)
    try:
        told = json.loads(text)
        lines = tuple(tuple(_point(one) for one in line) for line in told["lines"])
        found = Strokes(_side(told["width"]), _side(told["height"]), tuple(line for line in lines if line))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable(BROKEN) from error
    if len(found.points) > MOST_POINTS:
        raise Unreadable(BROKEN)
    return found


def unpack(packed: str) -> Strokes:
    """Strokes as they were kept."""
    width, height, lines = json.loads(zlib.decompress(base64.b64decode(packed)))
    return Strokes(width, height, tuple(tuple((x, y, t) for x, y, t in line) for line in lines))


def _side(value: object) -> int:
    if not isinstance(value, int | float) or not 0 < value <= WIDEST:
        raise ValueError("pad")
    return round(value)


def _point(one: list[float]) -> Point:
    x, y, t = one
    if not all(isinstance(value, int | float) and abs(value) < 1e7 for value in (x, y, t)):
        raise ValueError("point")
    return round(x), round(y), round(t)


def _path(line: tuple[Point, ...]) -> str:
    """Curves through the middles of neighbouring points: as smooth as the hand was."""
    x, y, _ = line[0]
    if len(line) == 1:
        return f"M{x} {y}h0"
    path = f"M{x} {y}"
    for (ax, ay, _), (bx, by, _) in pairwise(line[1:]):
        path += f"Q{ax} {ay} {(ax + bx) / 2:g} {(ay + by) / 2:g}"
    return f"{path}L{line[-1][0]} {line[-1][1]}"
