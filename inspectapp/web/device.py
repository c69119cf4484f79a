"""What the phone says of itself: its own clock, kept beside the server's and never in its place."""

from datetime import datetime

from flask import request


def device_time() -> datetime | None:
    """The phone's own time, if it said anything sensible."""
    try:
        told = datetime.fromisoformat(request.form.get("device_at", ""))
    except ValueError:
        return None
    return told if told.tzinfo else None
