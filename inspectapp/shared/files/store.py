"""What both backends of the file store share: addressing, limits, and checking on the way out."""

import hashlib
import io
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO
from urllib.parse import unquote, urlsplit

from inspectapp.shared.refusals import NotFound, TooLarge, Unavailable

CHUNK = 256 * 1024
_ADDRESS = re.compile("[0-9a-f]{64}")


class Missing(NotFound):
    """The bytes that a row names are not in the store."""

    def __init__(self) -> None:
        super().__init__("没有找到这个文件。请联系系统管理员核对存储。")


class Tampered(Unavailable):
    """The bytes in the store are not those that were put there."""

    def __init__(self) -> None:
        super().__init__("这个文件与存入时不一致，已停止读取。请联系系统管理员核对存储。")


@dataclass(frozen=True)
class Stored:
    """Where bytes are kept: the address is their hash."""

    sha256: str
    size: int


class Store(ABC):
    """A content-addressed store; what `put` has answered is durable and never changes."""

    @abstractmethod
    def put(self, stream: IO[bytes], *, limit: int) -> Stored:
        """Keep the bytes of a stream; the same bytes again are the same file."""

    @abstractmethod
    def exists(self, sha256: str) -> bool: ...

    @abstractmethod
    def all(self) -> Iterator[str]:
        """Every address in the store."""

    @abstractmethod
    def _open(self, sha256: str) -> IO[bytes]: ...

    @abstractmethod
    def _older_than(self, moment: datetime) -> Iterator[str]: ...

    @abstractmethod
    def _delete(self, sha256: str) -> None: ...

    def open(self, sha256: str, *, verify: bool = False) -> IO[bytes]:
        """The bytes at an address; `verify` reads them once over before anybody sees them."""
        stream = self._open(checked_address(sha256))
        if verify:
            if _digest(stream) != sha256:
                stream.close()
                raise Tampered
            stream.seek(0)
        return stream

    def read(self, sha256: str) -> bytes:
        """All bytes at an address, verified."""
        with self._open(checked_address(sha256)) as stream:
            data = stream.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Tampered
        return data

    def put_bytes(self, data: bytes) -> Stored:
        """Keep bytes that the app itself made."""
        return self.put(io.BytesIO(data), limit=len(data))

    def delete_unreferenced(
        self, referenced: Collection[str], *, at: datetime, keep: timedelta = timedelta(days=1)
    ) -> list[str]:
        """Remove what no row names; younger files stay, their rows may be about to be committed."""
        doomed = [sha256 for sha256 in self._older_than(at - keep) if sha256 not in referenced]
        for sha256 in doomed:
            self._delete(sha256)
        return doomed


def open_store(url: str) -> Store:
    """file:///var/lib/… or s3://bucket/prefix (keys and endpoint from the AWS_* environment)."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path not in ("", "/") and not parts.netloc:
        from inspectapp.shared.files.folder import FolderStore

        return FolderStore(unquote(parts.path))
    if parts.scheme == "s3" and parts.netloc:
        from inspectapp.shared.files.bucket import BucketStore

        return BucketStore(url)
    raise ValueError("FILES_URL is file:///folder or s3://bucket/prefix")


def checked_address(sha256: str) -> str:
    """An address comes from a row or a URL: it must not be able to name another place."""
    if not _ADDRESS.fullmatch(sha256):
        raise Missing
    return sha256


def chunks(stream: IO[bytes], limit: int) -> Iterator[bytes]:
    """The stream in pieces; one byte over the limit refuses it all."""
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"文件超过{_spoken(limit)}。请缩小后重新上传。")
        yield chunk


def _spoken(limit: int) -> str:
    return f"{limit // 1024 // 1024}兆" if limit >= 1024 * 1024 else f"{max(1, limit // 1024)}千字节"


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
