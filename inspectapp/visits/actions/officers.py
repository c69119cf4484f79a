"""Who goes along: confirming on the own phone, stepping back, and being replaced."""

from datetime import datetime

from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotNow, Unreadable
from inspectapp.shared.states import check_step
from inspectapp.visits.actions.certificates import copy_anew
from inspectapp.visits.actions.preparing import check_may_go, name_officer
from inspectapp.visits.actions.steps import arranger_here, hold, named_here, officers_of
from inspectapp.visits.models import CONSENTS, Visit, VisitOfficer
from inspectapp.visits.rules import check_may_confirm, check_may_name_again, reasons
from inspectapp.visits.words import AWAY, OVER, Consent


def confirm(session: Session, visit: Visit, *, by: Actor, at: datetime) -> VisitOfficer:
    """Nothing ties this officer to the unit, and the officer goes along."""
    hold(session, visit)
    officer = named_here(session, visit, by)
    check_may_confirm(visit.state)
    check_step(CONSENTS, officer.consent, Consent.CONFIRMED, "您已经确认过这次检查。")
    copy_anew(session, visit, [officer], by=by, at=at)
    officer.consent, officer.answered_at = Consent.CONFIRMED, at
    ledger.note(session, officer, "确认参加，无需回避", by=by, at=at)
    return officer


def recuse(session: Session, visit: Visit, reason: str, *, by: Actor, at: datetime) -> VisitOfficer:
    """The officer has ties to the unit and steps back."""
    # The record may be in the making: who is in it goes along.
    hold(session, visit)
    officer = named_here(session, visit, by)
    if len(reason.strip()) < 2:
        raise Unreadable("请写明回避的原因。")
    if visit.state in OVER:
        raise NotNow("检查已进入签字或已经结束，不能再申请回避。请告知科室负责人。")
    check_step(CONSENTS, officer.consent, Consent.RECUSED, "您已经申请过回避。")
    officer.consent, officer.answered_at = Consent.RECUSED, at
    officer.recusal_reason = reasons(officer.recusal_reason, reason)
    ledger.note(session, officer, "申请回避", by=by, at=at)
    return officer


def add_officer(
    session: Session, visit: Visit, person: Person, *, by: Actor, at: datetime
) -> VisitOfficer:  # fmt: skip
    """One more officer, or one in the place of somebody who stepped back."""
    hold(session, visit)
    arranger_here(session, visit, by)
    if visit.state in OVER:
        raise NotNow("检查已进入签字或已经结束，不能再增加执法人员。")
    present = next((one for one in officers_of(session, visit) if one.person_id == person.id), None)
    if present is not None and present.consent not in AWAY:
        raise Unreadable(f"{person.name}已经在这次检查的人员里。请另选一名。")
    if present is not None:
        check_may_name_again(by.role, person.name)
    check_may_go(session, person, visit, visit.planned_day, by=by, at=at)
    if present is not None:
        return _name_again(session, visit, present, by=by, at=at)
    return name_officer(session, visit, person, leads=False, by=by, at=at)


def _name_again(
    session: Session, visit: Visit, officer: VisitOfficer, *, by: Actor, at: datetime
) -> VisitOfficer:  # fmt: skip
    """Asked once more like the first time; that this officer had stepped back, and why, is not undone."""
    before = officer.consent.title
    check_step(CONSENTS, officer.consent, Consent.ASKED, f"{officer.name}已经在这次检查的人员里。")
    officer.consent, officer.answered_at = Consent.ASKED, None
    ledger.note(session, officer, "重新安排执法人员", by=by, at=at, name=officer.name, before=before)
    copy_anew(session, visit, [officer], by=by, at=at)
    return officer
