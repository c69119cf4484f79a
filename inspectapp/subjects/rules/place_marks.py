"""Marks on the premises of a unit: size, seats, terminals, recordings, forbidden buildings."""

from collections.abc import Iterator
from datetime import date
from math import floor

from inspectapp.subjects.rules import sources
from inspectapp.subjects.rules.facts import RoomFacts, UnitFacts
from inspectapp.subjects.rules.marks import Mark, counted
from inspectapp.subjects.words import Building, RoomKind, UnitKind

AREA_PER_PERSON = 1.5
CLASSROOM_AREA = 75
TERMINALS = 25
RECORDING_MONTHS = 36
FORBIDDEN = frozenset({
    Building.RESIDENTIAL, Building.TEMPORARY, Building.ILLEGAL,
    Building.DANGEROUS, Building.UNDERGROUND, Building.SEMI_UNDERGROUND,
})  # fmt: skip
RECORDED = frozenset({RoomKind.CLASSROOM, RoomKind.EXAM_ROOM})


def capacity(area: float | None) -> int | None:
    """How many people a room of this area may hold: 1.5 square metres each."""
    return None if area is None else floor(area / AREA_PER_PERSON)


def building_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """Training may not be held in homes, temporary, illegal, dangerous or underground buildings."""
    if not facts.trains or facts.building not in FORBIDDEN:
        return []
    return [Mark("building", f"场所位于{facts.building.title}", "profile", sources.BUILDINGS)]


def classroom_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """Classrooms below size, or with more seats than their area allows."""
    if facts.kind is not UnitKind.INSTITUTION:
        return []
    rooms = [room for room in facts.rooms if room.kind is RoomKind.CLASSROOM]
    small = [f"{room.name}（{room.area:g}㎡）" for room in rooms if room.area and room.area < CLASSROOM_AREA]
    return [
        *counted("area", "rooms", sources.CLASSROOM, f"{{}}间教室不足{CLASSROOM_AREA}㎡", small),
        *counted("seats", "rooms", sources.SEATS, "{}间教室座位超过面积允许的人数", _crowded(rooms)),
    ]


def _crowded(rooms: list[RoomFacts]) -> Iterator[str]:
    for room in rooms:
        allowed = capacity(room.area)
        if allowed is not None and room.seats and room.seats > allowed:
            yield f"{room.name}（座位{room.seats}，最多{allowed}人）"


def terminal_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """An exam site needs 25 terminals and an ID check at the door of the exam room."""
    if not facts.is_exam_site:
        return []
    rooms = [room for room in facts.rooms if room.kind is RoomKind.EXAM_ROOM]
    have = sum(room.exam_terminals or 0 for room in rooms)
    marks = []
    if have < TERMINALS:
        marks.append(Mark("terminals", f"考试终端{have}台，少于{TERMINALS}台", "rooms", sources.TERMINALS))
    unchecked = [room.name for room in rooms if not room.id_check]
    return [
        *marks,
        *counted("id-check", "rooms", sources.TERMINALS, "{}间考试机房没有身份核验设备", unchecked),
    ]


def recording_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """Recordings of lessons and exams are kept three years, and have sound."""
    if not facts.trains:
        return []
    rooms = [room for room in facts.rooms if room.kind in RECORDED]
    short = [
        f"{r.name}（{r.recording_months or 0}个月）"
        for r in rooms
        if (r.recording_months or 0) < RECORDING_MONTHS
    ]
    mute = [room.name for room in rooms if room.kind is RoomKind.EXAM_ROOM and not room.cameras_with_sound]
    return [
        *counted("recordings", "rooms", sources.RECORDINGS, "{}处录像保存不足3年", short),
        *counted("sound", "rooms", sources.RECORDINGS, "{}间考试机房的监控没有声音", mute),
    ]


CHECKS = (building_marks, classroom_marks, terminal_marks, recording_marks)
