"""The addresses of the registers: /subjects and everything under one unit."""

from typing import Any

from flask import Blueprint

from inspectapp.people.access import current_actor
from inspectapp.people.actor import BUREAU, Role
from inspectapp.subjects import queries
from inspectapp.subjects.models import Unit
from inspectapp.web.transaction import session

bp = Blueprint("subjects", __name__, url_prefix="/subjects")
READERS = (*BUREAU, Role.CLERK)
WRITERS = (Role.OFFICER, Role.HEAD, Role.CITY)
PART_WRITERS = (*WRITERS, Role.CLERK)


def unit_here(unit_id: Any) -> Unit:
    """The unit of this address, if the person asking may see it."""
    return queries.unit_for(session(), current_actor(), unit_id)
