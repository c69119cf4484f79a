"""Reads about accounts."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session

from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import OneTimeLink, Person, Region
from inspectapp.people.queries.signing import token_digest
from inspectapp.shared.ledger import Line
from inspectapp.shared.refusals import NotFound

people, regions = Person.__table__, Region.__table__  # type: ignore[attr-defined]
ledger_lines = Line.__table__  # type: ignore[attr-defined]
#: Comings and goings: the security administrator's business, not part of what an account is.
COMINGS = ("登录", "退出登录", "登录失败")


def person_by_login(session: Session, login: str) -> Person | None:
    """The account of a login, disabled ones included."""
    return session.scalars(select(Person).where(people.c.login == login)).first()


def link_by_token(session: Session, token: str) -> OneTimeLink | None:
    """The one-time link of a token."""
    links = OneTimeLink.__table__  # type: ignore[attr-defined]
    return session.scalars(select(OneTimeLink).where(links.c.token_sha256 == token_digest(token))).first()


def anybody(session: Session) -> bool:
    """Is there any account at all? If not, this is the first run."""
    return session.scalar(select(people.c.id).limit(1)) is not None


def accounts(
    words: str = "", role: Role | None = None, region_id: uuid.UUID | None = None, enabled: bool | None = None
) -> Select[Any]:
    """Accounts for the administrators' list, by region and login."""
    query = select(Person).join(Region, regions.c.id == people.c.region_id)
    for word in words.split():
        named = (people.c.name, people.c.login, people.c.certificate_number)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in named)))
    if role is not None:
        query = query.where(people.c.role == role)
    if region_id is not None:
        query = query.where(people.c.region_id == region_id)
    if enabled is not None:
        open_now = people.c.disabled_at.is_(None)
        query = query.where(open_now if enabled else ~open_now)
    return query.order_by(regions.c.level, regions.c.name, people.c.login)


def account(session: Session, person_id: uuid.UUID) -> Person:
    """One account, for the administrator."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound
    return found


def recent_acts(session: Session, person_id: uuid.UUID, most: int = 20) -> Sequence[Line]:
    """What was done to an account, latest first; without its comings and goings."""
    query = select(Line).where(
        ledger_lines.c.thing_id == person_id,
        ledger_lines.c.row_id == person_id,
        ledger_lines.c.act.not_in(COMINGS),
    )
    return session.scalars(query.order_by(ledger_lines.c.number.desc()).limit(most)).all()


def others_of_role(session: Session, person: Person) -> int:
    """How many other enabled accounts hold the same role; counted one after the other.

    The rows of the role are held until the end of the transaction, in one order: two administrators who
    disable each other at the same moment do not both find the other one enabled.
    """
    same = select(people.c.id, people.c.disabled_at).where(people.c.role == person.role)
    held = session.execute(same.order_by(people.c.id).with_for_update()).all()
    return sum(1 for row in held if row.id != person.id and row.disabled_at is None)


def roles_held(session: Session) -> set[Role]:
    """The roles that enabled accounts hold."""
    return set(session.scalars(select(people.c.role).where(people.c.disabled_at.is_(None)).distinct()))


def colleagues(session: Session, actor: Actor, roles: Sequence[Role]) -> Sequence[Person]:
    """Enabled people of the actor's regions in these roles, by name."""
    query = select(Person).where(people.c.region_id.in_(actor.regions), people.c.role.in_(roles))
    return session.scalars(query.where(people.c.disabled_at.is_(None)).order_by(people.c.name)).all()
