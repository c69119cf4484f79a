"""The page of one person on the roster: papers, hours of the years, insured months."""

import uuid

from flask import Response

from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.subjects import queries
from inspectapp.subjects.models import HourRecord, InsuranceMonth, Staff
from inspectapp.subjects.registers import REGISTERS, masked
from inspectapp.subjects.routes.blueprint import READERS, WRITERS, bp, unit_here
from inspectapp.subjects.rules.editing import may_write
from inspectapp.subjects.words import HourKind, UnitStatus
from inspectapp.web.respond import page
from inspectapp.web.transaction import session


@bp.get("/<uuid:unit_id>/staff/<uuid:part_id>")
@allows(*READERS)
def person(unit_id: uuid.UUID, part_id: uuid.UUID) -> Response:
    unit, role = unit_here(unit_id), current_actor().role
    staff = queries.part_for(session(), unit, Staff, part_id)
    hours = queries.of_staff(session(), staff, HourRecord)
    still = staff.ended_at is None and unit.status is not UnitStatus.CLOSED
    return page(
        "subjects/person.html", unit=unit, staff=staff, hours=hours, totals=queries.hour_totals(hours),
        months=queries.of_staff(session(), staff, InsuranceMonth), day=clock.today(), kinds=HourKind,
        masked=masked, may_edit=still and may_write(role, REGISTERS["staff"].clerk_may_write),
        may_reveal=role in WRITERS,
    )  # fmt: skip
