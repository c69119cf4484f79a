"""The list of visits, and the hub of one: where it stands and the one thing to do next."""

import uuid
from typing import Any

from flask import Response, request

from inspectapp.checklists.words import Verdict
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.subjects.queries import regions_of
from inspectapp.visits import queries
from inspectapp.visits.models import Visit
from inspectapp.visits.routes.blueprint import INSPECTORS, READERS, bp, visit_here
from inspectapp.visits.rules import may_arrange
from inspectapp.visits.words import State
from inspectapp.web.paging import page_number, paged
from inspectapp.web.respond import page, page_or_fragment
from inspectapp.web.transaction import session

GROUPS = {
    "open": ("进行中", queries.OPEN),
    "sealed": ("已封存", (State.SEALED,)),
    "stopped": ("已中止", (State.STOPPED,)),
}


@bp.get("")
@allows(*READERS)
def index() -> Response:
    actor, chosen = current_actor(), request.args.get("group", "open")
    group = chosen if chosen in GROUPS else "open"
    mine = queries.tasks(session(), actor) if group == "open" else []
    others = queries.listed(actor, GROUPS[group][1], without=[visit.id for visit, *_ in mine])
    found = paged(session(), others, page_number(request.args.get("page")))
    return page_or_fragment(
        "visits/index.html", "visits/_list.html", found=found, group=group, groups=GROUPS,
        mine=mine, day=clock.today(),
        may_prepare=actor.role in INSPECTORS, regions=_region_names(),
        names=queries.names_of_units(session(), found.rows),
    )  # fmt: skip


def _region_names() -> dict[Any, str]:
    return {region.id: region.name for region in regions_of(session(), current_actor())}


@bp.get("/<uuid:visit_id>")
@allows(*READERS)
def show(visit_id: uuid.UUID) -> Response:
    visit, actor = visit_here(visit_id), current_actor()
    own = queries.place_of(session(), visit, actor)
    return page(
        "visits/show.html", visit=visit, unit=queries.unit_of(session(), visit),
        officers=queries.officers_of(session(), visit), own=own,
        elsewhere=queries.offices_elsewhere(session(), visit),
        tally=_tally(visit), checks=_checks(visit), cap=queries.cap_of(session(), visit.region_id),
        arrivals=queries.arrivals_of(session(), visit), step=queries.step_of(session(), visit, own),
        met=queries.hosts_of_arrivals(session(), visit),
        arranges=may_arrange(actor.role, own.consent if own else None), year=clock.today().year,
    )  # fmt: skip


def _tally(visit: Visit) -> dict[Verdict, int]:
    verdicts = [answer.verdict for answer in queries.answers_of(session(), visit)]
    return {verdict: verdicts.count(verdict) for verdict in Verdict}


def _checks(visit: Visit) -> int:
    return queries.checks_this_year(session(), queries.unit_of(session(), visit), visit.planned_day.year)
