"""Checking a file that somebody brings, against the register and in itself."""

import hashlib

from sqlmodel import Session

from inspectapp.documents import keeping, queries
from inspectapp.documents.house import house
from inspectapp.documents.models import Document
from inspectapp.documents.rules.judging import Judgement, judge
from inspectapp.shared.refusals import Refusal
from inspectapp.shared.seal import Look, look, look_apart

PIECE = 1024


def examine(session: Session, data: bytes, *, apart: bool = True) -> tuple[Judgement, Document | None]:
    """The judgement, and the paper that the file is or claims to be."""
    sha256, anchors = hashlib.sha256(data).hexdigest(), keeping.pinned(session)
    seen = look_apart(data, anchors) if apart else look(data, anchors)
    found = queries.by_file(session, sha256) or _claimed(session, data, seen)
    if found is None or found.sealed_at is None:
        return judge(sha256, len(data), False, seen, None), None
    known = queries.registered(found)
    begins_the_same = hashlib.sha256(data[: known.size]).hexdigest() == known.sha256
    fits = begins_the_same and len(data) > known.size
    return judge(sha256, len(data), fits, seen, known), found


def _claimed(session: Session, data: bytes, seen: Look) -> Document | None:
    """Which paper it was: by the seal inside, else by the code in its description, else by how it begins."""
    return (
        queries.by_signature(session, seen.cms_sha256)
        or (queries.by_public_id(session, seen.keywords) if seen.keywords else None)
        or _by_beginning(session, data)
        or _by_likeness(session, data)
    )


def _by_beginning(session: Session, data: bytes) -> Document | None:
    """A file with so much behind it that it cannot be read any more still begins with the original."""
    for size in queries.sealed_sizes(session, len(data)):
        found = queries.by_file(session, hashlib.sha256(data[:size]).hexdigest())
        if found is not None:
            return found
    return None


def _by_likeness(session: Session, data: bytes) -> Document | None:
    """A byte changed where it breaks the file's order: unreadable, but most of it is still the original."""
    for found in queries.by_size(session, len(data)):
        try:
            original = house().files.read(found.sealed_sha256)
        except Refusal:
            continue
        pieces = range(0, len(data), PIECE)
        alike = sum(data[at : at + PIECE] == original[at : at + PIECE] for at in pieces)
        if alike * 2 >= len(pieces):
            return found
    return None
