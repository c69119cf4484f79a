"""Long lists a page at a time, whatever stands in the address."""

import pytest
from sqlmodel import select

from inspectapp.people.models import Level, Region
from inspectapp.shared import db
from inspectapp.web import paging
from inspectapp.web.paging import paged

MANY = 65


@pytest.fixture
def session(probes):
    with db.write_session() as writing:
        for number in range(MANY):
            row = {
                "name": f"试验{number:02}县",
                "short_name": "试",
                "office_name": "局",
                "number_prefix": "试",
            }
            writing.add(Region(level=Level.COUNTY, **row))
        writing.flush()
        yield writing
        writing.rollback()


def counties(words="试验%"):
    return select(Region).where(Region.name.like(words)).order_by(Region.name)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("1", 1), ("2", 2), ("007", 7), ("999999", 999999), (None, 1), ("", 1), ("0", 1), ("-1", 1),
        ("1e3", 1), ("２", 1), ("²", 1), ("٣", 1), ("9" * 7, 1), ("9" * 5000, 1), ("last", 1), ("\x00", 1),
        ("1 or 1=1", 1), (" 2", 1), ("1.5", 1),
    ],
)  # fmt: skip
def test_anything_but_a_page_number_is_the_first_page(given, number):
    assert paging.page_number(given) == number


@pytest.mark.parametrize(("number", "rows", "more"), [(1, 30, True), (2, 30, True), (3, 5, False)])
def test_pages_follow_each_other_without_gap_or_overlap(session, number, rows, more):
    page = paged(session, counties(), number)
    assert (len(page.rows), page.has_next, page.total) == (rows, more, MANY)
    assert page.rows[0].name == f"试验{30 * (number - 1):02}县"


def test_a_full_last_page_has_nothing_after_it(session):
    page = paged(session, counties(), 5, size=13)
    assert (len(page.rows), page.has_next) == (13, False)


@pytest.mark.parametrize("number", [4, 999_999])
def test_beyond_the_last_page_is_an_empty_page(session, number):
    page = paged(session, counties(), number)
    assert (list(page.rows), page.has_next, page.total_words) == ([], False, "共65条")


def test_an_empty_list_is_a_page_too(session):
    page = paged(session, counties("没有%"), 1)
    assert (list(page.rows), page.has_next, page.total_words) == ([], False, "共0条")


def test_counting_stops_where_nobody_would_count_on(session, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_LIMIT", MANY)
    assert paged(session, counties(), 1).total_words == "共65条"
    monkeypatch.setattr(paging, "COUNT_LIMIT", MANY - 1)
    page = paged(session, counties(), 1)
    assert (page.total, page.total_words) == (None, "64条以上")
