"""Deadlines in working days, counted from the yearly holiday arrangement of the State Council.

A working day is Monday to Friday outside the holidays, or a make-up weekend day. The arrangement is published
year by year: past the last published year a count goes on by weekdays, and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

import chinese_calendar

_DAY = timedelta(days=1)
_BUNDLED = [day.year for day in chinese_calendar.holidays]
FIRST_YEAR, LAST_YEAR = min(_BUNDLED), max(_BUNDLED)


@dataclass(frozen=True)
class Deadline:
    """The day a count ends on; provisional when it rests on a year without a published arrangement."""

    day: date
    provisional: bool = False
    note: str = ""


@dataclass(frozen=True)
class FixedDate:
    """A duty due on a day of the calendar, never moved, and the last working day on which to remind of it."""

    due: date
    remind: date
    provisional: bool = False
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    """The bundled arrangements up to `published_to`, corrected and carried on by `extra` (True = work)."""

    extra: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))
    published_to: int = LAST_YEAR

    def is_workday(self, day: date) -> bool:
        if day in self.extra:
            return self.extra[day]
        if FIRST_YEAR <= day.year <= min(LAST_YEAR, self.published_to):
            return chinese_calendar.is_workday(day)
        return day.weekday() < 5

    def is_published(self, year: int) -> bool:
        return FIRST_YEAR <= year <= self.published_to

    def backward(self, event: date, days: int, *, clear: bool = False) -> Deadline:
        """The last day to act "N working days before" an event; `clear`: that day itself is not counted."""
        return self._count(event, days + 1 if clear else days, -_DAY)

    def forward(self, after: date, days: int) -> Deadline:
        """The end of "within N working days after": day 1 is the first working day after."""
        return self._count(after, days, _DAY)

    def in_window(self, acted: date, event: date, days: int) -> bool:
        """The literal reading: the act must fall inside the N working days before the event, not earlier."""
        return self.backward(event, days).day <= acted < event

    def fixed(self, due: date) -> FixedDate:
        """A fixed date with its last working day on or before it."""
        remind = due
        while not self.is_workday(remind):
            remind -= _DAY
        return FixedDate(due, remind, *self._doubt({due.year, remind.year}))

    def between(self, after: date, until: date) -> int:
        """Working days left: those after the first day, up to and including the last."""
        span = range(1, (until - after).days + 1)
        return sum(self.is_workday(after + timedelta(days=step)) for step in span)

    def _count(self, start: date, days: int, step: timedelta) -> Deadline:
        if days < 1:
            raise ValueError("a term has at least one working day")
        day, years = start, set()
        while days:
            day += step
            years.add(day.year)
            days -= self.is_workday(day)
        return Deadline(day, *self._doubt(years))

    def _doubt(self, years: Iterable[int]) -> tuple[bool, str]:
        unknown = [year for year in sorted(years) if not self.is_published(year)]
        return (True, f"{unknown[0]}年放假安排未发布，按周一至周五暂算") if unknown else (False, "")
