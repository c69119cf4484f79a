"""The first page after signing in: what is there to do today."""

from flask import Blueprint, Response

from inspectapp.people.access import current_actor, signed_in
from inspectapp.web.respond import page

bp = Blueprint("desk", __name__)


@bp.get("/")
@signed_in
def today() -> Response:
    return page("desk/today.html", person=current_actor())
