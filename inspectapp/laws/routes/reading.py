"""The list with search, and one row with what it offers for an act of a given day."""

import uuid
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Response, request

from inspectapp.laws import queries
from inspectapp.laws.forms import LookupForm
from inspectapp.laws.routes.blueprint import READERS, bp, law_here
from inspectapp.laws.words import Phase, Subject
from inspectapp.people.access import allows
from inspectapp.shared import clock
from inspectapp.shared.text import clean
from inspectapp.web.respond import page, page_or_fragment
from inspectapp.web.transaction import session

LONGEST_SEARCH = 60


@bp.get("")
@allows(*READERS)
def index() -> Response:
    form, words = LookupForm.read(request.args), clean(request.args.get("q", ""))[:LONGEST_SEARCH]
    subject = Subject.__members__.get(request.args.get("subject", ""))
    found = queries.search(session(), words, subject)
    day = form.values.get("day") or clock.today()
    return page_or_fragment(
        "laws/index.html", "laws/_list.html", found=found, q=words, subject=subject, subjects=list(Subject),
        form=form, day=day, offered=queries.offered(session()),
        link=_link(words, subject, form.values.get("day")),
    )  # fmt: skip


def _link(words: str, subject: Subject | None, day: date | None) -> Any:
    """Addresses of this list with one thing changed."""
    present = {"q": words, "subject": subject.name if subject else "", "day": day.isoformat() if day else ""}

    def link(path: str = "/laws", **changed: str) -> str:
        kept = {name: value for name, value in (present | changed).items() if value}
        return f"{path}?{'&'.join(_pair(*pair) for pair in kept.items())}" if kept else path

    return link


def _pair(name: str, value: str) -> str:
    return f"{name}={quote(value)}"


@bp.get("/<uuid:law_id>")
@allows(*READERS)
def show(law_id: uuid.UUID) -> Response:
    law, form = law_here(law_id), LookupForm.read(request.args)
    found = queries.current(session(), law)
    day = form.values.get("day") or clock.today()
    judged = queries.basis_for(
        session(), law.code, act_date=day,
        decision_date=form.values.get("decision"), overdue=form.values.get("overdue", False),
    )  # fmt: skip
    related = queries.by_codes(session(), (*found.entry.see, *found.entry.succeeds))
    return page_or_fragment(
        "laws/show.html", "laws/_basis.html", law=law, found=found, entry=found.entry, form=form, day=day,
        judged=judged, tiers=queries.tiers_of(session(), law), told=queries.told(session(), law),
        related=related, top=_top(found), phases=list(Phase),
    )  # fmt: skip


def _top(found: queries.Found) -> int:
    """The highest sum of a row: the scale its ranges are drawn on."""
    return max((tier.max_yuan or 0 for tier in found.entry.tiers), default=0)


@bp.get("/<uuid:law_id>/versions")
@allows(*READERS)
def history(law_id: uuid.UUID) -> Response:
    law = law_here(law_id)
    told, found = queries.told(session(), law), queries.current(session(), law)
    return page(
        "laws/history.html",
        law=law,
        entry=found.entry,
        found=found,
        told=told,
        lines=queries.tier_lines(session(), law),
    )
