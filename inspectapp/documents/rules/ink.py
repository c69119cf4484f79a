"""Is this the movement of a hand that signs? A dot, a line, a stamp of the same ink are not."""

from itertools import pairwise

from inspectapp.documents.strokes import Strokes
from inspectapp.shared.refusals import Unreadable

FEWEST_LINES, FEWEST_POINTS = 2, 40
#: So much must have been written whatever the lines: two taps far apart are wide, but no ink.
FEWEST_TOUCHES, SHORTEST = 12, 0.15
NARROWEST = 0.15
QUICKEST_MS = 600
LONGEST_MS = 10 * 60 * 1000
#: A finger may leave the pad's edge by this much.
EDGE = 0.05

EMPTY = "签名太简单，看不出是谁签的。请完整写下姓名后再提交。"
SMALL = "签名太小，打印后看不清。请写大一些，尽量写满签名框。"
HASTY = "签名写得太快，没有记录完整。请重新慢慢签一次。"
DISORDERED = "签名的笔迹没有记录完整。请点“重写”再签一次。"
REPLAYED = "这个签名与以前的一次完全相同，不能再用。请本人重新手写。"


def check_ink(strokes: Strokes) -> None:
    """Refuse what no hand would leave behind."""
    if not strokes.points:
        raise Unreadable(EMPTY)
    if len(strokes.lines) < FEWEST_LINES and len(strokes.points) < FEWEST_POINTS:
        raise Unreadable(EMPTY)
    x0, _, x1, _ = strokes.box
    if x1 - x0 < NARROWEST * strokes.width:
        raise Unreadable(SMALL)
    _check_time(strokes)
    _check_on_the_pad(strokes)
    if len(strokes.points) < FEWEST_TOUCHES or strokes.length < SHORTEST * strokes.width:
        raise Unreadable(EMPTY)


def _check_time(strokes: Strokes) -> None:
    times = [point[2] for point in strokes.points]
    if any(later < earlier for earlier, later in pairwise(times)) or strokes.lasted > LONGEST_MS:
        raise Unreadable(DISORDERED)
    if strokes.lasted < QUICKEST_MS:
        raise Unreadable(HASTY)


def _check_on_the_pad(strokes: Strokes) -> None:
    x0, y0, x1, y1 = strokes.box
    side, high = strokes.width * EDGE, strokes.height * EDGE
    if x0 < -side or y0 < -high or x1 > strokes.width + side or y1 > strokes.height + high:
        raise Unreadable(DISORDERED)


def check_not_replayed(seen_before: bool) -> None:
    """No hand moves twice in exactly the same way."""
    if seen_before:
        raise Unreadable(REPLAYED)
