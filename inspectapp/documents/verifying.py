"""Checking a file that somebody brings, against the register and in itself."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlmodel import Session

from inspectapp.documents import keeping, queries
from inspectapp.documents.house import house
from inspectapp.documents.models import Document
from inspectapp.documents.rules.judging import Judgement, judge
from inspectapp.shared.refusals import Refusal, Unavailable
from inspectapp.shared.seal import Look, look, look_apart
from inspectapp.shared.turns import Places

PIECE = 1024
#: A stranger's file may take a gigabyte and twenty seconds to read: no more than so many at a time.
MOST_AT_ONCE = 2
BUSY = "现在核对文件的人较多，这份文件还没有核对。请等几秒钟再提交。"


@contextmanager
def place() -> Iterator[None]:
    """One of the few places for strangers' files; the work of inspectors never waits behind them."""
    with Places(house().settings.data, "look", MOST_AT_ONCE).one() as free:
        if not free:
            raise Unavailable(BUSY)
        yield


def examine(session: Session, data: bytes, *, apart: bool = True) -> tuple[Judgement, Document | None]:
    """The judgement, and the paper that the file is or claims to be."""
    sha256, anchors = hashlib.sha256(data).hexdigest(), keeping.pinned(session)
    seen = look_apart(data, anchors) if apart else look(data, anchors)
    found = queries.by_file(session, sha256) or _claimed(session, data, seen)
    if found is None or found.sealed_at is None:
        return judge(sha256, len(data), False, seen, None), None
    known = queries.registered(session, found)
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
    begins = longest_beginning(data, queries.sealed_files(session, len(data)))
    return queries.by_file(session, begins) if begins else None


def longest_beginning(data: bytes, known: Sequence[tuple[int, str]]) -> str:
    """The hash of the longest known (size, hash) that a file begins with; each byte is hashed once."""
    running, at, found = hashlib.sha256(), 0, ""
    for size, sha256 in sorted(known):
        running.update(memoryview(data)[at:size])
        at = size
        if running.copy().hexdigest() == sha256:
            found = sha256
    return found


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
