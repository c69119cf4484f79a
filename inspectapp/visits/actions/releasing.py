"""Taking an officer off a visit who cannot go on: by the others or the head, with a reason, on record."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.people.actor import Actor, Role
from inspectapp.shared import ledger
from inspectapp.shared.refusals import Unreadable
from inspectapp.shared.states import check_step
from inspectapp.visits.actions.steps import hold, officer_here, officers_of
from inspectapp.visits.models import CONSENTS, Visit, VisitOfficer
from inspectapp.visits.rules import check_release, reasons
from inspectapp.visits.words import Consent

HEADS = (Role.HEAD, Role.CITY)
SHORTEST = 2


def may_release(session: Session, visit: Visit, by: Actor) -> None:
    """The head who leads the section, or one of the officers who stay."""
    if by.role not in HEADS:
        officer_here(session, visit, by)


def release(
    session: Session, visit: Visit, officer: VisitOfficer, reason: str, *, by: Actor, at: datetime
) -> None:
    """One confirmed officer less: the record made from now on is signed by those who stay."""
    # Of two who are taken off at the same moment the second is counted without the first.
    hold(session, visit)
    may_release(session, visit, by)
    if len(reason.strip()) < SHORTEST:
        raise Unreadable("请写明退出检查的原因。")
    others = [one for one in officers_of(session, visit) if one.id != officer.id]
    confirmed = sum(one.consent is Consent.CONFIRMED for one in others)
    check_release(visit.state, officer.consent, confirmed, officer.name)
    check_step(CONSENTS, officer.consent, Consent.RELEASED, f"{officer.name}已经不在这次检查里。")
    officer.consent, officer.answered_at = Consent.RELEASED, at
    officer.recusal_reason = reasons(officer.recusal_reason, reason)
    ledger.note(session, officer, "退出检查", by=by, at=at, name=officer.name)
