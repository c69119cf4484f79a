"""The one source of time: UTC in store, Asia/Shanghai on screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_frozen: list[datetime] = []


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def today() -> date:
    """The calendar day in China."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A stored moment on the wall clock in China."""
    return moment.astimezone(SHANGHAI)


def day(value: date | datetime | None) -> str:
    """2026年11月21日, without leading zeros as official papers write it."""
    if value is None:
        return ""
    value = local(value).date() if isinstance(value, datetime) else value
    return f"{value.year}年{value.month}月{value.day}日"


def daytime(value: datetime | None) -> str:
    """2026年11月21日 14:05"""
    return f"{day(value)} {local(value):%H:%M}" if value else ""


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Tests stop the clock here instead of sleeping."""
    _frozen.append(moment)
    try:
        yield
    finally:
        _frozen.pop()
