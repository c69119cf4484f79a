"""The addresses of the law catalogue: /laws. A bureau reads, the city's head and legal review edit."""

import uuid
from typing import Any

from flask import Blueprint

from inspectapp.laws import queries
from inspectapp.laws.models import LawEntry
from inspectapp.laws.rules import editing, in_force_on, wording
from inspectapp.laws.rules import standing as standing_on
from inspectapp.people.access import actor_or_none, current_actor
from inspectapp.people.actor import BUREAU, Role
from inspectapp.web.transaction import session

bp = Blueprint("laws", __name__, url_prefix="/laws")
READERS = BUREAU
EDITORS = (Role.HEAD, Role.LEGAL)


@bp.context_processor
def words() -> dict[str, Any]:
    """What every page here needs to put a row into words."""
    actor = actor_or_none()
    may_edit = actor is not None and editing.may_edit(actor)
    return {"wording": wording, "standing_on": standing_on, "in_force_on": in_force_on, "may_edit": may_edit}


def law_here(law_id: uuid.UUID) -> LawEntry:
    """The row of this address."""
    return queries.law_for(session(), current_actor(), law_id)


def editor_here() -> None:
    """A page that only makes sense for who may save it."""
    editing.check_may_edit(current_actor())


def number_seen(typed: str) -> int:
    """The version the typing began with; anything else counts as none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
