"""The import step by step: the table is kept, read again, corrected, and becomes a draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.checklists.actions import allowed
from inspectapp.checklists.actions.packs import write
from inspectapp.checklists.content import Layout, PackContent, as_json, item_of
from inspectapp.checklists.importing import Draft, Grid, Line, Meaning, make_draft, naming
from inspectapp.checklists.models import Intake, Pack, Version
from inspectapp.people.actor import Actor
from inspectapp.shared import db, ledger
from inspectapp.shared.refusals import NotNow, Unreadable
from inspectapp.subjects.words import UnitKind

NO_ITEMS = "没有留下任何检查项。请至少保留一项再保存。"
ALREADY = "这次导入已经存为检查表。请到检查表里继续修改。"


def begin_intake(
    session: Session, grid: Grid, source: str, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> Intake:  # fmt: skip
    """Keep the table with the first guess; a table that gives no draft is refused before anything is kept."""
    allowed.check_editor(by)
    draft = make_draft(grid)
    intake = Intake(
        region_id=by.region_id,
        person_id=by.id,
        begun_at=at,
        source=source,
        title=values.get("title") or naming.title(draft.unread),
        document_number=values.get("document_number") or naming.document_number(draft.unread),
        kinds=as_json(values.get("kinds", [])),
        grid=as_json(grid),
        header=draft.header,
        columns=as_json(draft.columns),
        corrected=proposed(draft),
    )
    session.add(intake)
    session.flush()
    return intake


def grid_of(intake: Intake) -> Grid:
    """The table as it was found."""
    lines = [Line(line["place"], line["cells"]) for line in intake.grid["lines"]]
    return Grid(lines, intake.grid["noise"], intake.grid["remarks"])


def draft_of(intake: Intake) -> Draft:
    """What the table gives with the columns as they are set."""
    return make_draft(grid_of(intake), [Meaning[name] for name in intake.columns], intake.header)


def proposed(draft: Draft) -> list[dict[str, Any]]:
    """The items of a draft as rows of the correction page."""
    return [{**as_json(item), "kept": True} for item in draft.items]


def read_again(
    session: Session, intake: Intake, columns: Sequence[Meaning], header: int | None, *, by: Actor
) -> Draft:  # fmt: skip
    """Read the table with the person's own columns; corrections made before belong to the old reading."""
    _hold_open(session, intake, by)
    draft = make_draft(grid_of(intake), columns, header)
    intake.columns, intake.header, intake.corrected = as_json(columns), draft.header, proposed(draft)
    session.flush()
    return draft


def correct(session: Session, intake: Intake, values: Mapping[str, Any], *, by: Actor) -> None:
    """Keep what the person typed over the proposal."""
    _hold_open(session, intake, by)
    intake.sqlmodel_update({name: as_json(value) for name, value in values.items()})
    session.flush()


def become_pack(session: Session, intake: Intake, *, by: Actor, at: datetime) -> Version:
    """The corrected items become the first draft of a checklist of the own region."""
    _hold_open(session, intake, by)
    kept = [row for row in intake.corrected if row["kept"] and row["text"]]
    if not kept:
        raise Unreadable(NO_ITEMS)
    pack = Pack(region_id=by.region_id)
    session.add(pack)
    ledger.note(session, pack, "导入检查表", by=by, at=at, source=intake.source)
    version = write(session, pack, _content(intake, kept, by), 1, "导入为草稿", by=by, at=at)
    intake.pack_id = pack.id
    session.flush()
    return version


def _hold_open(session: Session, intake: Intake, by: Actor) -> None:
    allowed.check_editor(by)
    db.hold(session, intake)
    if intake.pack_id is not None:
        raise NotNow(ALREADY)


def _content(intake: Intake, kept: list[dict[str, Any]], by: Actor) -> PackContent:
    draft = draft_of(intake)
    codes = {id(row): f"N{number}" for number, row in enumerate(kept, 1)}
    items = tuple(item_of({**row, "code": codes[id(row)]}) for row in kept)
    return PackContent(
        code="",
        title=intake.title,
        jurisdiction=by.region_name,
        kinds=tuple(UnitKind[name] for name in intake.kinds),
        document_number=intake.document_number,
        issuer=by.office_name,
        items=items,
        layout=_layout(draft, kept, codes),
    )


def _layout(draft: Draft, kept: list[dict[str, Any]], codes: Mapping[int, str]) -> Layout:
    """The paper form with the codes of the items that were kept."""
    rows = []
    for at, row in enumerate(draft.rows):
        rows.append({**row.cells, "items": [codes[id(one)] for one in kept if one["row"] == at]})
    return Layout(tuple(heading for heading in draft.headings if heading), tuple(rows))
