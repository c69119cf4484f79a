"""Acts on evidence."""

from inspectapp.evidence.actions.findings import (
    StaleFinding,
    TakenBack,
    find,
    reword,
    withdraw,
)
from inspectapp.evidence.actions.law_of_the_day import act_day, basis_on, spans_of
from inspectapp.evidence.actions.photos import (
    LIMIT,
    StaleMarks,
    StaleWords,
    describe_photo,
    draw_on,
    put_to,
    set_aside,
    take,
    take_photo,
)

__all__ = [
    "LIMIT", "StaleFinding", "StaleMarks", "StaleWords", "TakenBack", "act_day", "basis_on",
    "describe_photo", "draw_on", "find", "put_to", "reword", "set_aside", "spans_of", "take", "take_photo",
    "withdraw",
]  # fmt: skip
