"""The file store in a folder: what was answered survives a power cut, what was cut off leaves nothing."""

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from inspectapp.shared.files.store import Missing, Store, Stored, checked_address, chunks
from inspectapp.shared.refusals import Unavailable

_TEMPORARY = ".part-"
_FULL = {errno.ENOSPC, errno.EDQUOT}


class FolderStore(Store):
    """ab/abcdef…: 256 folders, so that none grows too long to list."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        #: Folders inside it that are known to be on the disk themselves.
        self.safe = set[Path]()

    def put(self, stream: IO[bytes], *, limit: int) -> Stored:
        with _plain_words():
            return self._put(stream, limit)

    def exists(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def all(self) -> Iterator[str]:
        return (path.name for path in self._paths())

    def sweep(self, before: datetime) -> int:
        """Remove what a crash in the middle of a `put` left behind."""
        left = [path for path in self.folder.glob(f"{_TEMPORARY}*") if _changed(path) < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _put(self, stream: IO[bytes], limit: int) -> Stored:
        handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as temporary:
                stored = _copy(stream, temporary, limit)
            self._settle(Path(name), stored.sha256)
            return stored
        finally:
            Path(name).unlink(missing_ok=True)

    def _settle(self, temporary: Path, sha256: str) -> None:
        path = self._path(sha256)
        if not path.parent.is_dir():
            path.parent.mkdir(exist_ok=True, mode=0o750)
        if not path.exists():
            temporary.replace(path)
        # Also for content already there: whoever put it may have crashed before its folder was safe.
        _sync_folder(path.parent)
        if path.parent not in self.safe:
            _sync_folder(self.folder)
            self.safe.add(path.parent)

    def _open(self, sha256: str) -> IO[bytes]:
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise Missing from error

    def _older_than(self, moment: datetime) -> Iterator[str]:
        return (path.name for path in self._paths() if _changed(path) < moment)

    def _delete(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self.folder / checked_address(sha256)[:2] / sha256

    def _paths(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("[0-9a-f][0-9a-f]/*") if len(path.name) == 64)


def _copy(stream: IO[bytes], temporary: IO[bytes], limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(stream, limit):
        digest.update(chunk)
        size += len(chunk)
        temporary.write(chunk)
    temporary.flush()
    os.fsync(temporary.fileno())
    return Stored(digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _changed(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)


@contextlib.contextmanager
def _plain_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable("服务器磁盘空间不足，文件没有保存。请联系系统管理员清理后重试。") from error
        raise Unavailable("服务器没能保存文件。请稍后重试；仍不行请联系系统管理员。") from error
