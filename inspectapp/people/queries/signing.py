"""Who is asking: the sign-in of a request is looked up here, in one statement."""

import hashlib
import uuid
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from inspectapp.people.actor import Actor
from inspectapp.people.models import Level, Person, Region, SignIn
from inspectapp.people.queries.regions import regions_seen_from
from inspectapp.shared.prepared import Prepared

people, regions = Person.__table__, Region.__table__  # type: ignore[attr-defined]
sign_ins = SignIn.__table__  # type: ignore[attr-defined]

_SIGNED_IN = Prepared(
    select(
        sign_ins.c.id.label("session_id"), sign_ins.c.began_at, sign_ins.c.seen_at,
        people.c.id, people.c.name, people.c.role, people.c.region_id, people.c.certificate_number,
        people.c.must_change_password, regions.c.name.label("region_name"), regions.c.office_name,
        regions.c.level,
    )
    .join(people, people.c.id == sign_ins.c.person_id)
    .join(regions, regions.c.id == people.c.region_id)
    .where(sign_ins.c.ended_at.is_(None), people.c.disabled_at.is_(None))
    .where(sign_ins.c.token_sha256 == bindparam("token"))
)  # fmt: skip


def token_digest(token: str) -> str:
    """Only the digest of a token lies in the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(connection: Connection, token: str) -> Any | None:
    """Who signed in with this token, unless it was ended or the account disabled."""
    return _SIGNED_IN.alone(connection, {"token": token_digest(token)})


def actor_of(connection: Connection, row: Any, unit_id: uuid.UUID | None = None) -> Actor:
    """The plain value of a row found by `signed_in`."""
    return Actor(
        id=row.id, name=row.name, role=row.role, region_id=row.region_id,
        regions=regions_seen_from(connection, row.region_id, row.level), region_name=row.region_name,
        office_name=row.office_name, is_city=row.level is Level.CITY, unit_id=unit_id,
        certificate=row.certificate_number, session_id=row.session_id,
        must_change_password=row.must_change_password,
    )  # fmt: skip


def actor_for(session: Session, person: Person, unit_id: uuid.UUID | None = None) -> Actor:
    """The plain value of an account outside a request: the command line, the demo, tests."""
    region = session.get_one(Region, person.region_id)
    seen = regions_seen_from(session.connection(), region.id, region.level)
    return Actor(
        id=person.id, name=person.name, role=person.role, region_id=region.id,
        regions=seen, region_name=region.name,
        office_name=region.office_name, is_city=region.level is Level.CITY, unit_id=unit_id,
        certificate=person.certificate_number, must_change_password=person.must_change_password,
    )  # fmt: skip
