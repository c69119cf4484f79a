"""Preparing a visit: first the unit, then why, when, with whom and what will be asked."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Response, request

from inspectapp.checklists.models import Version
from inspectapp.people.access import allows, current_actor
from inspectapp.people.models import Person
from inspectapp.people.refused import FieldRefused
from inspectapp.shared import clock
from inspectapp.shared.refusals import Unreadable
from inspectapp.shared.text import clean
from inspectapp.subjects import queries as units
from inspectapp.subjects.models import Unit
from inspectapp.subjects.rules.searching import LONGEST_QUERY
from inspectapp.subjects.words import UnitStatus
from inspectapp.visits import actions, queries
from inspectapp.visits.forms import PrepareForm
from inspectapp.visits.routes.blueprint import INSPECTORS, bp, version_options
from inspectapp.visits.rules import NoCertificate
from inspectapp.web.respond import done, page, page_or_fragment
from inspectapp.web.transaction import session, writes

MOST_SHOWN = 20


@bp.get("/new")
@allows(*INSPECTORS)
def new() -> Response:
    given = request.args.get("unit", "")
    if not given:
        return _choose_unit()
    unit = _unit(given)
    form = PrepareForm({"unit_id": str(unit.id), "planned_day": clock.today().isoformat(), "source": "PLAN"})
    return _form_page(
        form, unit, chosen=[str(one.id) for one in queries.offered(session(), current_actor(), unit)[:1]]
    )


@bp.post("")
@allows(*INSPECTORS)
@writes
def create() -> Response:
    unit, form = _unit(request.form.get("unit_id", "")), PrepareForm.read(request.form)
    companions, versions = _companions(form, unit), _versions(form, unit)
    if not form.ok:
        return _form_page(form, unit, 422)
    values = {name: value for name, value in form.values.items() if name != "unit_id"}
    try:
        visit = actions.prepare(
            session(), unit, values, companions, versions, by=current_actor(), at=clock.now()
        )
    except (FieldRefused, NoCertificate) as refused:
        form.fail(refused.field, refused.sentence)
        return _form_page(form, unit, refused.status)
    return done(f"/visits/{visit.id}", message="已安排检查，请同行人员在自己的手机上确认")


def _choose_unit() -> Response:
    words = clean(request.args.get("q", "")[:LONGEST_QUERY])
    listed = units.found(session(), current_actor(), units.Asked(words=words, status=UnitStatus.LISTED))
    return page_or_fragment(
        "visits/choose_unit.html", "visits/_units.html", units=listed.rows[:MOST_SHOWN], words=words
    )


def _unit(given: str) -> Unit:
    try:
        unit_id = uuid.UUID(given)
    except ValueError:
        raise Unreadable("请先选择被检查单位。") from None
    return units.unit_for(session(), current_actor(), unit_id)


def _may_go(unit: Unit) -> list[Person]:
    everyone = queries.may_go(session(), current_actor(), unit.region_id)
    return [person for person in everyone if person.id != current_actor().id]


def _companions(form: PrepareForm, unit: Unit) -> list[Person]:
    chosen = set(request.form.getlist("companions"))
    found = [person for person in _may_go(unit) if str(person.id) in chosen]
    if len(found) < len(chosen):
        form.fail("companions", "所选的同行人员里，有人现在不能参加这家单位的检查。请重新选择。")
    return found


def _versions(form: PrepareForm, unit: Unit) -> list[Version]:
    chosen = set(request.form.getlist("versions"))
    found = [one for one in queries.offered(session(), current_actor(), unit) if str(one.id) in chosen]
    if len(found) < len(chosen):
        form.fail("versions", "所选的检查表里，有的现在不能使用。请重新选择。")
    return found


def _form_page(
    form: PrepareForm, unit: Unit, status: int = 200, *, chosen: Sequence[str] | None = None
) -> Response:  # fmt: skip
    words: dict[str, Any] = {
        "versions": version_options(queries.offered(session(), current_actor(), unit)),
        "companions": [
            (str(one.id), one.name, one.certificate_number or "未登记执法证号") for one in _may_go(unit)
        ],
    }
    year = (form.values.get("planned_day") or clock.today()).year
    return page(
        "visits/prepare.html", status=status, form=form, unit=unit, words=words,
        so_far=queries.checks_this_year(session(), unit, year),
        year="今年" if year == clock.today().year else f"{year}年",
        cap=queries.cap_of(session(), unit.region_id), companions=request.form.getlist("companions"),
        versions=request.form.getlist("versions") if chosen is None else chosen,
    )  # fmt: skip
