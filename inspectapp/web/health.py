"""For machines: is the service up, can it read its database?"""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from inspectapp.web.transaction import session

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    session().execute(text("select 1"))
    return jsonify(ok=True)


# `people` stands above `web`, so the policy is declared in data: open to all, like every health check.
PUBLIC = ("health.healthz",)
