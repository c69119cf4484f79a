"""Kinds of paper: a later stage registers its own, this stage never asks what is written in them."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inspectapp.documents.words import Party

#: Sheets: an enforcement form, or a letter with a red head. PLAIN is the body of facts and sections.
FORM, LETTER = "documents/sheets/form.html", "documents/sheets/letter.html"
PLAIN = "documents/bodies/plain.html"
NUMBER = "（{place}）应急{mark}〔{year}〕{serial}号"
AGREEMENT = {
    Party.OFFICER: "以上内容是我们现场检查的情况，我已核对。",
    Party.UNIT: "以上内容我已阅读，情况属实。",
    Party.WITNESS: "以上情况我在现场见证。",
}
#: What every signer on the glass agrees to.
ON_THE_GLASS = "我同意用屏幕手写方式签名，效力以本页内容为准；文书封存后可以扫码核对。"


@dataclass(frozen=True)
class SlotPlan:
    """One signature that a paper asks for."""

    key: str
    role: str
    party: Party
    name: str = ""
    person_id: uuid.UUID | None = None
    certificate: str = ""
    organisation: str = ""
    sentence: str = ""
    required: bool = True

    def told(self) -> dict[str, Any]:
        """As plain values: part of what is frozen."""
        return {
            "key": self.key, "role": self.role, "party": self.party.name, "name": self.name,
            "person_id": str(self.person_id) if self.person_id else None, "certificate": self.certificate,
            "organisation": self.organisation, "sentence": self.sentence or AGREEMENT[self.party],
            "required": self.required,
        }  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """What all papers of one kind share. `body` is a template without h1: it is read on the phone too."""

    code: str
    title: str
    #: 代字 of the number; empty: papers of this kind carry none.
    mark: str
    body: str
    #: What follows the signatures: lists, tables, photos.
    annex: str = ""
    sheet: str = FORM
    heading: str = "安全生产行政执法文书"
    number_form: str = NUMBER
    #: How many officers must have signed before the paper is sealed.
    officers: int = 2
    #: Where the thing this paper is about has its page: id → address.
    page: Callable[[uuid.UUID], str] | None = None
    #: Where a sealed paper of this kind is corrected: id of the thing it is about → address.
    correct: Callable[[uuid.UUID], str] | None = None
    #: What becomes of the thing this paper is about once it is sealed: session, paper, by, at.
    sealed: Callable[[Any, Any, Any, Any], None] | None = None
    #: Why a paper may not be signed or sealed just now, in a sentence; empty: it may. Session, paper, and
    #: whether that must stay so until the transaction ends.
    closed: Callable[[Any, Any, bool], str] | None = None
    #: What the open check page may tell of the values, as (label, words): the day of the act, never a person.
    told_openly: Callable[[Mapping[str, Any]], list[tuple[str, str]]] | None = None
    #: Writes the Word file from the frozen content, under a line that says how the paper stands.
    word: Callable[[Mapping[str, Any], str], bytes] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Called once by the stage that owns the kind; again with the same kind does nothing."""
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> Kind:
    """The kind of a paper."""
    return _kinds[code]


def all_kinds() -> list[Kind]:
    """Every kind, by title."""
    return sorted(_kinds.values(), key=lambda kind: kind.title)
