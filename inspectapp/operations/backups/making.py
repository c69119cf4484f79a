"""Making a backup while the service runs: first the database, then the files, of which none ever changes."""

import json
import os
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspectapp import schema
from inspectapp.config import Settings
from inspectapp.operations import daily
from inspectapp.operations.backups import databases
from inspectapp.operations.backups.archive import DATABASE, KEPT_BESIDE, Writer
from inspectapp.operations.doctor.machine import BACKUP_RECORD
from inspectapp.shared import clock
from inspectapp.shared.files import open_store
from inspectapp.shared.refusals import NotNow, Refusal, Unavailable

LOUD = "备份里有密钥：谁拿到这个文件，谁就能读出全部身份证号和电话。请放在上锁的地方，不要用网络传送。"


@dataclass(frozen=True)
class Made:
    """What was written, and what the person who asked for it must know."""

    file: Path
    size: int
    sentences: tuple[str, ...]


def make(settings: Settings, file: Path) -> Made:
    """One file, readable by this account alone, that appears whole or not at all."""
    file = file.absolute()
    if file.exists():
        raise NotNow(f"文件 {file} 已经存在，没有覆盖它。请换一个文件名。")
    if not file.parent.is_dir():
        raise NotNow(f"没有文件夹 {file.parent}。请先建立这个文件夹。")
    if not databases.is_sqlite(settings) or databases.path_of(settings).is_file():
        return _make(settings, file)
    raise NotNow("这里还没有数据库，没有可以备份的内容。请先运行 inspectapp serve。")


def _make(settings: Settings, file: Path) -> Made:
    at = clock.now()
    part = file.with_name(f".{file.name}.{uuid.uuid4().hex[:8]}")
    try:
        daily.gather(settings, at=at)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            damaged = _fill(settings, Writer(out, at.isoformat()))
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        raise Unavailable(f"备份没有写成（{error.strerror}）。请检查磁盘空间后再试一次。") from error
    finally:
        part.unlink(missing_ok=True)
    daily.keep_names(file.parent)
    size = file.stat().st_size
    record = {"at": at.isoformat(), "file": str(file), "size": size}
    daily.write_safely(settings.data / BACKUP_RECORD, json.dumps(record).encode())
    return Made(file, size, (LOUD, *damaged))


def _fill(settings: Settings, archive: Writer) -> list[str]:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.data) as folder:
        copy = Path(folder) / DATABASE
        databases.dump(settings, copy)
        with copy.open("rb") as stream:
            archive.add(DATABASE, stream)
    for name, path in _beside(settings):
        with path.open("rb") as stream:
            archive.add(name, stream)
    damaged = _add_files(settings, archive)
    archive.close(
        database="sqlite" if databases.is_sqlite(settings) else "postgresql", version=schema.present()
    )
    return damaged


def _beside(settings: Settings) -> Iterator[tuple[str, Path]]:
    for path in sorted(settings.keys.glob("*")):
        if path.suffix in (".key", ".pem") and path.is_file():
            yield f"keys/{path.name}", path
    for path in daily.exported(settings):
        yield f"roots/{path.name}", path
    if (settings.data / KEPT_BESIDE).is_file():
        yield KEPT_BESIDE, settings.data / KEPT_BESIDE


def _add_files(settings: Settings, archive: Writer) -> list[str]:
    damaged = []
    store = open_store(settings.files_url)
    for name in store.all():
        try:
            with store.open(name) as stream:
                whole = archive.add(f"files/{name}", stream) == name
        except Refusal:
            whole = False
        if not whole:
            damaged.append(
                f"文件 {name[:12]}… 已损坏，原样放进了备份。请运行 inspectapp doctor 查看是哪一条记录的。"
            )
    return damaged
