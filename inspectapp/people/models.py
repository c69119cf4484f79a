"""Tables of people and regions: the region tree, accounts, their sign-ins and one-time links."""

import uuid
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from inspectapp.people.actor import Role
from inspectapp.shared.db import Row, Word
from inspectapp.shared.ledger import Recorded
from inspectapp.shared.secrets import Secret
from inspectapp.shared.states import Titled


class Level(Titled):
    """A city sees its counties; a county sees itself."""

    CITY = "市级"
    COUNTY = "县级"


class Region(Row, Recorded, table=True):
    """A city or one of its counties, with the bureau that acts there."""

    __tablename__ = "regions"

    name: str = Field(unique=True)
    short_name: str
    level: Level = Field(sa_type=Word(Level))
    parent_id: uuid.UUID | None = Field(default=None, foreign_key="regions.id", index=True)
    office_name: str
    number_prefix: str
    version: int = 1


class Person(Row, Recorded, table=True):
    """An account. Passwords are stored as scrypt hashes and are never part of the ledger's digest."""

    __tablename__ = "people"
    unrecorded: ClassVar[frozenset[str]] = frozenset({"password_hash"})

    login: str = Field(unique=True)
    name: str
    role: Role = Field(sa_type=Word(Role))
    region_id: uuid.UUID = Field(foreign_key="regions.id", index=True)
    certificate_number: str = ""
    certificate_valid_to: date | None = None
    phone: str = Field(default="", sa_type=Secret)
    password_hash: str = ""
    must_change_password: bool = False
    disabled_at: datetime | None = None
    version: int = 1


class SignIn(Row, table=True):
    """One sign-in on one device: lives on the server, so that it can be ended from elsewhere."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        Index("ix_sign_ins_person", "person_id", "ended_at"),
        Index("ix_sign_ins_open", "ended_at", "seen_at"),
    )

    person_id: uuid.UUID = Field(foreign_key="people.id")
    token_sha256: str = Field(unique=True)
    device: str = ""
    address: str = ""
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    ended_why: str = ""


class OneTimeLink(Row, table=True):
    """A link that sets a password once: the first administrator's, or a handed-out account's."""

    __tablename__ = "one_time_links"

    token_sha256: str = Field(unique=True)
    person_id: uuid.UUID | None = Field(default=None, foreign_key="people.id")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class Tries(Row, table=True):
    """Failed tries of one purpose and key (an account, never an address): holds over restarts and workers."""

    __tablename__ = "tries"

    bucket: str = Field(unique=True)
    person_id: uuid.UUID | None = Field(default=None, foreign_key="people.id", index=True)
    failures: int
    last_at: datetime
