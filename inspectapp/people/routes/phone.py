"""The phone of a signed-in person: the key under which it keeps what has not reached the server."""

import base64
from datetime import datetime

from flask import Response, jsonify

from inspectapp.people.access import current_actor, signed_in, signed_in_until
from inspectapp.people.phones import key_of
from inspectapp.people.routes.blueprints import bp
from inspectapp.shared import clock


@bp.get("/phone/key")
@signed_in
def phone_key() -> Response:
    """With this clock's time beside it: the phone's own may be days off."""
    actor = current_actor()
    return jsonify(
        person=str(actor.id), key=base64.b64encode(key_of(actor.id)).decode(),
        until=_milliseconds(signed_in_until()), now=_milliseconds(clock.now()),
    )  # fmt: skip


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
