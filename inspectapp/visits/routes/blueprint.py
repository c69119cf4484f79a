"""The addresses of visits: /visits and everything under one visit."""

import uuid
from collections.abc import Iterable

from flask import Blueprint

from inspectapp.checklists.models import Version
from inspectapp.people.access import current_actor
from inspectapp.people.actor import BUREAU, Role
from inspectapp.visits import actions, queries
from inspectapp.visits.models import Visit
from inspectapp.web.transaction import session

bp = Blueprint("visits", __name__, url_prefix="/visits")
READERS = BUREAU
#: Whoever holds a certificate may be named; the visit's own officers are checked by the actions.
INSPECTORS = (Role.OFFICER, Role.HEAD, Role.CITY)


def version_options(versions: Iterable[Version]) -> list[tuple[str, str, str]]:
    """Checklists to choose from, with whom they come from."""
    return [(str(one.id), one.title, one.document_number or one.issuer) for one in versions]


def visit_here(visit_id: uuid.UUID) -> Visit:
    """The visit of this address, if the person asking may see it."""
    return queries.visit_for(session(), current_actor(), visit_id)


def visit_named_for(visit_id: uuid.UUID) -> Visit:
    """The same for whoever was named for it, confirmed or not yet."""
    visit = visit_here(visit_id)
    actions.named_here(session(), visit, current_actor())
    return visit


def visit_to_arrange(visit_id: uuid.UUID) -> Visit:
    """The same for its officers, the head of the section and the city."""
    visit = visit_here(visit_id)
    actions.arranger_here(session(), visit, current_actor())
    return visit


def visit_at_work(visit_id: uuid.UUID) -> Visit:
    """The same for one of its confirmed officers only: others are told before they begin to type."""
    visit = visit_here(visit_id)
    actions.officer_here(session(), visit, current_actor())
    return visit
