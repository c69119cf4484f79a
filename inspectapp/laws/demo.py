"""The law catalogue for the demo world: what is shipped, nothing invented."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.laws import actions


def furnish(session: Session, *, at: datetime) -> None:
    """Bring in the shipped catalogue."""
    actions.load_catalogue(session, by=None, at=at)
