"""Reads about sign-ins and failed tries, for oneself and for the security administrator."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session

from inspectapp.people.models import Person, SignIn, Tries
from inspectapp.shared.refusals import NotFound

people, sign_ins = Person.__table__, SignIn.__table__  # type: ignore[attr-defined]
tries = Tries.__table__  # type: ignore[attr-defined]
Since = tuple[datetime, datetime]


def _open(since: Since) -> list[Any]:
    """Not ended, seen since the one moment and begun since the other: what still opens a door."""
    seen, began = since
    return [sign_ins.c.ended_at.is_(None), sign_ins.c.seen_at >= seen, sign_ins.c.began_at >= began]


def open_sign_ins(session: Session, person_id: uuid.UUID, since: Since) -> Sequence[SignIn]:
    """Where somebody is signed in now, latest first."""
    query = select(SignIn).where(sign_ins.c.person_id == person_id, *_open(since))
    return session.scalars(query.order_by(sign_ins.c.seen_at.desc())).all()


def all_open_sign_ins(since: Since, words: str = "") -> Select[Any]:
    """Every open sign-in of enabled accounts, latest first, for the security administrator."""
    query = select(SignIn).join(Person, people.c.id == sign_ins.c.person_id)
    query = query.where(people.c.disabled_at.is_(None), *_open(since))
    for word in words.split():
        query = query.where(
            or_(
                people.c.name.icontains(word, autoescape=True),
                people.c.login.icontains(word, autoescape=True),
            )
        )
    return query.order_by(sign_ins.c.seen_at.desc(), sign_ins.c.id)


def sign_in(session: Session, sign_in_id: uuid.UUID) -> SignIn:
    """One sign-in, for the security administrator."""
    found = session.get(SignIn, sign_in_id)
    if found is None:
        raise NotFound
    return found


def people_of(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Person]:
    """The accounts of these ids."""
    wanted = {one for one in ids if one is not None}
    return {one.id: one for one in session.scalars(select(Person).where(people.c.id.in_(wanted)))}


def failed_tries() -> Select[Any]:
    """Accounts at whose door somebody failed, latest first."""
    known = tries.c.person_id.is_not(None), tries.c.failures > 0
    return select(Tries).where(*known).order_by(tries.c.last_at.desc(), tries.c.id)


def unknown_tries(session: Session) -> int:
    """How many logins were tried that nobody has; the typed text itself is not kept."""
    unknown = select(func.count()).select_from(tries).where(tries.c.person_id.is_(None))
    return int(session.scalar(unknown.where(tries.c.failures > 0, tries.c.bucket.startswith("login:"))) or 0)


def tries_of(session: Session, person_id: uuid.UUID) -> Sequence[Tries]:
    """The counters of one account."""
    return session.scalars(select(Tries).where(tries.c.person_id == person_id)).all()
