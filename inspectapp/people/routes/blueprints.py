"""The addresses of people: signing in, and one blueprint for each of the three administrators."""

import uuid
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request

bp = Blueprint("people", __name__)
accounts_bp = Blueprint("accounts", __name__)
security_bp = Blueprint("security", __name__, url_prefix="/security")
audit_bp = Blueprint("audit", __name__, url_prefix="/audit")
outbox_bp = Blueprint("outbox", __name__)
BLUEPRINTS = (bp, accounts_bp, security_bp, audit_bp, outbox_bp)


def link(path: str, drop: tuple[str, ...], **changes: Any) -> str:
    """The list's address with one filter changed; a page never survives another filter."""
    kept = {name: value for name, value in request.args.items() if name not in drop}
    wanted = {name: str(value) for name, value in {**kept, **changes}.items() if value}
    return f"{path}?{urlencode(wanted)}" if wanted else path


def uuid_or_none(text: str) -> uuid.UUID | None:
    """An id out of the address; anything else is no filter."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def typed_version() -> int:
    """The version the typing began with; a form without one is as old as can be."""
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
