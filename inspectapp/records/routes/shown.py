"""What a phone says of the words it showed while there was no network."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from flask import request

from inspectapp.records.actions import Shown
from inspectapp.records.rules import UNREAD
from inspectapp.shared.refusals import Unreadable

SHA256, PART = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{12}")
MOST_PARTS = 3000


def field_sha256() -> str:
    """The hash of the words that were on the phone."""
    told = request.form.get("field_sha256", "")
    if not SHA256.fullmatch(told):
        raise Unreadable(UNREAD)
    return told


def ends_sha256() -> str:
    """The digest of the refusals that were on the phone; anything else vouches for none."""
    told = request.form.get("ends_sha256", "")
    return told if SHA256.fullmatch(told) else ""


def shown() -> Shown | None:
    """Nothing, when the record is composed in front of the server as always."""
    if "field_sha256" not in request.form:
        return None
    return Shown(field_sha256(), moment(request.form.get("ended_at", "")), _parts())


def moment(typed: str) -> datetime | None:
    """Milliseconds of the phone's clock; a mad one is none."""
    if not typed.isascii() or not typed.isdigit() or len(typed) > 14:
        return None
    return datetime.fromtimestamp(int(typed) / 1000, UTC)


def _parts() -> Mapping[str, Sequence[str]]:
    try:
        told = json.loads(request.form.get("parts", "{}"))
    except (ValueError, RecursionError):
        raise Unreadable(UNREAD) from None
    if not isinstance(told, dict) or not all(_digests(listed) for listed in told.values()):
        raise Unreadable(UNREAD)
    return told


def _digests(listed: object) -> bool:
    return (
        isinstance(listed, list)
        and len(listed) <= MOST_PARTS
        and all(isinstance(one, str) and PART.fullmatch(one) for one in listed)
    )
