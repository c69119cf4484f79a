"""Preparing a visit: first the unit, then why, when, with whom and what will be asked."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Response, request

from inspectapp.checklists import queries as checklists
from inspectapp.checklists.models import Version
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import Role
from inspectapp.people.models import Person
from inspectapp.people.queries import colleagues
from inspectapp.shared import clock
from inspectapp.shared.refusals import Unreadable
from inspectapp.shared.text import clean
from inspectapp.subjects import queries as units
from inspectapp.subjects.models import Unit
from inspectapp.subjects.rules.searching import LONGEST_QUERY
from inspectapp.subjects.words import UnitKind, UnitStatus
from inspectapp.visits import actions, queries
from inspectapp.visits.forms import PrepareForm
from inspectapp.visits.routes.blueprint import INSPECTORS, bp
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
    return _form_page(form, unit, chosen=[str(one.id) for one in _offered(unit)[:1]])


@bp.post("")
@allows(*INSPECTORS)
@writes
def create() -> Response:
    unit, form = _unit(request.form.get("unit_id", "")), PrepareForm.read(request.form)
    companions, versions = _companions(), _versions(unit)
    if not form.ok:
        return _form_page(form, unit, 422)
    values = {name: value for name, value in form.values.items() if name != "unit_id"}
    try:
        visit = actions.prepare(
            session(), unit, values, companions, versions, by=current_actor(), at=clock.now()
        )
    except Unreadable as refused:
        form.fail(_field_of(refused.sentence), refused.sentence)
        return _form_page(form, unit, 422)
    return done(f"/visits/{visit.id}", message="已安排检查，请同行人员在自己的手机上确认")


def _choose_unit() -> Response:
    words = clean(request.args.get("q", "")[:LONGEST_QUERY])
    listed = units.found(session(), current_actor(), units.Asked(words=words, status=UnitStatus.LISTED))
    return page_or_fragment(
        "visits/choose_unit.html", "visits/_units.html", units=listed.rows[:MOST_SHOWN], words=words
    )


def _field_of(sentence: str) -> str:
    """Under which part of the form a refusal of the action stands."""
    words = {"同行": "companions", "检查表": "versions", "上限": "over_cap_reason"}
    return next((field for word, field in words.items() if word in sentence), "unit_id")


def _unit(given: str) -> Unit:
    try:
        unit_id = uuid.UUID(given)
    except ValueError:
        raise Unreadable("请先选择被检查单位。") from None
    return units.unit_for(session(), current_actor(), unit_id)


def _kinds(unit: Unit) -> list[UnitKind]:
    return [unit.kind, UnitKind.EXAM_SITE] if unit.also_exam_site else [unit.kind]


def _offered(unit: Unit) -> list[Version]:
    return checklists.offered(session(), current_actor(), _kinds(unit), unit.region_id)


def _may_go() -> Sequence[Person]:
    everyone = colleagues(session(), current_actor(), (Role.OFFICER, Role.HEAD, Role.CITY))
    return [person for person in everyone if person.id != current_actor().id]


def _companions() -> list[Person]:
    chosen = set(request.form.getlist("companions"))
    return [person for person in _may_go() if str(person.id) in chosen]


def _versions(unit: Unit) -> list[Version]:
    chosen = set(request.form.getlist("versions"))
    return [version for version in _offered(unit) if str(version.id) in chosen]


def _form_page(
    form: PrepareForm, unit: Unit, status: int = 200, *, chosen: Sequence[str] | None = None
) -> Response:  # fmt: skip
    words: dict[str, Any] = {
        "versions": [(str(one.id), one.title, one.document_number or one.issuer) for one in _offered(unit)],
        "companions": [
            (str(one.id), one.name, one.certificate_number or "未登记执法证号") for one in _may_go()
        ],
    }
    so_far = queries.checks_this_year(session(), unit, clock.today().year)
    return page(
        "visits/prepare.html", status=status, form=form, unit=unit, words=words, so_far=so_far,
        cap=queries.cap_of(session(), unit.region_id), companions=request.form.getlist("companions"),
        versions=request.form.getlist("versions") if chosen is None else chosen,
    )  # fmt: skip
