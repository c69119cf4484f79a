"""Which law a finding is tied to: that of the day of the act, copied beside it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from inspectapp.evidence import rules
from inspectapp.laws import queries as laws
from inspectapp.laws.rules import Offer, offers, standing
from inspectapp.laws.words import Standing
from inspectapp.shared import clock
from inspectapp.shared.refusals import Unreadable
from inspectapp.visits.models import Visit

#: A row that stands so on the day of the act is not cited: the card says why, the paper leaves it out.
NOT_CITED = (Standing.NEVER, Standing.NOT_YET, Standing.EXPIRED)


def act_day(visit: Visit, at: datetime) -> date:
    """What is seen on site is judged by the law of the day of the visit, unless it was done earlier."""
    return clock.local(visit.arrived_at or at).date()


def day_of_the_act(visit: Visit, told: date | None, at: datetime) -> date:
    """As it was told, or that of the visit; nothing can be found before it is done."""
    seen = act_day(visit, at)
    rules.check_act_day(told or seen, seen)
    return told or seen


def basis_on(session: Session, codes: Sequence[str], day: date) -> list[dict[str, Any]]:
    """The law as it stood that day, so that a later edit changes no record."""
    found = _rows(session, codes)
    return [_copied(found[code], day) for code in dict.fromkeys(codes)]


def spans_of(session: Session, codes: Sequence[str], day: date) -> dict[str, dict[str, Any]]:
    """What a phone needs to do the same for any day: each row once, with its first and its last day."""
    found, spans = _rows(session, codes), {}
    for code, one in found.items():
        first, last = one.entry.valid_from, one.entry.valid_to
        inside = max(first or day, min(last or day, day))
        spans[code] = {"basis": _copied(one, inside), "from": first, "until": last}
    return spans


def _rows(session: Session, codes: Sequence[str]) -> dict[str, laws.Found]:
    found = {one.entry.code: one for one in laws.by_codes(session, list(codes))}
    if any(code not in found for code in codes):
        raise Unreadable("所选的法律依据不在目录里。请重新选择。")
    return found


def _copied(found: laws.Found, day: date) -> dict[str, Any]:
    answer, cited = offers(found.entry, day), standing(found.entry, day) not in NOT_CITED
    offer = answer if isinstance(answer, Offer) else None
    duty = f"违反{'、'.join(found.entry.duty)}" if found.entry.duty and cited else ""
    return {
        "code": found.entry.code, "version_id": str(found.version_id), "violation": found.entry.violation,
        "line": offer.basis if offer else duty, "offers_fine": offer is not None and offer.highest > 0,
        "sentence": "" if isinstance(answer, Offer) else answer.sentence, "cited": cited,
    }  # fmt: skip
