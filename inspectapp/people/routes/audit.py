"""The ledger, for the audit administrator: read, searched, taken home; nothing can be changed here."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Response, make_response, request
from werkzeug.datastructures import MultiDict

from inspectapp.people import actions, queries, words
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import Role
from inspectapp.people.queries import Asked
from inspectapp.people.routes.blueprints import audit_bp, link, uuid_or_none
from inspectapp.shared import clock
from inspectapp.shared.ledger import Line
from inspectapp.shared.xlsx import Column, write_table
from inspectapp.web.respond import page, page_or_fragment
from inspectapp.web.transaction import apart, session, writes_apart

MOST_EXPORTED = 20_000
YEARS = range(2000, 2101)
FILTERS = ("person", "act", "kind", "first", "last", "thing")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    Column("at", "时间", "date", width=18), Column("by", "人员", width=14), Column("act", "操作", width=20),
    Column("kind", "类别", width=14), Column("thing", "对象", width=14),
    Column("number", "链上序号", "integer"), Column("detail", "说明", width=40),
    Column("sha256", "本条摘要（SHA-256）", width=68), Column("before", "前一条摘要", width=68),
)  # fmt: skip


@audit_bp.get("")
@allows(Role.AUDIT)
def index() -> Response:
    asked = _asked(request.args)
    listing = queries.listed(session(), asked)
    return page_or_fragment(
        "people/audit/index.html", "people/audit/_list.html", listing=listing, asked=asked,
        things=queries.things_named(session(), listing.rows),
        given={name: request.args.get(name, "").strip() for name in FILTERS},
        narrowed=any(request.args.get(name) for name in FILTERS), kinds=words.kinds_by_title(),
        title_of=words.title_of, thing_number=words.thing_number,
        link=lambda **changes: link("/audit", ("before",), **changes),
    )  # fmt: skip


@audit_bp.get("/lines/<uuid:line_id>")
@allows(Role.AUDIT)
def show(line_id: uuid.UUID) -> Response:
    one = queries.line(session(), line_id)
    earlier, later = queries.neighbours(session(), one)
    return page(
        "people/audit/show.html", line=one, earlier=earlier, later=later, told=words.told(one.detail),
        kind=words.title_of(one.thing_kind), thing_number=words.thing_number(one.thing_id),
        thing=queries.things_named(session(), [one]).get(one.thing_id),
        joined=earlier is None or earlier.sha256 == one.before,
    )  # fmt: skip


@audit_bp.post("/exports")
@allows(Role.AUDIT)
@writes_apart
def create_export() -> Response:
    """Kept apart from `@writes`, which would store the whole workbook as the answer."""
    asked = _asked(request.form)
    found = session().scalars(queries.lines(asked).limit(MOST_EXPORTED)).all()
    things = queries.things_named(session(), found)
    content = write_table(COLUMNS, [_row(one, things) for one in found], "操作日志")
    with apart() as writing:
        actions.note_export(writing, len(found), by=current_actor(), at=clock.now())
    response = make_response(content)
    name = quote(f"操作日志{clock.local(clock.now()):%Y%m%d%H%M}.xlsx")
    response.headers["Content-Type"] = WORKBOOK
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _row(one: Line, things: Mapping[uuid.UUID, str]) -> dict[str, Any]:
    return {
        "at": one.at, "by": one.by_name or "系统", "act": one.act, "kind": words.title_of(one.thing_kind),
        "thing": things.get(one.thing_id) or words.thing_number(one.thing_id), "number": one.number,
        "detail": "；".join(f"{label}：{value}" for label, value in words.told(one.detail)),
        "sha256": one.sha256, "before": one.before,
    }  # fmt: skip


def _asked(given: MultiDict[str, str]) -> Asked:
    name = given.get("person", "")[:60].strip()
    return Asked(
        people=queries.people_named(session(), name) if name else None,
        kinds=words.kinds_by_title().get(given.get("kind", ""), ()), act=given.get("act", "")[:40].strip(),
        first=_day(given.get("first", "")), last=_day(given.get("last", "")),
        thing=uuid_or_none(given.get("thing", "")), before=uuid_or_none(given.get("before", "")),
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None
