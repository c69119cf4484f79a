"""One unit's page, section by section: the head and its marks stay, the section below changes."""

from typing import Any

from flask import Response

from inspectapp.people.access import current_actor
from inspectapp.shared import clock
from inspectapp.subjects import queries
from inspectapp.subjects.models import Unit
from inspectapp.subjects.registers import REGISTERS, UNITS, masked
from inspectapp.subjects.routes.blueprint import WRITERS
from inspectapp.subjects.rules import capacity, risk_word, validity
from inspectapp.subjects.rules.editing import may_write
from inspectapp.subjects.words import UnitStatus
from inspectapp.web.respond import page
from inspectapp.web.transaction import session

TABS = (
    ("profile", "概况"), ("staff", "人员"), ("certificates", "证书"), ("agreements", "协议"),
    ("rooms", "场所"), ("documents", "制度文件"), ("history", "变更记录"),
)  # fmt: skip


def show_section(unit: Unit, section: str) -> Response:
    """The page on this section: plain links lead from one to the next, so that "back" leads back."""
    return page("subjects/show.html", **section_context(unit, section))


def section_context(unit: Unit, section: str) -> dict[str, Any]:
    """What every section needs, and the rows of this one."""
    role = current_actor().role
    open_file = unit.status is not UnitStatus.CLOSED
    register = REGISTERS.get(section, UNITS)
    return {
        "unit": unit, "section": section, "tabs": TABS, "register": register, "day": clock.today(),
        "region": queries.region_of(session(), unit),
        "marks": queries.marks_of(session(), unit, clock.today()), "risk": risk_word(unit.sector),
        "may_edit": role in WRITERS, "may_reveal": role in WRITERS,
        "may_add": open_file and may_write(role, register.clerk_may_write),
        "may_add_contact": open_file and role in WRITERS,
        "masked": masked, "validity": validity, "capacity": capacity, **_rows(unit, section),
    }  # fmt: skip


def _rows(unit: Unit, section: str) -> dict[str, Any]:
    if section == "history":
        return {"events": queries.events(session(), unit)}
    if section == "profile":
        return {
            "clerks": queries.clerks_of(session(), unit),
            "contacts": queries.contacts_of(session(), unit),
            "names": queries.earlier_names(session(), unit),
        }
    return {"rows": queries.parts(session(), unit, REGISTERS[section].model)}
