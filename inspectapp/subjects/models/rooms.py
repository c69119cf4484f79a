"""Rooms of a unit 场所: size, seats, terminals, and whether what happens there is recorded."""

from sqlmodel import Field

from inspectapp.shared.db import Word
from inspectapp.subjects.models.base import Part
from inspectapp.subjects.words import RoomKind


class Room(Part, table=True):
    """One room or practice ground."""

    __tablename__ = "rooms"

    kind: RoomKind = Field(sa_type=Word(RoomKind))
    name: str
    place: str = ""
    area: float | None = None
    seats: int | None = None
    exam_terminals: int | None = None
    cameras_with_sound: bool = False
    recording_months: int | None = None
    id_check: bool = False
