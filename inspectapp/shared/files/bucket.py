"""The file store in an S3-compatible object store, for more than one machine."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from os import environ
from typing import IO

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from inspectapp.shared.files.store import Missing, Store, Stored, checked_address, chunks
from inspectapp.shared.refusals import Unavailable

_IN_MEMORY = 4 * 1024 * 1024


class BucketStore(Store):
    """prefix/ab/abcdef…; an object appears whole or not at all."""

    def __init__(self, url: str) -> None:
        self._store = S3Store.from_url(
            url,
            # A store in one's own network often has no certificate; its address is a setting.
            client_options={
                "allow_http": environ.get("AWS_ENDPOINT_URL", "").startswith("http://"),
                "timeout": timedelta(seconds=60),
                "connect_timeout": timedelta(seconds=5),
            },
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=30)},
        )

    def put(self, stream: IO[bytes], *, limit: int) -> Stored:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as whole:
            digest, size = hashlib.sha256(), 0
            for chunk in chunks(stream, limit):
                digest.update(chunk)
                size += len(chunk)
                whole.write(chunk)
            whole.seek(0)
            with _plain_words():
                obstore.put(
                    self._store, _key(digest.hexdigest()), whole.read() if size <= _IN_MEMORY else whole
                )
        return Stored(digest.hexdigest(), size)

    def exists(self, sha256: str) -> bool:
        try:
            with _plain_words():
                obstore.head(self._store, _key(sha256))
        except Missing:
            return False
        return True

    def all(self) -> Iterator[str]:
        return (name for name, _ in self._listed())

    def _open(self, sha256: str) -> IO[bytes]:
        whole = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
        try:
            with _plain_words():
                for chunk in obstore.get(self._store, _key(sha256)).stream():
                    whole.write(chunk)
        except BaseException:
            whole.close()
            raise
        whole.seek(0)
        return whole  # type: ignore[return-value]

    def _older_than(self, moment: datetime) -> Iterator[str]:
        return (name for name, changed in self._listed() if changed < moment)

    def _delete(self, sha256: str) -> None:
        with _plain_words():
            obstore.delete(self._store, _key(sha256))

    def _listed(self) -> Iterator[tuple[str, datetime]]:
        with _plain_words():
            for batch in obstore.list(self._store):
                for entry in batch:
                    name = entry["path"].rsplit("/", 1)[-1]
                    if len(name) == 64:
                        yield name, entry["last_modified"]


def _key(sha256: str) -> str:
    return f"{checked_address(sha256)[:2]}/{sha256}"


@contextmanager
def _plain_words() -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise Missing from error
    except (BaseError, OSError) as error:
        raise Unavailable("文件存储暂时连不上。请稍后重试；仍不行请联系系统管理员。") from error
