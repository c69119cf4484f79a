"""Papers for the bureau: the register, one paper with its signatures, its text and its files."""

import uuid
from collections.abc import Sequence

from flask import Response, request, url_for

from inspectapp.documents import actions, content, papers, queries
from inspectapp.documents.actions.ending import MAY_VOID
from inspectapp.documents.house import house
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.models import Document, Slot
from inspectapp.documents.routes.blueprint import (
    JPEG,
    PDF,
    READERS,
    WRITERS,
    bp,
    document_here,
    file_answer,
    pdf_name,
)
from inspectapp.documents.rules import showing
from inspectapp.documents.rules.signing import missing, officers_on
from inspectapp.documents.words import State
from inspectapp.people.access import allows, current_actor
from inspectapp.people.actor import BUREAU
from inspectapp.shared import clock, ledger
from inspectapp.shared.refusals import NotFound, NotNow
from inspectapp.web.paging import paged
from inspectapp.web.respond import go, page, page_or_fragment
from inspectapp.web.transaction import apart, session, writes

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_here(document: Document) -> papers.Paper:
    """The version that stands, for pages."""
    version = queries.current_version(session(), document)
    return papers.paper_of(document, version, queries.slots_of(session(), version))


@bp.get("/documents")
@allows(*READERS)
def index() -> Response:
    words, state = request.args.get("q", "").strip(), request.args.get("state", "")
    chosen = State[state] if state in State.__members__ else None
    query = queries.papers(current_actor(), words, chosen)
    found = paged(session(), query, request.args.get("page", 1, type=int))
    return page_or_fragment(
        "documents/index.html",
        "documents/_list.html",
        page=found,
        words=words,
        state=chosen,
        states=list(State),
    )


@bp.get("/documents/<uuid:document_id>")
@allows(*READERS)
def show(document_id: uuid.UUID) -> Response:
    document, actor = document_here(document_id), current_actor()
    one = paper_here(document)
    kind = kind_of(document.kind)
    return page(
        "documents/show.html", document=document, paper=one, may_write=actor.role in WRITERS,
        may_act=may_act(document, one.slots), may_void=may_void(document, one.slots),
        may_correct=may_correct(document, one.slots),
        lacks=missing(one.slots, kind.officers) if document.state is State.FROZEN else [],
        void_slots=queries.void_slots(session(), document),
        hand_overs=queries.hand_overs_of(session(), document),
        lines=ledger.history(session(), "documents", document.id), back=_back(document),
        instead=queries.instead_of(session(), document),
    )  # fmt: skip


def may_act(document: Document, slots: Sequence[Slot]) -> bool:
    """Is there anything to tap for this person: one of the two officers, while it is being signed?"""
    on_it = current_actor().id in officers_on(slots)
    return document.state is State.FROZEN and current_actor().role in WRITERS and on_it


def may_void(document: Document, slots: Sequence[Slot]) -> bool:
    """The link that leads to the reason."""
    role = current_actor().role
    if document.state is State.SEALED:
        return role in MAY_VOID
    return may_act(document, slots) or (document.state is State.DRAFT and role in WRITERS)


def may_correct(document: Document, slots: Sequence[Slot]) -> bool:
    """The link that leads to a paper in the place of this one: for those who signed for the bureau."""
    known = kind_of(document.kind).correct is not None
    return known and document.state is State.SEALED and current_actor().id in officers_on(slots)


def _back(document: Document) -> str:
    where = kind_of(document.kind).page
    return where(document.of_id) if where and current_actor().role in BUREAU else url_for("documents.index")


@bp.get("/documents/<uuid:document_id>/paper")
@allows(*READERS)
def show_paper(document_id: uuid.UUID) -> Response:
    document = document_here(document_id)
    one = paper_here(document)
    return page(
        "documents/paper.html", document=document, paper=one, values=one.content["values"],
        picture=lambda sha256: url_for("documents.show_file", document_id=document.id, sha256=sha256),
    )  # fmt: skip


@bp.get("/documents/<uuid:document_id>/files/<sha256>")
@allows(*READERS)
def show_file(document_id: uuid.UUID, sha256: str) -> Response:
    one = paper_here(document_here(document_id))
    filed = {photo for slot in one.slots for photo in slot.photos}
    if sha256 not in filed | set(content.files(one.content["values"])):
        raise NotFound
    return file_answer(papers.photo_copy(sha256), JPEG)


@bp.get("/documents/<uuid:document_id>/draft.pdf")
@allows(*READERS)
def show_draft(document_id: uuid.UUID) -> Response:
    document = document_here(document_id)
    one = paper_here(document)
    if document.state is not State.FROZEN:
        raise NotNow("现在没有可打印的签署稿。请先定稿；已封存的文书请打开封存文件。")
    draft = one.version.draft_sha256 or _fixed(document)
    return file_answer(house().files.read(draft), PDF, f"签署稿-{pdf_name(document)}")


def _fixed(document: Document) -> str:
    """What was printed may be signed with a pen: from now on it is the paper that everybody signs."""
    draft = actions.prepare_draft(session(), document)
    with apart() as writing:
        mine = document_here(document.id, writing)
        version = queries.current_version(writing, mine)
        actions.keep_draft(writing, version, draft, by=current_actor(), at=clock.now())
    return draft


@bp.get("/documents/<uuid:document_id>/sealed.pdf")
@allows(*READERS)
def show_sealed(document_id: uuid.UUID) -> Response:
    document = document_here(document_id)
    return file_answer(queries.sealed_file(document), PDF, pdf_name(document))


@bp.get("/documents/<uuid:document_id>/paper.docx")
@allows(*WRITERS)
def show_word(document_id: uuid.UUID) -> Response:
    document = document_here(document_id)
    write = kind_of(document.kind).word
    if write is None:
        raise NotNow("这种文书没有Word版本。请打开PDF。")
    name = pdf_name(document).replace(".pdf", ".docx")
    one = paper_here(document)
    standing = showing.standing(document.state, document.version, one.code)
    return file_answer(write(one.content, standing), WORD, name)


@bp.post("/documents/<uuid:document_id>/freezings")
@allows(*WRITERS)
@writes
def create_freezing(document_id: uuid.UUID) -> Response:
    document = document_here(document_id)
    actions.freeze(session(), document, by=current_actor(), at=clock.now())
    return go(url_for("documents.show", document_id=document.id))
