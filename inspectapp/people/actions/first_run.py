"""The first run: a link that works once makes the city, its bureau and the system administrator."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.people import queries, rules
from inspectapp.people.actions.accounts import new_person
from inspectapp.people.actions.passwords import set_password
from inspectapp.people.actions.regions import add_region
from inspectapp.people.actor import Role
from inspectapp.people.models import Level, OneTimeLink, Person
from inspectapp.shared.refusals import NotNow

REGION = ("name", "short_name", "office_name", "number_prefix")


def make_link(session: Session, person: Person | None, *, at: datetime) -> str:
    """A one-time link's token; without a person it makes the first administrator."""
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(
        token_sha256=queries.token_digest(token), person_id=person.id if person else None,
        made_at=at, expires_at=at + rules.LINK_LASTS,
    )  # fmt: skip
    session.add(link)
    return token


def set_up(session: Session, link: OneTimeLink | None, values: Mapping[str, Any], *, at: datetime) -> Person:
    """The first run: the city, its bureau and the system administrator, through a link that works once."""
    if link is not None:
        # Two who hold the same link stand in line here.
        session.refresh(link, with_for_update=True)
    rules.check_link(link.expires_at if link else None, link.used_at if link else None, at)
    if queries.anybody(session):
        raise NotNow("系统已经有账号了，不需要再次初始化。请直接登录。")
    assert link is not None
    link.used_at = at
    region = {**{key: values[key] for key in REGION}, "level": Level.CITY, "parent_id": None}
    city = add_region(session, region, by=None, at=at)
    account = {
        "login": values["login"], "name": values["person_name"], "role": Role.SYSTEM, "region_id": city.id,
    }  # fmt: skip
    person = new_person(session, account)
    set_password(session, person, values["password"], by=None, at=at)
    return person
