"""Reads about people and regions. The sign-in of a request is looked up here, in one statement."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session

from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import Level, OneTimeLink, Person, Region, SignIn
from inspectapp.shared.refusals import NotFound

people, regions = Person.__table__, Region.__table__  # type: ignore[attr-defined]
sign_ins = SignIn.__table__  # type: ignore[attr-defined]

_SIGNED_IN = (
    select(
        sign_ins.c.id.label("session_id"), sign_ins.c.began_at, sign_ins.c.seen_at,
        people.c.id, people.c.name, people.c.role, people.c.region_id, people.c.certificate_number,
        people.c.must_change_password, regions.c.name.label("region_name"),
        regions.c.office_name, regions.c.level,
    )
    .join(people, people.c.id == sign_ins.c.person_id)
    .join(regions, regions.c.id == people.c.region_id)
    .where(sign_ins.c.ended_at.is_(None), people.c.disabled_at.is_(None))
)  # fmt: skip


def token_digest(token: str) -> str:
    """Only the digest of a token lies in the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(session: Session, token: str) -> Any | None:
    """Who signed in with this token, unless it was ended or the account disabled."""
    return session.execute(_SIGNED_IN.where(sign_ins.c.token_sha256 == token_digest(token))).first()


def regions_seen_from(session: Session, region_id: uuid.UUID, level: Level) -> frozenset[uuid.UUID]:
    """A county sees itself, a city its counties too."""
    if level is not Level.CITY:
        return frozenset({region_id})
    below = session.scalars(select(regions.c.id).where(regions.c.parent_id == region_id))
    return frozenset({region_id, *below})


def actor_of(session: Session, row: Any, unit_id: uuid.UUID | None = None) -> Actor:
    """The plain value of a row found by `signed_in`."""
    return Actor(
        id=row.id, name=row.name, role=row.role, region_id=row.region_id,
        regions=regions_seen_from(session, row.region_id, row.level), region_name=row.region_name,
        office_name=row.office_name, is_city=row.level is Level.CITY, unit_id=unit_id,
        certificate=row.certificate_number, session_id=row.session_id,
        must_change_password=row.must_change_password,
    )  # fmt: skip


def actor_for(session: Session, person: Person, unit_id: uuid.UUID | None = None) -> Actor:
    """The plain value of an account outside a request: the command line, the demo, tests."""
    region = session.get_one(Region, person.region_id)
    return Actor(
        id=person.id, name=person.name, role=person.role, region_id=region.id,
        regions=regions_seen_from(session, region.id, region.level), region_name=region.name,
        office_name=region.office_name, is_city=region.level is Level.CITY, unit_id=unit_id,
        certificate=person.certificate_number, must_change_password=person.must_change_password,
    )  # fmt: skip


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


def accounts(words: str = "", role: Role | None = None, region_id: uuid.UUID | None = None) -> Select[Any]:
    """Accounts for the administrators' list, by region and login."""
    query = select(Person).join(Region, regions.c.id == people.c.region_id)
    if words:
        query = query.where(
            or_(
                people.c.name.contains(words, autoescape=True),
                people.c.login.contains(words, autoescape=True),
            )
        )
    if role is not None:
        query = query.where(people.c.role == role)
    if region_id is not None:
        query = query.where(people.c.region_id == region_id)
    return query.order_by(regions.c.name, people.c.login)


def account(session: Session, person_id: uuid.UUID) -> Person:
    """One account, for the administrator."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound
    return found


def region(session: Session, region_id: uuid.UUID) -> Region:
    """One region, for the administrator."""
    found = session.get(Region, region_id)
    if found is None:
        raise NotFound
    return found


def region_tree(session: Session) -> list[tuple[Region, list[Region]]]:
    """Cities with their counties, by name."""
    every = session.scalars(select(Region).order_by(regions.c.name)).all()
    return [
        (city, [r for r in every if r.parent_id == city.id]) for city in every if city.level is Level.CITY
    ]


def region_choices(session: Session) -> list[tuple[str, str]]:
    """(id, name) of every region for a select box, counties under their city."""
    return [
        (str(one.id), one.name if one.level is Level.CITY else f"　{one.name}")
        for city, counties in region_tree(session)
        for one in (city, *counties)
    ]


def others_of_role(session: Session, person: Person) -> int:
    """How many other enabled accounts hold the same role."""
    same = select(people.c.id).where(
        people.c.role == person.role, people.c.id != person.id, people.c.disabled_at.is_(None)
    )
    return len(session.execute(same).all())


def open_sign_ins(session: Session, person_id: uuid.UUID) -> Sequence[SignIn]:
    """Where somebody is signed in now, latest first."""
    query = select(SignIn).where(sign_ins.c.person_id == person_id, sign_ins.c.ended_at.is_(None))
    return session.scalars(query.order_by(sign_ins.c.seen_at.desc())).all()


def all_open_sign_ins(now: datetime) -> Select[SignIn, Person]:
    """Every open sign-in with its person, for the security administrator."""
    query = select(SignIn, Person).join(Person, people.c.id == sign_ins.c.person_id)
    return query.where(sign_ins.c.ended_at.is_(None)).order_by(sign_ins.c.seen_at.desc())


def colleagues(session: Session, actor: Actor, roles: Sequence[Role]) -> Sequence[Person]:
    """Enabled people of the actor's regions in these roles, by name."""
    query = select(Person).where(people.c.region_id.in_(actor.regions), people.c.role.in_(roles))
    return session.scalars(query.where(people.c.disabled_at.is_(None)).order_by(people.c.name)).all()
