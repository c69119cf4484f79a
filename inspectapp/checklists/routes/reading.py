"""Reading checklists: the list, one checklist, its versions and what changed, the preview on a phone."""

from uuid import UUID

from flask import Response, request, url_for

from inspectapp.checklists import actions, queries
from inspectapp.checklists.actions.allowed import EDITORS
from inspectapp.checklists.models import Pack, Version
from inspectapp.checklists.routes.blueprint import bp, owns
from inspectapp.checklists.words import VersionState
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import BUREAU
from inspectapp.shared import clock
from inspectapp.subjects.words import UnitKind
from inspectapp.web.respond import done, page, page_or_fragment
from inspectapp.web.transaction import session, writes


@bp.get("")
@allows(*BUREAU)
def index() -> Response:
    kind = UnitKind.__members__.get(request.args.get("kind", ""))
    listed = queries.packs_seen(session(), current_actor(), kind)
    elsewhere = request.args.get("place") == "other"
    shown = [one for one in listed if (one.is_local or one.is_own) is not elsewhere]
    counts = {"here": len([one for one in listed if one.is_local or one.is_own]), "other": 0}
    counts["other"] = len(listed) - counts["here"]
    return page(
        "checklists/index.html", listed=shown, kind=kind, elsewhere=elsewhere, counts=counts, kinds=UnitKind
    )


@bp.get("/<uuid:pack_id>")
@allows(*BUREAU)
def show(pack_id: UUID) -> Response:
    """The version in force; before the first is published, the draft."""
    pack = queries.pack_for(session(), current_actor(), pack_id)
    readable = queries.readable_versions(session(), pack, current_actor())
    in_force = [one for one in readable if one.state is VersionState.PUBLISHED]
    return _shown(pack, (in_force or readable)[0])


@bp.get("/versions/<uuid:version_id>")
@allows(*BUREAU)
def show_version(version_id: UUID) -> Response:
    return _shown(*queries.version_for(session(), current_actor(), version_id))


def _shown(pack: Pack, version: Version) -> Response:
    actor = current_actor()
    readable = queries.readable_versions(session(), pack, actor)
    line = [region.name for region in queries.region_line(session(), actor.region_id)]
    return page(
        "checklists/show.html",
        pack=pack,
        version=version,
        content=queries.content_of(session(), version),
        versions=readable,
        owned=owns(pack),
        is_local=queries.covers(version.jurisdiction, line),
        draft=next((one for one in readable if one.is_draft), None),
    )


@bp.get("/versions/<uuid:version_id>/preview")
@allows(*BUREAU)
def preview(version_id: UUID) -> Response:
    pack, version = queries.version_for(session(), current_actor(), version_id)
    content = queries.content_of(session(), version)
    return page("checklists/preview.html", pack=pack, version=version, content=content)


@bp.get("/versions/<uuid:version_id>/differences")
@allows(*BUREAU)
def show_differences(version_id: UUID) -> Response:
    """What this version changed against the one before it."""
    pack, version = queries.version_for(session(), current_actor(), version_id)
    before, changes = queries.changes_of(session(), current_actor(), pack, version)
    return page_or_fragment(
        "checklists/differences.html",
        "checklists/_differences.html",
        version=version,
        before=before,
        changes=changes,
    )


@bp.post("/versions/<uuid:version_id>/copies")
@allows(*EDITORS)
@writes
def adopt(version_id: UUID) -> Response:
    _, version = queries.version_for(session(), current_actor(), version_id)
    mine = actions.adopt(session(), version, by=current_actor(), at=clock.now())
    to = url_for("checklists.edit", version_id=mine.id)
    return done(to, message="已复制为本单位的草稿。请核对数字和条款后再发布。")
