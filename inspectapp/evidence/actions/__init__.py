"""Acts on evidence."""

from inspectapp.evidence.actions.findings import (
    StaleFinding,
    TakenBack,
    act_day,
    basis_on,
    find,
    reword,
    withdraw,
)
from inspectapp.evidence.actions.photos import (
    LIMIT,
    StaleMarks,
    StaleWords,
    describe_photo,
    draw_on,
    set_aside,
    take,
    take_photo,
)

__all__ = [
    "LIMIT", "StaleFinding", "StaleMarks", "StaleWords", "TakenBack", "act_day", "basis_on",
    "describe_photo", "draw_on", "find", "reword", "set_aside", "take", "take_photo", "withdraw",
]  # fmt: skip
