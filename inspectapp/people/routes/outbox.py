"""What is only on this phone: the list is drawn on the phone itself; a file of it can be handed in here."""

from flask import Response, request

from inspectapp.people import queue_files
from inspectapp.people.access import current_actor, signed_in
from inspectapp.people.handing_in import hand_in
from inspectapp.people.routes.blueprints import outbox_bp as bp
from inspectapp.shared.refusals import Refusal
from inspectapp.web.respond import page
from inspectapp.web.transaction import close, writes_apart

NO_FILE = "没有收到文件。请重新选择后再提交。"


@bp.get("/outbox")
@signed_in
def index() -> Response:
    return page("people/outbox/index.html")


@bp.get("/outbox/intake")
@signed_in
def intake() -> Response:
    return page("people/outbox/intake.html", refusal="")


@bp.post("/outbox/intake")
@signed_in
@writes_apart
def take_in() -> Response:
    """Each entry goes through its own door, in its own transaction, under its own id."""
    actor, given = current_actor(), request.files.get("file")
    try:
        entries = queue_files.opened(given.read() if given else b"", actor.id)
    except Refusal as refusal:
        return page("people/outbox/intake.html", status=422, refusal=refusal.sentence)
    close()
    return page("people/outbox/taken.html", taken=hand_in(entries, actor.id))
