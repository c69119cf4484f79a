"""Deciding about a newer shipped text of a row: adopt it or keep one's own."""

import uuid

from flask import Response, request

from inspectapp.laws import actions, queries
from inspectapp.laws.routes.blueprint import EDITORS, bp, editor_here, law_here, number_seen
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.web.respond import done
from inspectapp.web.transaction import session, writes


@bp.post("/<uuid:law_id>/versions/<uuid:version_id>/adoption")
@allows(*EDITORS)
@writes
def adopt(law_id: uuid.UUID, version_id: uuid.UUID) -> Response:
    editor_here()
    law = law_here(law_id)
    version, seen = queries.version_for(session(), law, version_id), number_seen(request.form.get("seen", ""))
    actions.adopt(session(), version, by=current_actor(), at=clock.now(), seen=seen)
    return done(f"/laws/{law.id}", message="已采用新版本")


@bp.post("/<uuid:law_id>/versions/<uuid:version_id>/refusal")
@allows(*EDITORS)
@writes
def decline(law_id: uuid.UUID, version_id: uuid.UUID) -> Response:
    editor_here()
    law = law_here(law_id)
    version = queries.version_for(session(), law, version_id)
    actions.decline(session(), version, by=current_actor(), at=clock.now())
    return done(f"/laws/{law.id}/versions", message="已保留现有内容")
