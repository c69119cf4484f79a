"""Failed tries: counted before they are judged, forgotten on success, lifted by whoever may."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, select

from inspectapp.people import queries, rules
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person, Tries
from inspectapp.shared import db, ledger
from inspectapp.shared.db import insert_unless
from inspectapp.shared.refusals import NotNow

tries = Tries.__table__  # type: ignore[attr-defined]


def take_try(session: Session, bucket: str, *, at: datetime) -> None:
    """Count a try before it is judged, so that two at the same moment cannot both be the fifth."""
    _open(session, bucket, at)
    found = session.scalars(select(Tries).where(Tries.bucket == bucket)).one()
    rules.check_may_try(found.failures, found.last_at, at)
    found.failures, found.last_at = found.failures + 1, at


def _open(session: Session, bucket: str, at: datetime) -> None:
    # Two first tries at the same moment share one counter: the second finds the row of the first. Found or
    # made, the row is held: a sign-in that succeeds meanwhile does not take it away.
    counter = Tries(bucket=bucket, failures=0, last_at=at).model_dump()
    added = insert_unless(session, tries).values(counter)
    session.execute(added.on_conflict_do_update(index_elements=["bucket"], set_={"bucket": bucket}))


def note_failure(session: Session, bucket: str, person: Person | None, *, at: datetime) -> None:
    """It failed: of which account, if there is one. An unknown login costs the same write."""
    if person is not None:
        db.hold(session, person)
    known = person.id if person else None
    session.execute(update(tries).where(tries.c.bucket == bucket).values(person_id=known))
    if person is not None:
        ledger.note(session, person, "登录失败", by=None, at=at)


def forget_tries(session: Session, bucket: str) -> None:
    """It was the right person after all."""
    session.execute(delete(tries).where(tries.c.bucket == bucket))


def unlock(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Nobody has to wait any longer before trying this account."""
    rules.check_manage_sign_ins(by.role)
    db.hold(session, person)
    held = queries.tries_of(session, person.id)
    if not held:
        raise NotNow("这个账号没有登录失败的记录，不需要解除。")
    for one in held:
        session.delete(one)
    ledger.note(session, person, "解除登录等待", by=by, at=at)
