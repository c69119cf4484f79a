"""Long lists a page at a time; counting stops early, so that a list of 50,000 costs what one of 500 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

SIZE = 30
COUNT_LIMIT = 1000


@dataclass(frozen=True)
class Page:
    """One page of a list; `total` is None when there are more than anybody would count."""

    rows: Sequence[Any]
    number: int
    has_next: bool
    total: int | None

    @property
    def total_words(self) -> str:
        return f"共{self.total}条" if self.total is not None else f"{COUNT_LIMIT}条以上"


def page_number(given: str | None) -> int:
    """A page number out of the address; anything else is the first page."""
    return (
        int(given)
        if given and given.isascii() and given.isdigit() and 0 < len(given) < 7 and int(given)
        else 1
    )


def paged(session: Session, query: Select[Any], number: int, *, size: int = SIZE) -> Page:
    """The rows of page `number`; the query brings its own order."""
    rows = session.scalars(query.offset((number - 1) * size).limit(size + 1)).all()
    return Page(rows[:size], number, len(rows) > size, _count(session, query))


def _count(session: Session, query: Select[Any]) -> int | None:
    few = query.order_by(None).limit(COUNT_LIMIT + 1).subquery()
    counted = session.scalar(select(func.count()).select_from(few)) or 0
    return counted if counted <= COUNT_LIMIT else None
