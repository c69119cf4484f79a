"""Evidence kept by the hash of its bytes: nothing half, nothing changed unseen; folder and real S3 server."""

import errno
import hashlib
import io
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest

from inspectapp.shared.files import Missing, Tampered, open_store
from inspectapp.shared.refusals import TooLarge, Unavailable
from tests.fixtures_s3 import s3_server, s3_url

__all__ = ["s3_server", "s3_url"]
PHOTO = b"\xff\xd8 photo " * 1000
PHOTO_ID = hashlib.sha256(PHOTO).hexdigest()
NOW = datetime(2026, 11, 21, tzinfo=UTC)
LIMIT = 20 * 1024 * 1024


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path):
    if request.param == "s3":
        return open_store(request.getfixturevalue("s3_url"))
    return open_store(f"file://{tmp_path}/files")


@pytest.fixture
def folder(tmp_path):
    return open_store(f"file://{tmp_path}/files")


def put(store, data=PHOTO, limit=LIMIT):
    return store.put(io.BytesIO(data), limit=limit)


def files_under(path):
    return [found for found in Path(path).rglob("*") if found.is_file()]


class CutOff(io.BytesIO):
    """An upload whose connection drops in the middle."""

    def read(self, size=-1):
        if self.tell() >= 300_000:
            raise ConnectionResetError(errno.ECONNRESET, "gone")
        return super().read(size)


def test_what_was_put_is_read_back(store):
    stored = put(store)
    assert (stored.sha256, stored.size) == (PHOTO_ID, len(PHOTO))
    assert store.open(PHOTO_ID).read() == PHOTO
    assert store.open(PHOTO_ID, verify=True).read() == PHOTO
    assert store.read(PHOTO_ID) == PHOTO
    assert store.exists(PHOTO_ID)


def test_a_large_file_and_an_empty_one(store):
    large = os.urandom(9 * 1024 * 1024)
    assert store.read(put(store, large).sha256) == large
    assert store.read(store.put_bytes(b"").sha256) == b""


def test_the_same_bytes_are_one_file(store):
    assert put(store) == put(store)
    assert list(store.all()) == [PHOTO_ID]


def test_two_hands_put_the_same_bytes_at_once(store):
    answers = []
    start = threading.Barrier(4)

    def one_hand():
        start.wait()
        answers.append(put(store))

    hands = [threading.Thread(target=one_hand) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert [answer.sha256 for answer in answers] == [PHOTO_ID] * 4
    assert list(store.all()) == [PHOTO_ID]
    assert store.read(PHOTO_ID) == PHOTO


def test_a_file_over_the_limit_leaves_nothing(store):
    with pytest.raises(TooLarge, match="文件超过1兆。请缩小后重新上传。"):
        put(store, b"x" * (1024 * 1024 + 1), limit=1024 * 1024)
    assert list(store.all()) == []


def test_a_cut_upload_leaves_nothing(store):
    with pytest.raises((Unavailable, ConnectionResetError)):
        store.put(CutOff(b"x" * 2_000_000), limit=LIMIT)
    assert list(store.all()) == []


def test_a_cut_upload_leaves_no_part_in_the_folder(folder):
    with pytest.raises(Unavailable):
        folder.put(CutOff(b"x" * 2_000_000), limit=LIMIT)
    assert files_under(folder.folder) == []


def test_what_is_not_there_is_missing(store):
    assert not store.exists(PHOTO_ID)
    with pytest.raises(Missing):
        store.open(PHOTO_ID)
    with pytest.raises(Missing):
        store.read(PHOTO_ID)


@pytest.mark.parametrize(
    "address", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "/" + "a" * 63]
)
def test_an_address_cannot_name_another_place(folder, address):
    for ask in (folder.open, folder.exists, folder.read):
        with pytest.raises(Missing):
            ask(address)


def spoil(store, data):
    if hasattr(store, "folder"):
        (store.folder / PHOTO_ID[:2] / PHOTO_ID).write_bytes(data)
    else:
        obstore.put(store._store, f"{PHOTO_ID[:2]}/{PHOTO_ID}", data)


@pytest.mark.parametrize("spoilt", [PHOTO[:-1], PHOTO[:-1] + b"?", PHOTO + b"?", b""])
def test_a_tampered_file_is_noticed(store, spoilt):
    put(store)
    spoil(store, spoilt)
    with pytest.raises(Tampered):
        store.open(PHOTO_ID, verify=True)
    with pytest.raises(Tampered):
        store.read(PHOTO_ID)


def test_only_what_no_row_names_and_is_old_enough_is_deleted(store):
    put(store)
    other = put(store, b"other").sha256
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    assert store.delete_unreferenced({PHOTO_ID}, at=datetime.now(UTC)) == []
    assert store.delete_unreferenced({PHOTO_ID}, at=tomorrow) == [other]
    assert list(store.all()) == [PHOTO_ID]


def test_a_full_disk_is_said_plainly_and_leaves_nothing(folder, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="磁盘空间不足"):
        put(folder)
    assert files_under(folder.folder) == []


def test_a_file_that_did_not_reach_the_disk_is_not_answered(folder, monkeypatch):
    def broken(handle):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(Unavailable, match="没能保存文件"):
        put(folder)
    assert files_under(folder.folder) == []


def test_file_and_both_folders_are_synced_in_order(folder, monkeypatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (synced.append(os.readlink(f"/proc/self/fd/{handle}")), real(handle))
    )
    put(folder)
    assert Path(synced[0]).name.startswith(".part-")
    assert [Path(place) for place in synced[1:]] == [folder.folder / PHOTO_ID[:2], folder.folder]


def test_parts_left_by_a_crash_are_swept_and_never_listed(folder):
    (folder.folder / ".part-old").write_bytes(b"half")
    assert list(folder.all()) == []
    assert folder.sweep(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert folder.sweep(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert files_under(folder.folder) == []


def test_an_unreachable_server_is_said_plainly(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    with pytest.raises(Unavailable, match="文件存储暂时连不上"):
        put(open_store("s3://inspect/files"))


def test_wrong_keys_are_refused_by_the_server(s3_url, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "guessedsecret")
    with pytest.raises(Unavailable):
        put(open_store(s3_url))


@pytest.mark.parametrize(
    "url", ["", "file:///", "file://host/files", "http://host/files", "s3:///files", "/files"]
)
def test_a_store_that_is_none_is_a_mistake(url):
    with pytest.raises(ValueError, match="FILES_URL"):
        open_store(url)
