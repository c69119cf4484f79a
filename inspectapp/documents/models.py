"""Tables of papers: the paper, its versions, its signature slots, and how its copy was handed over."""

import uuid
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from inspectapp.documents.words import Mode, Outcome, Party, State, Way
from inspectapp.shared.db import Json, Row, Word
from inspectapp.shared.ledger import Recorded
from inspectapp.shared.secrets import Secret
from inspectapp.shared.states import Transitions

TRANSITIONS: Transitions = {
    State.DRAFT: frozenset({State.FROZEN, State.VOID}),
    State.FROZEN: frozenset({State.SEALED, State.VOID}),
    State.SEALED: frozenset({State.SUPERSEDED, State.VOID}),
    State.SUPERSEDED: frozenset(),
    State.VOID: frozenset(),
}


class Document(Row, Recorded, table=True):
    """One paper. Its number comes with the first freezing and stays, also when it is voided."""

    __tablename__ = "documents"
    stored_files: ClassVar[frozenset[str]] = frozenset({"sealed_sha256"})
    __table_args__ = (
        UniqueConstraint("region_id", "year", "mark", "serial"),
        Index("ix_documents_of", "of_kind", "of_id"),
    )

    kind: str
    title: str
    region_id: uuid.UUID = Field(foreign_key="regions.id", index=True)
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="units.id", index=True)
    of_kind: str
    of_id: uuid.UUID
    state: State = Field(default=State.DRAFT, sa_type=Word(State))
    version: int = 1
    number: str = ""
    mark: str = ""
    year: int | None = None
    serial: int | None = None
    public_id: str = Field(unique=True)
    copy_code: str = Field(sa_type=Secret)
    office_name: str
    unit_name: str = ""
    replaces_id: uuid.UUID | None = Field(default=None, foreign_key="documents.id", index=True)
    made_by_name: str = ""
    made_at: datetime
    sealed_at: datetime | None = None
    sealed_sha256: str = ""
    sealed_size: int = 0
    sealed_pages: int = 0
    signature_sha256: str = Field(default="", index=True)
    certificate_sha256: str = ""
    stamped: bool = False
    ended_at: datetime | None = None
    ended_why: str = ""


class Version(Row, Recorded, table=True):
    """What a paper said at one time. `text` is the canonical JSON that every hash is taken of."""

    __tablename__ = "document_versions"
    stored_files: ClassVar[frozenset[str]] = frozenset({"draft_sha256"})
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    document_id: uuid.UUID = Field(foreign_key="documents.id")
    number: int
    text: str = Field(sa_type=Secret)
    content_sha256: str = ""
    content_sm3: str = ""
    #: Of what a phone without network could know: the same words without number and version.
    field_sha256: str = ""
    draft_sha256: str = ""
    address: str = ""
    frozen_at: datetime | None = None
    ended_at: datetime | None = None

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its paper."""
        return "documents", self.document_id


class Slot(Row, Recorded, table=True):
    """A place for one signature on one version, and how it ended. Ink is kept as encrypted strokes."""

    __tablename__ = "document_slots"
    stored_files: ClassVar[frozenset[str]] = frozenset({"photos"})
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        Index("ix_document_slots_document", "document_id"),
        Index("ix_document_slots_ink", "ink_sha256"),
    )

    document_id: uuid.UUID = Field(foreign_key="documents.id")
    version_id: uuid.UUID = Field(foreign_key="document_versions.id")
    key: str
    place: int
    role: str
    party: Party = Field(sa_type=Word(Party))
    name: str = ""
    person_id: uuid.UUID | None = Field(default=None, foreign_key="people.id")
    certificate: str = ""
    organisation: str = ""
    sentence: str = ""
    required: bool = True
    outcome: Outcome = Field(default=Outcome.PENDING, sa_type=Word(Outcome))
    objection: str = ""
    reason: str = ""
    witness: str = ""
    photos: list[str] = Field(default_factory=list, sa_type=Json)
    mode: Mode | None = Field(default=None, sa_type=Word(Mode))
    device: str = ""
    at: datetime | None = None
    device_at: datetime | None = None
    by_id: uuid.UUID | None = Field(default=None, foreign_key="people.id")
    by_name: str = ""
    confirmed_by_id: uuid.UUID | None = Field(default=None, foreign_key="people.id")
    confirmed_by_name: str = ""
    confirmed_at: datetime | None = None
    ink: str = Field(default="", sa_type=Secret)
    ink_sha256: str = ""
    signature_sha256: str = ""
    #: Set where the hand signed the words on a phone before the server had them.
    field_sha256: str = ""
    ended_at: datetime | None = None

    @property
    def told(self) -> str:
        """How it ended; an objection is said with a pen as loudly as on the glass."""
        objected = self.outcome is Outcome.ON_PAPER and self.objection
        return f"{self.outcome.title}并有异议" if objected else self.outcome.title

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its paper."""
        return "documents", self.document_id


class Challenge(Row, table=True):
    """One invitation to sign: bound to slot, version and hashes, ten minutes, one use."""

    __tablename__ = "document_challenges"

    document_id: uuid.UUID = Field(foreign_key="documents.id", index=True)
    slot_id: uuid.UUID = Field(foreign_key="document_slots.id", index=True)
    version_id: uuid.UUID = Field(foreign_key="document_versions.id")
    token_sha256: str = Field(unique=True)
    mode: Mode = Field(sa_type=Word(Mode))
    content_sha256: str
    draft_sha256: str
    #: Of the refusals and absences that were shown with it: only these are vouched for by signing.
    ends_sha256: str = ""
    made_by_id: uuid.UUID = Field(foreign_key="people.id")
    made_by_name: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class HandOver(Row, Recorded, table=True):
    """One handing over of the finished paper."""

    __tablename__ = "document_hand_overs"

    document_id: uuid.UUID = Field(foreign_key="documents.id", index=True)
    way: Way = Field(sa_type=Word(Way))
    receiver: str
    remark: str = ""
    by_name: str
    at: datetime

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its paper."""
        return "documents", self.document_id


class Series(Row, table=True):
    """The last serial of one bureau, year and kind of paper."""

    __tablename__ = "document_series"
    __table_args__ = (UniqueConstraint("region_id", "year", "mark"),)

    region_id: uuid.UUID = Field(foreign_key="regions.id")
    year: int
    mark: str
    last: int


class SealCertificate(Row, Recorded, table=True):
    """A certificate of this installation; papers sealed under an old one stay checkable."""

    __tablename__ = "document_certificates"

    fingerprint: str = Field(unique=True)
    pem: str
    begins: datetime
    ends: datetime
    made_at: datetime
