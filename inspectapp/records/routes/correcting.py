"""出具更正文书: the words of a sealed record set right, with the reason, on a new paper."""

import uuid
from typing import Any

from flask import Response, request

from inspectapp.people.access import allows, current_actor
from inspectapp.records import correcting
from inspectapp.records.forms import CorrectionForm, as_typed, form_for
from inspectapp.records.routes.blueprint import INSPECTORS, bp, visit_here
from inspectapp.shared import clock
from inspectapp.shared.refusals import Unreadable
from inspectapp.subjects.refused import Stale
from inspectapp.visits import actions as visits
from inspectapp.visits import queries as visit_queries
from inspectapp.visits.models import Visit
from inspectapp.web.respond import done, page
from inspectapp.web.transaction import session, writes


@bp.get("/record/correction")
@allows(*INSPECTORS)
def new_correction(visit_id: uuid.UUID) -> Response:
    visit = _officers_own(visit_id)
    original, begun = _papers(visit)
    said = correcting.words_of(session(), begun or original)
    return _correction_page(visit, form_for(said)(as_typed(said, correcting.reason_of(said))))


@bp.post("/record/correction")
@allows(*INSPECTORS)
@writes
def create_correction(visit_id: uuid.UUID) -> Response:
    visit = _officers_own(visit_id)
    said = correcting.words_of(session(), correcting.original_of(session(), visit))
    form = form_for(said).read(request.form)
    if form.ok:
        try:
            given = form.corrected(said)
            seen = request.form.get("seen", "")
            correcting.correct(session(), visit, given, seen, by=current_actor(), at=clock.now())
        except Unreadable as refused:
            form.fail("reason", refused.sentence)
        except Stale as stale:
            return _correction_page(visit, form, stale.status, stale)
    if not form.ok:
        return _correction_page(visit, form, 422)
    return done(f"/visits/{visit.id}/record", message="更正文书已生成，请原来各方重新签字")


def _officers_own(visit_id: uuid.UUID) -> Visit:
    visit = visit_here(visit_id)
    visits.officer_here(session(), visit, current_actor())
    return visit


def _papers(visit: Visit) -> tuple[Any, Any]:
    original = correcting.original_of(session(), visit)
    return original, correcting.open_correction_of(session(), visit)


def _correction_page(
    visit: Visit, form: CorrectionForm, status: int = 200, stale: Stale | None = None
) -> Response:  # fmt: skip
    original, begun = _papers(visit)
    return page(
        "records/correction.html", status=status, visit=visit, original=original, begun=begun, form=form,
        unit=visit_queries.unit_of(session(), visit), stale=stale,
        seen=request.form.get("seen", "") if status == 422 else correcting.mark_of(begun or original),
        facts=[name for name in form.fields if name.startswith("fact")],
        problems=[name for name in form.fields if name.startswith(("problem", "place"))],
    )  # fmt: skip
