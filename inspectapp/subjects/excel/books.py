"""The eight registers that travel as workbooks, column by column, and what makes two rows the same thing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from inspectapp.shared.refusals import NotFound
from inspectapp.shared.states import Titled
from inspectapp.subjects import words as w
from inspectapp.subjects.excel import cells
from inspectapp.subjects.excel.columns import (
    STAFF_NAME,
    STAFF_NUMBER,
    UNIT_CODE,
    UNIT_NAME,
    Column,
    day,
    number_of_person,
    phone,
    plain,
    whole,
    words,
    yes_no,
)
from inspectapp.subjects.registers import REGISTERS, Register
from inspectapp.subjects.registers import UNITS as UNIT_REGISTER
from inspectapp.subjects.rules.certificates import term_sentence
from inspectapp.subjects.words import Post

Values = dict[str, Any]
#: Column name and sentence of what does not hold together in a row.
Misfit = tuple[str, str]
KNOWN = (str, date, Titled)


@dataclass(frozen=True)
class Book:
    """One register as a workbook: rows match by `key`; `parents` name the unit, perhaps the person."""

    register: Register
    own: tuple[Column, ...]
    key: tuple[str, ...]
    label: tuple[str, ...]
    parents: tuple[Column, ...] = (UNIT_NAME, UNIT_CODE)
    check: Callable[[Values], Misfit | None] = lambda values: None
    remark: str = ""

    @property
    def slug(self) -> str:
        return self.register.name

    @property
    def title(self) -> str:
        return self.register.title

    @property
    def model(self) -> Any:
        return self.register.model

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The register's own columns, under the register's own words."""
        labels, masks = self.register.labels, self.register.secrets
        return tuple(replace(c, title=labels[c.name], mask=masks.get(c.name)) for c in self.own)

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """In the order of the sheet."""
        return (*self.parents, *self.columns)

    @property
    def of_person(self) -> bool:
        """Rows that belong to somebody on the roster."""
        return STAFF_NAME in self.parents

    def call(self, values: Values) -> str:
        """What a row is called on the page: never with a number that names a person."""
        shown = {column.name: column.shown for column in self.columns}
        parts = [shown[name](values[name]) for name in self.label if isinstance(values.get(name), KNOWN)]
        return " ".join(part for part in parts if part)


def _term(values: Values) -> Misfit | None:
    start, end = values.get("valid_from"), values.get("valid_to")
    return ("valid_to", "终止日期早于起始日期。请核对两个日期。") if start and end and end < start else None


def _certificate(values: Values) -> Misfit | None:
    post, start, end = values.get("post"), values.get("valid_from"), values.get("valid_to")
    if post is Post.SPECIAL and not values.get("trade"):
        return "trade", "特种作业人员须填写工种。"
    sentence = term_sentence(post, start, end) if post and start and end else None
    return ("valid_to", sentence) if sentence else None


def _staff(values: Values) -> Misfit | None:
    hired, left = values.get("hired_on"), values.get("left_on")
    return ("left_on", "离职日期早于入职日期。请核对两个日期。") if hired and left and left < hired else None


def _document(values: Values) -> Misfit | None:
    if values.get("formally_issued") and not (values.get("number") and values.get("issued_on")):
        return "formally_issued", "正式印发的文件须有文号和印发日期。请补充，或改为“否”。"
    return None


PERSON = (UNIT_NAME, UNIT_CODE, STAFF_NAME, STAFF_NUMBER)

UNITS = Book(
    UNIT_REGISTER,
    (
        plain("name", needed=True, longest=120, hint="营业执照或批文上的全称", width=36),
        Column("credit_code", cells.credit_code, hint="18位，按文本填写；没有的可不填", width=24),
        plain("region_id", needed=True, longest=40, hint="市或县的名称", width=12),
        words("kind", w.UnitKind, needed=True),
        yes_no("also_exam_site"),
        words("supervision", w.Supervision, needed=True),
        words("sector", w.Sector, needed=True),
        words("legal_standing", w.LegalStanding),
        plain("parent_name", longest=120, hint="非独立法人填写"),
        plain("address", width=30),
        plain("legal_representative", longest=60),
        plain("head", longest=60),
        phone(),
        words("building", w.Building),
        words("premises", w.Premises),
        plain("business_scope", longest=1000, width=30),
    ),
    key=("name",), label=("name",), parents=(),
    remark="有统一社会信用代码的按代码对应；没有的按辖区和名称对应。",
)  # fmt: skip

