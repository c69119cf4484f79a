"""Papers of a unit: agreements with others 协议, and its own rules and mandatory documents 制度文件."""

from datetime import date

from sqlmodel import Field

from inspectapp.shared.db import Word
from inspectapp.subjects.models.base import Part
from inspectapp.subjects.words import AgreementKind, DocumentKind


class Agreement(Part, table=True):
    """An agreement or lease with its term."""

    __tablename__ = "agreements"

    kind: AgreementKind = Field(sa_type=Word(AgreementKind))
    counterparty: str
    signed_on: date | None = None
    valid_from: date
    valid_to: date
    remark: str = ""


class RuleDocument(Part, table=True):
    """A rule or document; only what was formally issued with number and date counts."""

    __tablename__ = "rule_documents"

    kind: DocumentKind = Field(sa_type=Word(DocumentKind))
    title: str
    formally_issued: bool = False
    number: str = ""
    issued_on: date | None = None
