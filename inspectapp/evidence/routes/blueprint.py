"""The addresses of evidence, all under one visit."""

import uuid
from typing import Any

from flask import Blueprint, Response, request

from inspectapp.checklists.basis import words as basis_words
from inspectapp.evidence import queries, rules
from inspectapp.evidence.routes.cards import Cards
from inspectapp.people.access import current_actor
from inspectapp.people.actor import BUREAU, Role
from inspectapp.visits import actions
from inspectapp.visits import queries as visits
from inspectapp.visits.models import Answer, Visit
from inspectapp.visits.words import AWAY, State
from inspectapp.web.ahead import ahead
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session

bp = Blueprint("evidence", __name__, url_prefix="/visits/<uuid:visit_id>")
READERS = BUREAU
INSPECTORS = (Role.OFFICER, Role.HEAD, Role.CITY)
WRITABLE = (State.ARRIVED, State.CHECKING)


@bp.context_processor
def words() -> dict[str, Any]:
    """What every card needs to put itself into words."""
    return {"basis_words": basis_words, "proposed": rules.proposed, "cards_of": Cards}


def visit_here(visit_id: uuid.UUID) -> Visit:
    """The visit of this address, if the person asking may see it."""
    return visits.visit_for(session(), current_actor(), visit_id)


def visit_at_work(visit_id: uuid.UUID) -> Visit:
    """The same for one of its officers only."""
    visit = visit_here(visit_id)
    actions.officer_here(session(), visit, current_actor())
    return visit


def may_answer(visit: Visit) -> bool:
    """Is this page for writing, or for reading only? Taken along, it is for after the arrival."""
    own = visits.place_of(session(), visit, current_actor())
    working = own is not None and own.consent not in AWAY
    return working and (visit.state in WRITABLE or (ahead() and visit.state is State.PREPARED))


def card_done(visit: Visit, answer: Answer, message: str | None = None) -> Response:
    """The card as it stands now; without script, back to its place on the page."""
    shown = queries.question(session(), visit, answer)
    to = f"/visits/{visit.id}/checklist#{shown.anchor}"
    return done(to, "evidence/_card.html", message=message, visit=visit, question=shown, writable=True)


def card_refused(visit: Visit, answer: Answer, status: int, sentence: str, **more: Any) -> Response:
    """The card again with what was typed and why it was not saved."""
    shown = queries.question(session(), visit, answer)
    context = {"visit": visit, "question": shown, "writable": True, "refusal": sentence, **more}
    if request.headers.get("HX-Request"):
        return page("evidence/_card.html", status=status, **context)
    return page("evidence/card.html", status=status, **context)


def version_seen() -> int:
    """The version the typing began with; none is as old as can be."""
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
