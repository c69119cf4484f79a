"""Nothing twice: a changing request carries an id of its own, and its answer is kept with its effect.

The stored answer and the effect are one transaction. A second copy of a request waits until the first is
decided, then gets the first answer again; the same id with other content is refused.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Request, Response
from sqlalchemy import Connection, bindparam, insert, select, text
from sqlmodel import Field
from werkzeug.datastructures import FileStorage

from inspectapp.shared import clock
from inspectapp.shared.db import Json, Row
from inspectapp.shared.prepared import Prepared
from inspectapp.shared.refusals import NotNow, Refusal, Unreadable
from inspectapp.shared.secrets import Secret

FIELD = "op_id"
HEADER = "X-Op-Id"
#: Stands for the status of an answer that is not kept.
SHOWN_ONCE = 0
#: Names the id and the content that the server holds; a phone believes nothing else.
RECEIPT = "X-Receipt"
#: How many bytes were answered: a link may cut an answer off behind its headers.
LENGTH = "X-Length"
KEPT_HEADERS = (
    "Content-Type", "Location", "HX-Redirect", "HX-Location", "HX-Trigger", "HX-Push-Url", RECEIPT,
    LENGTH,
)  # fmt: skip


class Op(Row, table=True):
    """A changing request that was accepted, and what was answered. `id` is the op id."""

    __tablename__ = "ops"

    person_id: uuid.UUID | None = None
    route: str
    fingerprint: str
    status: int
    headers: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    body: str = Field(sa_type=Secret)
    at: datetime


ops = Op.__table__  # type: ignore[attr-defined]
_FIRST = Prepared(select(ops).where(ops.c.id == bindparam("op")))
_KEEP = Prepared(insert(ops))
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ALONE = text("select pg_advisory_xact_lock(:key)")


@dataclass(frozen=True)
class Asked:
    """One request as `once` sees it."""

    id: uuid.UUID
    person_id: uuid.UUID | None
    route: str
    fingerprint: str


class NoOpId(Refusal):
    """A form from before this page was loaded, or a client that is not ours."""

    status = 400


def asked(request: Request, person_id: uuid.UUID | None) -> Asked:
    """Read id and fingerprint; also makes sure that the whole body has arrived before any lock is taken."""
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    try:
        op_id = uuid.UUID(given)
    except ValueError:
        raise NoOpId("这个页面已经过期，内容没有提交。请返回上一页，刷新后再提交一次。") from None
    return Asked(op_id, person_id, f"{request.method} {request.path}", _fingerprint(request))


def _fingerprint(request: Request) -> str:
    """SHA-256 of what was sent, told the same way by the phone: pairs by name, files by their own digest."""
    form, files = request.form, request.files
    asked_for = [["?", request.query_string.decode("utf-8", "replace")]] if request.query_string else []
    if not form and not files and not asked_for:
        return hashlib.sha256(request.get_data(cache=True)).hexdigest()
    pairs = asked_for + [[name, _lines(value)] for name, value in form.items(multi=True) if name != FIELD]
    pairs += [[name, _digest(upload)] for name, upload in files.items(multi=True)]
    pairs.sort(key=lambda pair: pair[0])
    told = _encoded(pairs)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _lines(value: str) -> str:
    """Browsers end lines their own way where a file goes with the words: every end counts as one."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def counted(upload: FileStorage, sha256: str) -> None:
    """Whoever has kept the file has digested it already: a photo is not read twice."""
    upload.sha256 = sha256  # type: ignore[attr-defined]


def _digest(upload: FileStorage) -> str:
    known: str | None = getattr(upload, "sha256", None)
    if known is None:
        known = hashlib.file_digest(upload.stream, "sha256").hexdigest()  # type: ignore[arg-type]
        upload.stream.seek(0)
    return known


def first_answer(connection: Connection, op: Asked) -> Response | None:
    """The answer given before, if this very request was accepted before."""
    if connection.dialect.name == "postgresql":
        # The write lock of SQLite already makes a second copy wait; PostgreSQL is asked to.
        connection.execute(_ALONE, {"key": op.id.int % 2**63})
    found = _FIRST.first(connection, {"op": op.id})
    if found is None:
        return None
    if (found.person_id, found.route, found.fingerprint) != (op.person_id, op.route, op.fingerprint):
        raise Unreadable("这次提交与先前已收下的一次编号相同、内容不同，没有保存。请刷新页面后重新提交。")
    if found.status == SHOWN_ONCE:
        raise NotNow("这件事已经办好，结果只显示一次。如没有记下，请重新办理。")
    return Response(found.body, found.status, found.headers)


def known(connection: Connection, op_id: uuid.UUID) -> bool:
    """Whether this very request was accepted before."""
    return _FIRST.first(connection, {"op": op_id}) is not None


def answered(connection: Connection, op_id: uuid.UUID, person_id: uuid.UUID, route: str) -> str:
    """What this person was answered to an earlier request at this address; nothing if there was none."""
    found = _FIRST.first(connection, {"op": op_id})
    return found.body if found is not None and (found.person_id, found.route) == (person_id, route) else ""


def show_once(response: Response) -> Response:
    """Mark an answer that shows a secret: that it was given is remembered, what it said is not."""
    response.shown_once = True  # type: ignore[attr-defined]
    return response


def remember(connection: Connection, op: Asked, response: Response) -> None:
    """Keep the answer beside the effect; refusals are not remembered, so that the next try can succeed."""
    secret = getattr(response, "shown_once", False)
    body = response.get_data()
    response.headers[RECEIPT] = f"{op.id} {op.fingerprint}"
    response.headers[LENGTH] = str(len(body))
    kept = {name: told for name, told in response.headers if name in KEPT_HEADERS}
    values: dict[str, Any] = {
        "id": op.id, "person_id": op.person_id, "route": op.route, "fingerprint": op.fingerprint,
        "status": SHOWN_ONCE if secret else response.status_code, "headers": {} if secret else kept,
        "body": "" if secret else body.decode(), "at": clock.now(),
    }  # fmt: skip
    _KEEP.run(connection, values)
