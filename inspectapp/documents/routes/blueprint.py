"""The addresses of papers, and what their pages have in common."""

import uuid
from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, Response, make_response, request
from sqlmodel import Session

from inspectapp.documents import actions, queries
from inspectapp.documents.models import Document
from inspectapp.people.access import current_actor
from inspectapp.people.actor import BUREAU, Role
from inspectapp.web.devices import device_words
from inspectapp.web.transaction import session

bp = Blueprint("documents", __name__)
READERS = (*BUREAU, Role.CLERK)
WRITERS = (Role.OFFICER, Role.HEAD, Role.CITY)
PDF, JPEG, SVG = "application/pdf", "image/jpeg", "image/svg+xml"
Picture = Callable[[str], str]


def document_here(document_id: uuid.UUID, writing: Session | None = None) -> Document:
    """The paper of this address, if the person asking may see it."""
    return queries.document_for(writing or session(), current_actor(), document_id)


def paper_of_mine(document_id: uuid.UUID) -> Document:
    """The same, for one of the officers whom it names; others of the bureau only read."""
    document = document_here(document_id)
    actions.check_on_paper(session(), document, current_actor())
    return document


def file_answer(data: bytes, kind: str, name: str = "") -> Response:
    """A file shown in place; with a name it can be saved under it."""
    response = make_response(data)
    response.headers["Content-Type"] = kind
    if name:
        # A header is no place for Chinese characters: real servers break off.
        response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response


def pdf_name(document: Document) -> str:
    """What the file is called on somebody's phone."""
    return f"{document.title}{document.number}.pdf"


def device() -> str:
    """What the request was made with."""
    return device_words(request.headers.get("User-Agent", ""))
