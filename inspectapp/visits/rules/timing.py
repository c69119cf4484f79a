"""Which of two clocks is printed: the phone's own, where nothing speaks against it, else the server's.

Without a network a thing is done hours before the server hears of it. Both times stay in the ledger.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

#: How far a phone's clock may run ahead and still be believed, for everything that a visit prints:
#: the arrival, the end of the checking, the hands. A phone that sets itself by the network is right to the
#: second, one that is set by hand is minutes off. Were it less, a record signed in a basement would be
#: refused for a clock that nobody noticed; were it more, papers would be dated later than they can be.
AHEAD = timedelta(minutes=10)


def act_time(at: datetime, device_at: datetime | None, not_before: datetime | None) -> datetime:
    """When it was done: the phone's time unless it lies ahead, or before what must have come first."""
    if device_at is None or device_at > at + AHEAD:
        return at
    if not_before is not None and device_at < not_before:
        return at
    return device_at


def end_of_checking(
    at: datetime, told: datetime | None, earlier: datetime | None, given: Iterable[datetime]
) -> datetime:  # fmt: skip
    """When the checking ended; `given`: when each answer, finding and photo was.

    Making the record once more is no checking: once taken back, only what was given since moves the end,
    wherever it is made. `told` by a phone is the first end only; later ones it shows by this rule, too.
    """
    if earlier is not None:
        return max([earlier, *given])
    return at if told is None else told
