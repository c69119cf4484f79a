"""Cards that have not changed since they were last shown are not set anew: only their once ids are fresh.

Of a checklist that is opened again most cards are as they were, and setting them is most of the page's time.
A card is known by everything that is stored of it; it tells nothing of who is asking.
"""

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from inspectapp.evidence.queries import Question
from inspectapp.shared.db import Row
from inspectapp.visits.models import Visit

#: A few checklists of sixty questions in each worker: about four megabytes.
MOST_KEPT = 600
ONCE = re.compile('name="op_id" value="([^"]*)"')
#: The card as it was set, and the once ids that must be others each time.
Kept = tuple[Any, list[str]]
_kept: dict[tuple[object, ...], Kept] = {}


class Cards:
    """The cards of one page: those that stand as they were, and those that must be set."""

    def __init__(self, visit: Visit, questions: Iterable[Question], writable: bool, icons: str) -> None:
        self.known = {one.answer.id: (icons, *_known_by(visit, one, writable)) for one in questions}
        # Looked up once: what another request throws away meanwhile is still shown here.
        self.found = {id: _kept.get(known) for id, known in self.known.items()}
        self.changed = None in self.found.values()

    def show(self, question: Question, card: Callable[[Question], Any]) -> Any:
        """The card of this question, as `card` would set it."""
        found = self.found[question.answer.id]
        if found is None:
            return self._set(question, card)
        html, once_ids = found
        for old in once_ids:
            html = html.replace(old, str(uuid.uuid4()))
        return html

    def _set(self, question: Question, card: Callable[[Question], Any]) -> Any:
        html = card(question)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[self.known[question.answer.id]] = html, ONCE.findall(html)
        return html


def _known_by(visit: Visit, question: Question, writable: bool) -> tuple[object, ...]:
    rows = (question.answer, *question.findings, *question.photos)
    return (visit.id, visit.arrived_at, writable, *(_told_by(row) for row in rows))


def _told_by(row: Row) -> tuple[str, ...]:
    """Every column, so that no template can show what the card is not known by."""
    return tuple(repr(value) for name, value in vars(row).items() if not name.startswith("_"))
