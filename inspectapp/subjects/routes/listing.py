"""The list of units: one search box, a few filters, thirty at a time."""

import uuid
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import Role
from inspectapp.shared import clock
from inspectapp.shared.text import clean
from inspectapp.subjects import queries
from inspectapp.subjects.routes.blueprint import READERS, WRITERS, bp
from inspectapp.subjects.rules import risk_word
from inspectapp.subjects.rules.searching import LONGEST_QUERY
from inspectapp.subjects.words import Sector, Supervision, UnitKind, UnitStatus
from inspectapp.web.respond import go, page_or_fragment
from inspectapp.web.transaction import session

W = TypeVar("W", bound=Enum)
LONGEST_SERIAL = 12


@bp.get("")
@allows(*READERS)
def index() -> Response:
    actor, asked = current_actor(), _asked()
    if actor.role is Role.CLERK and actor.unit_id:
        return go(f"/subjects/{actor.unit_id}")
    listing = queries.found(session(), actor, asked)
    marks = queries.marks_of_all(session(), listing.rows, clock.today())
    return page_or_fragment(
        "subjects/index.html", "subjects/_list.html", asked=asked, listing=listing, marks=marks,
        risk=risk_word, kinds=UnitKind, sectors=Sector, levels=Supervision, statuses=UnitStatus, link=link,
        regions={one.id: one for one in queries.regions_of(session(), actor)},
        may_register=actor.role in WRITERS,
    )  # fmt: skip


def link(**changes: Any) -> str:
    """The list's address with one filter changed; a page number never survives another filter."""
    kept = {name: value for name, value in request.args.items() if name != "before"}
    wanted = {name: value for name, value in {**kept, **changes}.items() if value}
    return f"/subjects?{urlencode(wanted)}" if wanted else "/subjects"


def _asked() -> queries.Asked:
    given = request.args
    before = given.get("before", "")
    numeric = before.isascii() and before.isdigit() and len(before) < LONGEST_SERIAL
    return queries.Asked(
        words=clean(given.get("q", "")[:LONGEST_QUERY]),
        kind=_word(UnitKind, "kind"), sector=_word(Sector, "sector"),
        supervision=_word(Supervision, "level"), status=_word(UnitStatus, "status"),
        region_id=_uuid(given.get("region", "")), before=int(before) if numeric else None,
    )  # fmt: skip


def _word(words: type[W], name: str) -> W | None:
    return words.__members__.get(request.args.get(name, ""))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
