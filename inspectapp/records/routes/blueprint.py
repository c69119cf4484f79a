"""The addresses of a visit's papers."""

import uuid

from flask import Blueprint

from inspectapp.people.access import current_actor
from inspectapp.people.actor import Role
from inspectapp.visits import queries as visits
from inspectapp.visits.models import Visit
from inspectapp.web.transaction import session

bp = Blueprint("records", __name__, url_prefix="/visits/<uuid:visit_id>")
INSPECTORS = (Role.OFFICER, Role.HEAD, Role.CITY)


def visit_here(visit_id: uuid.UUID) -> Visit:
    """The visit of this address, if the person asking may see it."""
    return visits.visit_for(session(), current_actor(), visit_id)
