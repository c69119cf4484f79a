"""The file store of this process, and the folder of what can be made again from it: small pictures."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from inspectapp.shared.files.store import Store, checked_address, open_store

_opened: list[tuple[Store, Path]] = []


def use(url: str, derived_folder: Path) -> Store:
    """Called once at start; the last one opened is the current one."""
    _opened[:] = [(open_store(url), derived_folder)]
    return _opened[0][0]


def current() -> Store:
    """The store of this process."""
    return _opened[0][0]


def derived(sha256: str, kind: str, make: Callable[[], bytes]) -> bytes:
    """A copy made from stored bytes, kept in a folder that may be emptied at any time."""
    folder = _opened[0][1]
    path = folder / kind / checked_address(sha256)
    if path.is_file():
        return path.read_bytes()
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as whole:
        whole.write(made)
    Path(name).replace(path)
    return made
