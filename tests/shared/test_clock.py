"""One source of time: UTC inside, the wall clock of China on every page and paper."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inspectapp.shared import clock

EVENING = datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, 16, 0, 0, tzinfo=UTC)


def test_now_is_aware_and_in_utc():
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta(0)


def test_a_new_day_begins_at_midnight_in_china():
    with clock.freeze(EVENING):
        assert clock.today() == date(2026, 11, 21)
    with clock.freeze(MIDNIGHT):
        assert clock.today() == date(2026, 11, 22)


def test_frozen_time_stands_still_nests_and_thaws():
    with clock.freeze(EVENING):
        with clock.freeze(MIDNIGHT):
            assert clock.now() == clock.now() == MIDNIGHT
        assert clock.now() == EVENING
    assert clock.now() > datetime(2020, 1, 1, tzinfo=UTC)


def test_time_thaws_after_a_failure_too():
    with pytest.raises(RuntimeError, match="in between"), clock.freeze(EVENING):
        raise RuntimeError("in between")
    assert clock.now() != EVENING


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 1, 5, 0, 5, tzinfo=UTC), "2026年1月5日 08:05"),
        (EVENING, "2026年11月21日 23:59"),
        (MIDNIGHT, "2026年11月22日 00:00"),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), "2026年1月1日 00:00"),
        (None, ""),
    ],
)
def test_moments_are_shown_as_official_papers_write_them(moment, shown):
    assert clock.daytime(moment) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2026, 3, 9), "2026年3月9日"),
        (date(2028, 2, 29), "2028年2月29日"),
        (MIDNIGHT, "2026年11月22日"),
        (None, ""),
    ],
)
def test_days_have_no_leading_zeros(value, shown):
    assert clock.day(value) == shown
