"""Who acts: a plain value that every action takes as `by=`, detached from the database."""

import uuid
from dataclasses import dataclass

from inspectapp.shared.states import Titled


class Role(Titled):
    """What a person is here for. The three administrators are three people and see no business data."""

    OFFICER = "执法人员"
    HEAD = "科室负责人"
    LEGAL = "法制审核"
    CITY = "市级督查"
    CLERK = "机构经办人"
    SYSTEM = "系统管理员"
    SECURITY = "安全管理员"
    AUDIT = "审计管理员"


BUREAU = (Role.OFFICER, Role.HEAD, Role.LEGAL, Role.CITY)
ADMINS = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)


@dataclass(frozen=True)
class Actor:
    """A signed-in person as the rest of the house sees one."""

    id: uuid.UUID
    name: str
    role: Role
    region_id: uuid.UUID
    regions: frozenset[uuid.UUID]
    region_name: str = ""
    office_name: str = ""
    is_city: bool = False
    unit_id: uuid.UUID | None = None
    certificate: str = ""
    session_id: uuid.UUID | None = None
    must_change_password: bool = False
