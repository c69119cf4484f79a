"""The unit's copy: six characters from the paper open it on any phone, to read and to save."""

from flask import Response, request, url_for
from flask import session as cookie

from inspectapp.documents import actions, content, papers, queries
from inspectapp.documents.actions.handing import take_try
from inspectapp.documents.forms import CodeForm
from inspectapp.documents.models import Document
from inspectapp.documents.routes.blueprint import JPEG, PDF, SVG, bp, file_answer, pdf_name
from inspectapp.documents.routes.checking import paper_behind
from inspectapp.documents.routes.reading import paper_here
from inspectapp.documents.strokes import unpack
from inspectapp.people.access import open_to_all
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotFound, Refusal
from inspectapp.web.respond import go, page
from inspectapp.web.transaction import apart, writes_apart

OPENED = "papers"
MOST_OPENED = 20


def _copy(public_id: str) -> Document:
    """A sealed paper whose code was typed on this phone."""
    document = paper_behind(public_id)
    if document.sealed_at is None or public_id not in cookie.get(OPENED, []):
        raise NotFound("请先输入文书末页的6位查阅码，再打开全文。")
    return document


@bp.get("/v/<public_id>/copies/new")
@open_to_all
def new_copy(public_id: str) -> Response:
    return page("documents/copy_code.html", document=paper_behind(public_id), form=CodeForm())


@bp.post("/v/<public_id>/copies")
@open_to_all
@writes_apart
def create_copy(public_id: str) -> Response:
    """Tries are counted also when they are refused."""
    document, form = paper_behind(public_id), CodeForm.read(request.form)
    status = 200
    if form.ok:
        try:
            with apart() as writing:
                take_try(writing, document, at=clock.now())
            with apart() as writing:
                actions.check_copy_code(writing, document, form.values["code"])
        except Refusal as wrong:
            form.fail("code", wrong.sentence)
            status = wrong.status
    if not form.ok:
        return page("documents/copy_code.html", status=max(status, 422), document=document, form=form)
    cookie[OPENED] = [*cookie.get(OPENED, []), public_id][-MOST_OPENED:]
    return go(url_for("documents.show_copy", public_id=public_id))


@bp.get("/v/<public_id>/copy")
@open_to_all
def show_copy(public_id: str) -> Response:
    document = _copy(public_id)
    one = paper_here(document)
    return page(
        "documents/copy.html", document=document, paper=one, values=one.content["values"],
        picture=lambda sha256: url_for("documents.copy_file", public_id=public_id, sha256=sha256),
    )  # fmt: skip


@bp.get("/v/<public_id>/copy.pdf")
@open_to_all
def copy_pdf(public_id: str) -> Response:
    document = _copy(public_id)
    return file_answer(queries.sealed_file(document), PDF, pdf_name(document))


@bp.get("/v/<public_id>/copy/files/<sha256>")
@open_to_all
def copy_file(public_id: str, sha256: str) -> Response:
    if sha256 not in set(content.files(paper_here(_copy(public_id)).content["values"])):
        raise NotFound
    return file_answer(papers.photo_copy(sha256), JPEG)


@bp.get("/v/<public_id>/copy/ink/<key>")
@open_to_all
def copy_ink(public_id: str, key: str) -> Response:
    """The signature as it stands on the paper, drawn again from its strokes."""
    inked = {slot.key: slot.ink for slot in paper_here(_copy(public_id)).slots if slot.ink}
    if key not in inked:
        raise NotFound
    return file_answer(unpack(inked[key]).svg(), SVG)
