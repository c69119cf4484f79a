"""The published yearly number of checks of one enterprise, kept by the head of the section."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.shared import ledger
from inspectapp.shared.refusals import Unreadable
from inspectapp.visits import queries
from inspectapp.visits.models import VisitCap

HIGHEST = 99


def set_cap(session: Session, most: int, source: str, *, by: Actor, at: datetime) -> VisitCap:
    """Enter or correct the cap of the own bureau."""
    if not 1 <= most <= HIGHEST:
        raise Unreadable(f"年度检查上限应在1到{HIGHEST}次之间。")
    cap = queries.cap_row(session, by.region_id)
    if cap is None:
        cap = VisitCap(region_id=by.region_id, most=most, source=source)
        session.add(cap)
    else:
        cap.most, cap.source, cap.version = most, source, cap.version + 1
    ledger.note(session, cap, "设定年度检查上限", by=by, at=at, most=most)
    return cap
