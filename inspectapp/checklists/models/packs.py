"""A pack 检查表, its versions and their items. A published version and its items never change again."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inspectapp.checklists.content import (
    ItemContent,
    Layout,
    PackContent,
    as_json,
    layout_of,
    options_of,
    threshold_of,
)
from inspectapp.checklists.words import AnswerKind, Force, VersionState, Way
from inspectapp.shared.db import Json, Row, Word
from inspectapp.shared.ledger import Recorded
from inspectapp.shared.states import Transitions
from inspectapp.subjects.words import UnitKind

TRANSITIONS: Transitions = {
    VersionState.DRAFT: frozenset({VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset({VersionState.WITHDRAWN}),
    VersionState.WITHDRAWN: frozenset(),
}


class Pack(Row, Recorded, table=True):
    """One checklist through all its versions. Without a region it came with the program."""

    __tablename__ = "checklist_packs"

    code: str | None = Field(default=None, unique=True)
    region_id: uuid.UUID | None = Field(default=None, foreign_key="regions.id", index=True)
    #: The version this pack was copied from, when a bureau adopted another one.
    origin_id: uuid.UUID | None = None

    @property
    def is_shipped(self) -> bool:
        """Did it come with the program?"""
        return self.region_id is None


class Version(Row, Recorded, table=True):
    """One version of a pack: everything that an officer reads on its first page."""

    __tablename__ = "checklist_versions"
    __table_args__ = (UniqueConstraint("pack_id", "number"),)

    pack_id: uuid.UUID = Field(foreign_key="checklist_packs.id", index=True)
    number: int = 1
    state: VersionState = Field(default=VersionState.DRAFT, sa_type=Word(VersionState))
    title: str
    jurisdiction: str
    kinds: list[str] = Field(default_factory=list, sa_type=Json)
    document_number: str = ""
    issuer: str = ""
    remark: str = ""
    layout: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    begun_at: datetime
    published_at: datetime | None = None
    published_by: str = ""
    withdrawn_at: datetime | None = None
    version: int = 1

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in the chain of its pack."""
        return "checklist_packs", self.pack_id

    @property
    def unit_kinds(self) -> tuple[UnitKind, ...]:
        """Which units it is for."""
        return tuple(UnitKind[name] for name in self.kinds)

    @property
    def is_draft(self) -> bool:
        """May it still change?"""
        return self.state is VersionState.DRAFT

    def content(self, items: "list[Item]") -> PackContent:
        """As plain values, with its items in order."""
        layout: Layout = layout_of(self.layout)
        said = (
            self.document_number,
            self.issuer,
            tuple(item.content() for item in items),
            layout,
            self.remark,
        )
        return PackContent(str(self.pack_id), self.title, self.jurisdiction, self.unit_kinds, *said)


class Item(Row, Recorded, table=True):
    """One question of one version. `code` is the same in all versions and copies."""

    __tablename__ = "checklist_items"
    __table_args__ = (UniqueConstraint("version_id", "code"),)

    version_id: uuid.UUID = Field(foreign_key="checklist_versions.id", index=True)
    position: int
    code: str
    section: str
    text: str
    criteria: str = ""
    clause: str = ""
    condition: str = ""
    ways: list[str] = Field(default_factory=list, sa_type=Json)
    answer: AnswerKind = Field(default=AnswerKind.YES_NO, sa_type=Word(AnswerKind))
    threshold: dict[str, Any] | None = Field(default=None, sa_type=Json)
    options: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    findings: list[str] = Field(default_factory=list, sa_type=Json)
    basis: list[str] = Field(default_factory=list, sa_type=Json)
    photo: Force = Field(default=Force.NEVER, sa_type=Word(Force))
    note: Force = Field(default=Force.NEVER, sa_type=Word(Force))
    version: int = 1

    def chain(self) -> tuple[str, uuid.UUID]:
        """Told in a chain of its version's own, apart from that of the pack."""
        return "checklist_versions", self.version_id

    def content(self) -> ItemContent:
        """As plain values."""
        return ItemContent(
            code=self.code,
            section=self.section,
            text=self.text,
            criteria=self.criteria,
            clause=self.clause,
            ways=tuple(Way[name] for name in self.ways),
            answer=self.answer,
            threshold=threshold_of(self.threshold),
            options=options_of(self.options),
            findings=tuple(self.findings),
            basis=tuple(self.basis),
            photo=self.photo,
            note=self.note,
            condition=self.condition,
        )


def columns_of(item: ItemContent) -> dict[str, Any]:
    """The columns of an item out of plain values."""
    stored: dict[str, Any] = as_json(item)
    return {**stored, "answer": item.answer, "photo": item.photo, "note": item.note}
