"""The archive itself: what may be in it, how it is written, and how it is read without trusting it.

A gzipped tar whose last member is the manifest: the SHA-256 and the size of every other member.
"""

import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from inspectapp.shared.refusals import Unreadable

KIND = "inspectapp backup 1"
MANIFEST = "manifest.json"
DATABASE = "database"
#: The passwords of the demo, for installations that have it.
KEPT_BESIDE = "demo-accounts.json"
CHUNK = 1024 * 1024
LONGEST_MANIFEST = 1024 * CHUNK
#: Nothing else is ever taken out of an archive, whatever it holds.
MEMBER = re.compile(
    r"database|keys/[a-z0-9_-]{1,40}\.(?:key|pem)|files/[0-9a-f]{64}|roots/\d{4}-\d{2}-\d{2}\.json|demo-accounts\.json"
)
DAMAGED = "这份备份已损坏或不完整，没有恢复任何内容。请换一份备份。"


class Damaged(Unreadable):
    """Not what was written: nothing of it is used."""

    def __init__(self) -> None:
        super().__init__(DAMAGED)


@dataclass
class Digested:
    """A stream that is hashed while it is read."""

    stream: IO[bytes]
    digest: Any = field(default_factory=hashlib.sha256)
    size: int = 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.digest.update(data)
        self.size += len(data)
        return data


class Writer:
    """Adds members one by one; memory holds one piece of one file, and the manifest."""

    def __init__(self, out: IO[bytes], at: str) -> None:
        self.tar = tarfile.open(fileobj=out, mode="w:gz", compresslevel=3)  # noqa: SIM115 - see `close`
        self.members: dict[str, dict[str, Any]] = {}
        self.at = at

    def add(self, name: str, stream: IO[bytes]) -> str:
        """The SHA-256 of what went in."""
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        read = Digested(stream)
        self.tar.addfile(_member(name, size), read)  # type: ignore[arg-type]
        self.members[name] = {"sha256": read.digest.hexdigest(), "size": size}
        return str(read.digest.hexdigest())

    def close(self, **told: Any) -> None:
        """The manifest comes last; without it an archive is no backup."""
        body = json.dumps({"kind": KIND, "at": self.at, "members": self.members, **told}, indent=1).encode()
        self.tar.addfile(_member(MANIFEST, len(body)), io.BytesIO(body))
        self.tar.close()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Everything into an empty folder, held against the manifest; answers the manifest."""
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    with _opened(file) as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.isreg() else None
            if stream is None or manifest is not None or member.name in found:
                raise Damaged
            if member.name == MANIFEST:
                manifest = _manifest(stream, member.size)
            else:
                found[member.name] = _take_out(member.name, stream, folder)
    if manifest is None or manifest["members"] != found or DATABASE not in found:
        raise Damaged
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise Damaged from error
    except OSError as error:
        if error.errno is None or isinstance(
            error, IsADirectoryError
        ):  # gzip's own complaints carry no number
            raise Damaged from error
        raise


def _manifest(stream: IO[bytes], size: int) -> dict[str, Any]:
    if size > LONGEST_MANIFEST:
        raise Damaged
    told = json.loads(stream.read())
    if told["kind"] != KIND or not isinstance(told["members"], dict):
        raise Damaged
    return dict(told)


def _take_out(name: str, stream: IO[bytes], folder: Path) -> dict[str, Any]:
    if not MEMBER.fullmatch(name):
        raise Damaged
    path = folder / name
    path.parent.mkdir(exist_ok=True, mode=0o700)
    read = Digested(stream)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while data := read.read(CHUNK):
            out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return {"sha256": read.digest.hexdigest(), "size": read.size}
