"""An upload is on the disk before the write lock is taken: others do not wait for somebody's photo."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import IO, Any

from flask import g, request

from inspectapp.shared import files
from inspectapp.shared.refusals import TooLarge, Unreadable
from inspectapp.web import once

View = Callable[..., Any]


@dataclass(frozen=True)
class Upload:
    """Bytes that are safe, what they are, or why they were refused."""

    stored: files.Stored | None = None
    found: Any = None
    refusal: Unreadable | None = None


def keeps_file(
    name: str, look: Callable[[IO[bytes]], Any], limit: int, too_big: str = ""
) -> Callable[[View], View]:  # fmt: skip
    """Keep the file field `name` before the view runs; `look` refuses what it should not be.

    `too_big` says what to do with this kind of file, whichever limit it went over.
    """

    def around(view: View) -> View:
        @wraps(view)
        def keeping(*args: Any, **kwargs: Any) -> Any:
            try:
                g.upload = _kept(name, look, limit)
            except TooLarge as refused:
                raise TooLarge(too_big or refused.sentence) from None
            return view(*args, **kwargs)

        keeping.too_big = too_big  # type: ignore[attr-defined]
        return keeping

    return around


def upload() -> Upload:
    """What `keeps_file` has kept for this request."""
    return g.upload  # type: ignore[no-any-return]


def _kept(name: str, look: Callable[[IO[bytes]], Any], limit: int) -> Upload:
    given = request.files.get(name)
    if given is None:
        return Upload(refusal=Unreadable("没有收到文件。请重新选择后再提交。"))
    try:
        found = look(given.stream)
    except Unreadable as refused:
        return Upload(refusal=refused)
    stored = files.current().put(given.stream, limit=limit)
    given.stream.seek(0)
    once.counted(given, stored.sha256)
    return Upload(stored, found)
