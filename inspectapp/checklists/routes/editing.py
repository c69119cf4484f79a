"""Writing checklists: begun, the head, the items and their order, publishing, withdrawing, new versions."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for

from inspectapp.checklists import actions, queries
from inspectapp.checklists.actions import allowed
from inspectapp.checklists.actions.allowed import EDITORS
from inspectapp.checklists.content import PackContent
from inspectapp.checklists.forms import HeadForm, ItemForm
from inspectapp.checklists.models import Item, Pack, Version
from inspectapp.checklists.routes.blueprint import bp
from inspectapp.checklists.rules import gaps
from inspectapp.checklists.words import AnswerKind, Force
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.web.respond import done, invalid, page
from inspectapp.web.transaction import session, writes


def _seen() -> int | None:
    given = request.form.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _draft(version_id: UUID) -> tuple[Pack, Version]:
    pack, version = queries.version_for(session(), current_actor(), version_id)
    allowed.check_draft(session(), version, current_actor())
    return pack, version


def _item(item_id: UUID) -> tuple[Version, Item]:
    version, item = queries.item_for(session(), current_actor(), item_id)
    allowed.check_draft(session(), version, current_actor())
    return version, item


def _editor(version: Version) -> str:
    return url_for("checklists.edit", version_id=version.id)


@bp.get("/new")
@allows(*EDITORS)
def new() -> Response:
    actor = current_actor()
    form = HeadForm.of({"jurisdiction": actor.region_name, "issuer": actor.office_name})
    return page("checklists/head.html", form=form, version=None)


@bp.post("")
@allows(*EDITORS)
@writes
def create() -> Response:
    form = HeadForm.read(request.form)
    if not form.ok:
        return invalid("checklists/head.html", "checklists/_head_form.html", form=form, version=None)
    version = actions.create(session(), form.values, by=current_actor(), at=clock.now())
    return done(_editor(version), message="已新建检查表。请添加检查项。")


@bp.get("/versions/<uuid:version_id>/head")
@allows(*EDITORS)
def edit_head(version_id: UUID) -> Response:
    _, version = _draft(version_id)
    values = {name: getattr(version, name) for name in HeadForm.fields} | {"kinds": version.unit_kinds}
    return page("checklists/head.html", form=HeadForm.of(values), version=version)


@bp.post("/versions/<uuid:version_id>/head")
@allows(*EDITORS)
@writes
def save_head(version_id: UUID) -> Response:
    _, version = _draft(version_id)
    form = HeadForm.read(request.form)
    if not form.ok:
        return invalid("checklists/head.html", "checklists/_head_form.html", form=form, version=version)
    actions.edit_head(session(), version, form.values, by=current_actor(), at=clock.now(), seen=_seen())
    return done(_editor(version), message="已保存检查表信息。")


@bp.get("/versions/<uuid:version_id>/items")
@allows(*EDITORS)
def edit(version_id: UUID) -> Response:
    pack, version = _draft(version_id)
    return page("checklists/edit.html", pack=pack, **_listed(version))


def _listed(version: Version) -> dict[str, Any]:
    rows = queries.items_of(session(), version)
    content = version.content(rows)
    missing = gaps(content)
    return {
        "version": version,
        "rows": rows,
        "content": content,
        "missing": missing,
        "wrong": {gap.code for gap in missing if gap.code},
    }


@bp.get("/versions/<uuid:version_id>/items/new")
@allows(*EDITORS)
def new_item(version_id: UUID) -> Response:
    _, version = _draft(version_id)
    rows = queries.items_of(session(), version)
    start = {"answer": AnswerKind.YES_NO, "photo": Force.NEVER, "note": Force.NEVER}
    form = ItemForm.of({**start, "section": rows[-1].section if rows else ""})
    return page("checklists/item.html", form=form, version=version, item=None, sections=_sections(version))


@bp.post("/versions/<uuid:version_id>/items")
@allows(*EDITORS)
@writes
def create_item(version_id: UUID) -> Response:
    _, version = _draft(version_id)
    form = ItemForm.read(request.form)
    if not form.ok:
        return _invalid_item(form, version, None)
    item = actions.add_item(session(), version, form.columns(), by=current_actor(), at=clock.now())
    return done(f"{_editor(version)}#item-{item.id}", message="已添加检查项。")


@bp.get("/items/<uuid:item_id>")
@allows(*EDITORS)
def edit_item(item_id: UUID) -> Response:
    version, item = _item(item_id)
    form = ItemForm.of_item(item.content())
    return page("checklists/item.html", form=form, version=version, item=item, sections=_sections(version))


@bp.post("/items/<uuid:item_id>")
@allows(*EDITORS)
@writes
def save_item(item_id: UUID) -> Response:
    version, item = _item(item_id)
    form = ItemForm.read(request.form)
    if not form.ok:
        return _invalid_item(form, version, item)
    actions.edit_item(session(), item, form.columns(), by=current_actor(), at=clock.now(), seen=_seen())
    return done(f"{_editor(version)}#item-{item.id}", message="已保存检查项。")


def _invalid_item(form: ItemForm, version: Version, item: Item | None) -> Response:
    names = {"form": form, "version": version, "item": item, "sections": _sections(version)}
    return invalid("checklists/item.html", "checklists/_item_form.html", **names)


def _sections(version: Version) -> list[str]:
    content: PackContent = queries.content_of(session(), version)
    return [section for section, _ in content.sections]


@bp.post("/items/<uuid:item_id>/place")
@allows(*EDITORS)
@writes
def move_item(item_id: UUID) -> Response:
    version, item = _item(item_id)
    actions.move_item(session(), item, request.form.get("way", ""), by=current_actor(), at=clock.now())
    return done(f"{_editor(version)}#item-{item.id}", "checklists/_rows.html", **_listed(version))


@bp.post("/items/<uuid:item_id>/removal")
@allows(*EDITORS)
@writes
def remove_item(item_id: UUID) -> Response:
    version, item = _item(item_id)
    actions.remove_item(session(), item, by=current_actor(), at=clock.now())
    return done(_editor(version), message="已删除检查项。")


@bp.get("/versions/<uuid:version_id>/publication")
@allows(*EDITORS)
def before_publication(version_id: UUID) -> Response:
    pack, version = _draft(version_id)
    before, changes = queries.changes_of(session(), current_actor(), pack, version)
    return page("checklists/publication.html", before=before, changes=changes, **_listed(version))


@bp.post("/versions/<uuid:version_id>/publication")
@allows(*EDITORS)
@writes
def publish(version_id: UUID) -> Response:
    pack, version = queries.version_for(session(), current_actor(), version_id)
    actions.publish(session(), version, by=current_actor(), at=clock.now())
    return done(url_for("checklists.show", pack_id=pack.id), message="已发布。新的检查从现在起使用这一版。")


@bp.get("/versions/<uuid:version_id>/withdrawal")
@allows(*EDITORS)
def before_withdrawal(version_id: UUID) -> Response:
    pack, version = queries.version_for(session(), current_actor(), version_id)
    allowed.check_owner(pack, current_actor())
    return page("checklists/withdrawal.html", pack=pack, version=version)


@bp.post("/versions/<uuid:version_id>/withdrawal")
@allows(*EDITORS)
@writes
def withdraw(version_id: UUID) -> Response:
    """A published version is withdrawn, a draft is thrown away."""
    pack, version = queries.version_for(session(), current_actor(), version_id)
    if not version.is_draft:
        actions.withdraw(session(), version, by=current_actor(), at=clock.now())
        return done(url_for("checklists.show", pack_id=pack.id), message="已停用。")
    actions.discard(session(), version, by=current_actor(), at=clock.now())
    left = bool(allowed.versions_of(session(), pack))
    to = url_for("checklists.show", pack_id=pack.id) if left else url_for("checklists.index")
    return done(to, message="已删除草稿。")


@bp.post("/<uuid:pack_id>/versions")
@allows(*EDITORS)
@writes
def begin_version(pack_id: UUID) -> Response:
    pack = queries.pack_for(session(), current_actor(), pack_id)
    version = actions.begin_version(session(), pack, by=current_actor(), at=clock.now())
    return done(_editor(version), message="已新建版本。修改后发布才会生效。")