STAFF = Book(
    REGISTERS["staff"],
    (
        plain("name", needed=True, longest=60),
        number_of_person("id_number", cells.id_number),
        phone(),
        Column("roles", cells.several(w.StaffRole), hint="可填多项，用“、”分开", width=24),
        plain("specialty", longest=60),
        words("rank", w.Rank),
        words("employment", w.Employment),
        yes_no("full_time"),
        whole("practice_years", 60),
        plain("teacher_certificate", longest=60),
        day("teacher_certificate_to"),
        day("hired_on"),
        day("left_on"),
    ),
    key=("id_number",), label=("name",), check=_staff,
    remark=f"岗位可填：{'、'.join(role.title for role in w.StaffRole)}。同一单位内按身份证号对应。",
)  # fmt: skip

HOURS = Book(
    REGISTERS["hours"],
    (
        words("kind", w.HourKind, needed=True),
        day("held_on", needed=True),
        Column("hours", cells.number(0.5, 24), True, "数字，0.5到24", width=10),
        plain("remark", width=24),
    ),
    key=("staff_id", "kind", "held_on"), label=("kind", "held_on"), parents=PERSON,
    remark="同一人同一天同一类别为一条记录。",
)  # fmt: skip

INSURANCE = Book(
    REGISTERS["insurance"],
    (Column("month", cells.month, True, "月份，如2026-01"),),
    key=("staff_id", "month"), label=("month",), parents=PERSON, remark="一个月份一行。",
)  # fmt: skip

CERTIFICATES = Book(
    REGISTERS["certificates"],
    (
        plain("holder", needed=True, longest=60),
        number_of_person("id_number", cells.id_number),
        words("post", w.Post, needed=True),
        plain("trade", longest=60, hint="特种作业人员填写，如低压电工"),
        number_of_person(
            "number", cells.certificate_number, hint="与证书一致；特种作业证多为T加身份证号"
        ),
        day("issued_on"),
        day("valid_from", needed=True),
        day("valid_to", needed=True),
        day("review_due_on"),
        plain("issuer", longest=120),
    ),
    key=("number", "post", "trade"), label=("holder", "post", "trade"), check=_certificate,
    remark="同一单位内按证书编号、岗位类别和工种对应。",
)  # fmt: skip

AGREEMENTS = Book(
    REGISTERS["agreements"],
    (
        words("kind", w.AgreementKind, needed=True),
        plain("counterparty", needed=True, longest=120, width=28),
        day("signed_on"),
        day("valid_from", needed=True),
        day("valid_to", needed=True),
        plain("remark", width=24),
    ),
    key=("kind", "counterparty", "valid_from"), label=("kind", "counterparty", "valid_from"), check=_term,
    remark="按协议类别、对方单位和有效期起对应。",
)  # fmt: skip

ROOMS = Book(
    REGISTERS["rooms"],
    (
        words("kind", w.RoomKind, needed=True),
        plain("name", needed=True, longest=60),
        plain("place", longest=120),
        Column("area", cells.number(1, 100000), hint="平方米，只填数字"),
        whole("seats", 2000),
        whole("exam_terminals", 2000),
        yes_no("cameras_with_sound"),
        whole("recording_months", 240),
        yes_no("id_check"),
    ),
    key=("name",), label=("name",), remark="同一单位内按名称对应。",
)  # fmt: skip

DOCUMENTS = Book(
    REGISTERS["documents"],
    (
        words("kind", w.DocumentKind, needed=True),
        plain("title", needed=True, longest=120, width=32),
        yes_no("formally_issued"),
        plain("number", longest=60),
        day("issued_on"),
    ),
    key=("kind", "title"), label=("title",), check=_document, remark="同一单位内按文件类别和名称对应。",
)  # fmt: skip

BOOKS = (UNITS, STAFF, HOURS, INSURANCE, CERTIFICATES, AGREEMENTS, ROOMS, DOCUMENTS)


def book_of(slug: str) -> Book:
    """The workbook an address names."""
    for book in BOOKS:
        if book.slug == slug:
            return book
    raise NotFound()
