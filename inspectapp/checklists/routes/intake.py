"""Importing the bureau's own checklist: upload or paste, the draft beside its source, save as a checklist."""

from uuid import UUID

from flask import Response, request, url_for

from inspectapp.checklists import actions, queries
from inspectapp.checklists.actions.allowed import EDITORS
from inspectapp.checklists.actions.intake import draft_of, grid_of
from inspectapp.checklists.forms import HeadForm, ImportForm, columns_of, corrections_of
from inspectapp.checklists.importing import Grid, Meaning, read_file, read_text
from inspectapp.checklists.importing.limits import LARGEST_FILE
from inspectapp.checklists.models import Intake
from inspectapp.checklists.routes.blueprint import bp
from inspectapp.checklists.words import Way
from inspectapp.people.access import allows, current_actor
from inspectapp.shared import clock
from inspectapp.shared.refusals import Refusal, TooLarge
from inspectapp.web.respond import done, go, page
from inspectapp.web.transaction import session, writes

NOTHING_SENT = "没有收到表格。请选择文件，或把表格粘贴到文本框。"


@bp.get("/intakes/new")
@allows(*EDITORS)
def new_intake() -> Response:
    return page("checklists/import.html", form=ImportForm.of({}))


@bp.post("/intakes")
@allows(*EDITORS)
@writes
def create_intake() -> Response:
    form = ImportForm.read(request.form)
    sent = request.files.get("file")
    if not (sent and sent.filename) and not form.raw["text"].strip():
        form.fail("text", NOTHING_SENT)
    if not form.ok:
        return page("checklists/import.html", status=422, form=form)
    field = "file" if sent and sent.filename else "text"
    try:
        grid = (
            read_file(sent.stream.read(LARGEST_FILE + 1))
            if sent and sent.filename
            else read_text(form.raw["text"])
        )
        intake = _begin(grid, sent.filename if sent and sent.filename else "粘贴的表格", form)
    except Refusal as refused:
        form.fail(field, refused.sentence)
        status = refused.status if isinstance(refused, TooLarge) else 422
        return page("checklists/import.html", status=status, form=form)
    return go(url_for("checklists.show_intake", intake_id=intake.id))


def _begin(grid: Grid, source: str, form: ImportForm) -> Intake:
    source = source.replace("\\", "/").rsplit("/", 1)[-1][:120]
    return actions.begin_intake(session(), grid, source, form.values, by=current_actor(), at=clock.now())


@bp.get("/intakes/<uuid:intake_id>")
@allows(*EDITORS)
def show_intake(intake_id: UUID) -> Response:
    intake = queries.intake_for(session(), current_actor(), intake_id)
    return _shown(intake, _head_form(intake))


def _head_form(intake: Intake) -> HeadForm:
    values = {
        "title": intake.title,
        "document_number": intake.document_number,
        "jurisdiction": current_actor().region_name,
    }
    form = HeadForm.of(values)
    form.raw["kinds"] = list(intake.kinds)
    return form


def _shown(intake: Intake, form: HeadForm, status: int = 200) -> Response:
    draft = draft_of(intake)
    rows = [
        [(at, one) for at, one in enumerate(intake.corrected) if one["row"] == row]
        for row in range(len(draft.rows))
    ]
    return page(
        "checklists/intake.html",
        status=status,
        intake=intake,
        form=form,
        draft=draft,
        pairs=list(zip(draft.rows, rows, strict=True)),
        kept=sum(bool(one["kept"]) for one in intake.corrected),
        meanings=Meaning,
        ways=Way,
        samples=_samples(intake, len(draft.columns)),
        header_choices=_header_choices(intake),
    )


def _samples(intake: Intake, width: int) -> list[str]:
    """A few words out of every column, so that its meaning can be judged."""
    found = [""] * width
    for at, line in enumerate(grid_of(intake).lines):
        for column, cell in enumerate(line.cells[:width]):
            if cell and not found[column] and at != intake.header:
                found[column] = cell.replace("\n", " ")[:24]
    return found


def _header_choices(intake: Intake) -> list[tuple[str, str]]:
    lines = grid_of(intake).lines[:12]
    return [(str(at), f"{line.place}：{' '.join(line.filled)[:30]}") for at, line in enumerate(lines)]


@bp.post("/intakes/<uuid:intake_id>/columns")
@allows(*EDITORS)
@writes
def save_columns(intake_id: UUID) -> Response:
    intake = queries.intake_for(session(), current_actor(), intake_id)
    given = request.form.get("header", "")
    header = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else None
    columns = columns_of(request.form, len(intake.columns))
    actions.read_again(session(), intake, columns, header, by=current_actor())
    return done(url_for("checklists.show_intake", intake_id=intake.id), message="已按新的列含义重新读入。")


@bp.post("/intakes/<uuid:intake_id>/items")
@allows(*EDITORS)
@writes
def save_corrections(intake_id: UUID) -> Response:
    """Keep the corrections; with the button 存为草稿 they become a checklist."""
    intake = queries.intake_for(session(), current_actor(), intake_id)
    form = HeadForm.read(request.form)
    rows = corrections_of(request.form, intake.corrected)
    names = ("title", "document_number", "kinds")
    head = {name: form.values[name] for name in names if name in form.values}
    actions.correct(session(), intake, {**head, "corrected": rows}, by=current_actor())
    if request.form.get("then") != "pack":
        return done(url_for("checklists.show_intake", intake_id=intake.id), message="已保存修改。")
    if not form.ok:
        return _shown(intake, form, 422)
    version = actions.become_pack(session(), intake, by=current_actor(), at=clock.now())
    return done(url_for("checklists.edit", version_id=version.id), message="已存为草稿。核对后即可发布。")
