"""Checking a paper, open to everybody: by its code, by the hash made on the own phone, by the file itself."""

from flask import Response, make_response, request

from inspectapp.documents import content, queries, verifying
from inspectapp.documents.codes import content_code
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.models import Document, Slot, Version
from inspectapp.documents.routes.blueprint import bp
from inspectapp.documents.rules import showing
from inspectapp.documents.words import BY_HAND
from inspectapp.people.access import open_to_all
from inspectapp.shared import clock, ledger
from inspectapp.shared.refusals import NotFound
from inspectapp.shared.text import mask_name
from inspectapp.web.respond import page
from inspectapp.web.transaction import session, writes_apart

UNKNOWN = "没有查到这份文书。请核对二维码是否完整，或向出具文书的应急管理局核实。"


def paper_behind(public_id: str) -> Document:
    """Unknown, malformed and never published look the same."""
    found = queries.by_public_id(session(), public_id) if len(public_id) == 22 else None
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def _agreed(slot: Slot) -> bool:
    """Signed, and nothing said against it."""
    return slot.outcome in BY_HAND and not slot.objection


@bp.get("/v/<public_id>")
@open_to_all
def check(public_id: str) -> Response:
    document = paper_behind(public_id)
    version = queries.current_version(session(), document)
    slots = queries.slots_of(session(), version)
    signed = [(slot.role, mask_name(slot.name), slot.told, _agreed(slot)) for slot in slots]
    response = page(
        "documents/check.html", document=document, code=content_code(version.content_sha256), signed=signed,
        instead=queries.instead_of(session(), document), told=_told(document, version),
        numbered=bool(kind_of(document.kind).mark),
    )  # fmt: skip
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _told(document: Document, version: Version) -> list[tuple[str, str]]:
    """About whom, of which day, on which line: what is compared with the paper in the hand."""
    asked, said = kind_of(document.kind).told_openly, content.read(version)
    days = asked(said["values"]) if asked else []
    lines = ledger.history(session(), "documents", document.id)
    return [
        ("被检查单位", showing.open_name(said["unit"])), *days,
        ("定稿日期", clock.day(clock.local(version.frozen_at).date()) if version.frozen_at else ""),
        ("登记簿", showing.register_line(lines, Document.__tablename__)),
    ]  # fmt: skip


@bp.get("/v")
@open_to_all
def new_check() -> Response:
    return page("documents/verify.html", judgement=None, error="")


@bp.post("/v/checks")
@open_to_all
@writes_apart
def create_check() -> Response:
    """The expert check: the file is read here, in a process of its own, and not kept."""
    upload = request.files.get("file")
    with verifying.place():
        data = upload.read() if upload else b""
        if not data:
            return page("documents/verify.html", status=422, judgement=None, error="请选择要核对的PDF文件。")
        judgement, document = verifying.examine(session(), data)
    return page("documents/verify.html", judgement=judgement, document=document, error="")


@bp.get("/certificate")
@open_to_all
def certificate() -> Response:
    """What anybody needs to check a paper without us."""
    return page("documents/certificate.html", certificates=queries.pinned(session()))


@bp.get("/certificate.pem")
@open_to_all
def certificate_file() -> Response:
    response = make_response("".join(one.pem for one in queries.pinned(session())))
    response.headers["Content-Type"] = "application/x-pem-file"
    response.headers.set("Content-Disposition", "attachment", filename="seal-certificates.pem")
    return response
