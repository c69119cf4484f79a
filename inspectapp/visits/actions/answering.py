"""One answer, saved the moment it is given; two officers never overwrite each other unseen."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import clock, ledger
from inspectapp.shared.refusals import NotNow
from inspectapp.visits.actions.steps import officer_here
from inspectapp.visits.models import Answer, Visit
from inspectapp.visits.rules import Given, Judged, check_open_for_answers, judged


class StaleAnswer(NotNow):
    """The other officer answered first: both answers are kept on the page until one is chosen."""

    def __init__(self, row: Answer, typed: Judged) -> None:
        self.row, self.typed = row, typed
        when = clock.daytime(row.at) if row.at else "刚才"
        super().__init__(f"{row.by_name}在{when}已填写这一项，您的内容没有保存。请对照后选择保留哪一个。")


def answer(
    session: Session, visit: Visit, row: Answer, given: Given, version: int, *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> Answer:  # fmt: skip
    """Answer one question of the visit; `version` is the one the officer saw."""
    officer_here(session, visit, by)
    check_open_for_answers(visit.state)
    found = judged(row.item, given)
    if version != row.version and not _same(row, found):
        raise StaleAnswer(row, found)
    if _same(row, found):
        return row
    row.verdict, row.typed, row.note, row.said = found.verdict, found.typed, found.note, found.said
    row.by_id, row.by_name, row.at, row.device_at = by.id, by.name, at, device_at
    row.version += 1
    ledger.note(session, row, "填写检查项", by=by, at=at, device_at=device_at, number=row.position)
    return row


def _same(row: Answer, found: Judged) -> bool:
    return (row.verdict, row.typed, row.note) == (found.verdict, found.typed, found.note)
