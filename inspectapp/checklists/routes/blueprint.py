"""The blueprint all pages of checklists hang on, and what their templates need to know."""

from typing import Any

from flask import Blueprint

from inspectapp.checklists.actions.allowed import EDITORS
from inspectapp.checklists.basis import words
from inspectapp.checklists.models import Pack
from inspectapp.people.access import current_actor

bp = Blueprint("checklists", __name__, url_prefix="/checklists")


def may_write() -> bool:
    """May this person write checklists at all?"""
    return current_actor().role in EDITORS


def owns(pack: Pack) -> bool:
    """May this person change this one?"""
    return may_write() and pack.region_id == current_actor().region_id


@bp.context_processor
def known() -> dict[str, Any]:
    """For every page of checklists."""
    return {"basis_words": words, "may_write": may_write()}
