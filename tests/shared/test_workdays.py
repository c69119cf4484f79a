"""When a class must be filed, a repair answered, a quota met: counted as the bureau counts."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectapp.shared.workdays import Calendar

CALENDAR = Calendar()

OFF = {
    2021: "01-01~01-03 02-11~02-17 04-03~04-05 05-01~05-05 06-12~06-14 09-19~09-21 10-01~10-07",
    2022: "01-01~01-03 01-31~02-06 04-03~04-05 04-30~05-04 06-03~06-05 09-10~09-12 10-01~10-07 12-31~12-31",
    2023: "01-01~01-02 01-21~01-27 04-05~04-05 04-29~05-03 06-22~06-24 09-29~10-06 12-30~12-31",
    2024: "01-01~01-01 02-10~02-17 04-04~04-06 05-01~05-05 06-10~06-10 09-15~09-17 10-01~10-07",
    2025: "01-01~01-01 01-28~02-04 04-04~04-06 05-01~05-05 05-31~06-02 10-01~10-08",
    2026: "01-01~01-03 02-15~02-23 04-04~04-06 05-01~05-05 06-19~06-21 09-25~09-27 10-01~10-07",
}
MAKE_UP = {
    2021: "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    2022: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


def day_of(year, written):
    return date.fromisoformat(f"{year}-{written}")


def days_off(year):
    for span in OFF[year].split():
        first, last = (day_of(year, end) for end in span.split("~"))
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


@pytest.mark.parametrize("year", OFF)
def test_every_day_of_a_published_year(year):
    off, work = set(days_off(year)), {day_of(year, written) for written in MAKE_UP[year].split()}
    day = date(year, 1, 1)
    while day.year == year:
        assert CALENDAR.is_workday(day) == (day in work or (day.weekday() < 5 and day not in off)), day
        day += timedelta(days=1)


def test_a_second_opinion_agrees_on_every_day():
    other = holidays.country_holidays("CN", years=range(2021, 2027))
    days = [date(2021, 1, 1) + timedelta(days=n) for n in range(6 * 365 + 1)]
    assert days[-1] == date(2026, 12, 31)
    assert [day for day in days if CALENDAR.is_workday(day) != other.is_working_day(day)] == []


def test_two_inspections_on_a_sunday_were_on_a_working_day():
    assert date(2022, 4, 24).weekday() == 6
    assert CALENDAR.is_workday(date(2022, 4, 24))


@pytest.mark.parametrize(
    ("opens", "last_day", "clear_day"),
    [
        (date(2026, 10, 12), date(2026, 9, 29), date(2026, 9, 28)),
        (date(2026, 2, 25), date(2026, 2, 11), date(2026, 2, 10)),
    ],
)
def test_five_working_days_before_a_class_opens(opens, last_day, clear_day):
    assert CALENDAR.backward(opens, 5).day == last_day
    assert CALENDAR.backward(opens, 5, clear=True).day == clear_day


def test_five_working_days_after_a_class_ends():
    ends = CALENDAR.forward(date(2026, 4, 30), 5)
    assert (ends.day, ends.provisional, ends.note) == (date(2026, 5, 11), False, "")
    assert CALENDAR.forward(date(2026, 4, 30), 1).day == date(2026, 5, 6)


def test_filing_too_early_is_outside_the_literal_window():
    opens = date(2026, 10, 12)
    assert CALENDAR.in_window(date(2026, 9, 29), opens, 5)
    assert CALENDAR.in_window(date(2026, 10, 11), opens, 5)
    assert not CALENDAR.in_window(date(2026, 9, 28), opens, 5)
    assert not CALENDAR.in_window(opens, opens, 5)


@pytest.mark.parametrize(
    ("due", "remind"),
    [
        (date(2026, 6, 20), date(2026, 6, 18)),
        (date(2026, 9, 20), date(2026, 9, 20)),
        (date(2026, 9, 25), date(2026, 9, 24)),
        (date(2026, 12, 20), date(2026, 12, 18)),
        (date(2026, 11, 25), date(2026, 11, 25)),
    ],
)
def test_a_fixed_date_stays_and_the_reminder_comes_on_a_working_day(due, remind):
    fixed = CALENDAR.fixed(due)
    assert (fixed.due, fixed.remind, fixed.provisional) == (due, remind, False)


def test_a_term_running_into_an_unpublished_year_says_so():
    ends = CALENDAR.forward(date(2026, 12, 29), 5)
    assert ends.day == date(2027, 1, 5)
    assert ends.provisional
    assert ends.note == "2027年放假安排未发布，按周一至周五暂算"
    assert CALENDAR.backward(date(2027, 1, 4), 3).provisional
    assert CALENDAR.fixed(date(2027, 1, 20)).note == ends.note


def test_a_term_ending_on_the_last_published_day_is_certain():
    assert CALENDAR.forward(date(2026, 12, 29), 2).provisional is False
    assert CALENDAR.backward(date(2027, 1, 1), 1).provisional is False


def test_an_imported_year_is_certain_and_counted_by_its_days():
    arranged = {date(2027, 1, 1): False, date(2027, 1, 3): True}
    ends = Calendar(arranged, 2027).forward(date(2026, 12, 31), 2)
    assert (ends.day, ends.provisional) == (date(2027, 1, 4), False)


def test_an_imported_day_corrects_a_published_one():
    assert not Calendar({date(2026, 11, 20): False}).is_workday(date(2026, 11, 20))


def test_a_year_withdrawn_is_no_longer_published():
    assert Calendar(published_to=2025).forward(date(2025, 12, 31), 1).note.startswith("2026年")


def test_a_term_without_days_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.forward(date(2026, 4, 30), 0)


@given(st.dates(date(2021, 1, 1), date(2026, 10, 1)), st.integers(1, 60))
def test_counting_there_and_counting_what_is_left_agree(start, days):
    ends = CALENDAR.forward(start, days).day
    assert CALENDAR.between(start, ends) == days
    assert CALENDAR.is_workday(ends)
    assert CALENDAR.between(ends, start) == 0


@given(st.dates(date(2021, 1, 1), date(2026, 12, 31)), st.integers(1, 60))
def test_the_last_day_to_file_leaves_exactly_the_days_before(event, days):
    last = CALENDAR.backward(event, days).day
    assert CALENDAR.between(last - timedelta(days=1), event - timedelta(days=1)) == days
