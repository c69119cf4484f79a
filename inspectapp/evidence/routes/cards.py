"""Cards that have not changed since they were last shown are not set anew: only their once ids are fresh.

Of a checklist that is opened again most cards are as they were, and setting them is most of the page's time.
A card is known by everything that is stored of it; it tells nothing of who is asking.
"""

import re
import uuid
from collections.abc import Callable
from typing import Any

from inspectapp.evidence.queries import Question
from inspectapp.shared.db import Row
from inspectapp.visits.models import Visit
from inspectapp.web.assets import asset

#: A few checklists of sixty questions in each worker: about four megabytes.
MOST_KEPT = 600
ONCE = re.compile('name="op_id" value="([^"]*)"')
#: The card as it was set, and the once ids that must be others each time.
Kept = tuple[Any, list[str]]
_kept: dict[tuple[object, ...], Kept] = {}


def unchanged(visit: Visit, question: Question, writable: bool, card: Callable[[Question], Any]) -> Any:
    """The card of this question, as `card` would set it."""
    known = _known_by(visit, question, writable)
    found = _kept.get(known)
    if found is None:
        html = card(question)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[known] = html, ONCE.findall(html)
        return html
    html, once_ids = found
    for old in once_ids:
        html = html.replace(old, str(uuid.uuid4()))
    return html


def _known_by(visit: Visit, question: Question, writable: bool) -> tuple[object, ...]:
    rows = (question.answer, *question.findings, *question.photos)
    return (visit.id, writable, asset("icons.svg"), *(_told_by(row) for row in rows))


def _told_by(row: Row) -> tuple[str, ...]:
    """Every column, so that no template can show what the card is not known by."""
    return tuple(repr(value) for name, value in vars(row).items() if not name.startswith("_"))
