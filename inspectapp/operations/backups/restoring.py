"""Bringing a backup back: only into an empty installation, only when every byte is right, all or nothing."""

import shutil
import tempfile
from pathlib import Path

from inspectapp import schema, tables
from inspectapp.config import Settings
from inspectapp.operations import daily
from inspectapp.operations.backups import databases
from inspectapp.operations.backups.archive import DATABASE, KEPT_BESIDE, unpack
from inspectapp.operations.doctor import Finding, files, records
from inspectapp.shared import db, ledger, secrets
from inspectapp.shared.files import open_store
from inspectapp.shared.keys import Keyring
from inspectapp.shared.refusals import NotNow, Unreadable

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(settings: Settings, file: Path) -> list[Finding]:
    """Answers what `doctor` finds in the ledger and the files of the restored installation."""
    _check_empty(settings)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.data) as name:
        staged = Path(name)
        _check_fits(settings, unpack(file, staged), staged)
        try:
            _put_in_place(settings, staged)
        except BaseException:
            _clear(settings)
            raise
    return _look_over(settings)


def _check_empty(settings: Settings) -> None:
    full = "这里已经有数据，没有恢复。请把 INSPECTAPP_DATA 指到一个空文件夹后再恢复。"
    if not databases.is_empty(settings) or any(settings.keys.glob("*.key")):
        raise NotNow(full)
    if next(iter(open_store(settings.files_url).all()), None) is not None:
        raise NotNow("文件存储里已经有文件，没有恢复。请把 FILES_URL 指到一个空的地方后再恢复。")


def _check_fits(settings: Settings, manifest: dict[str, object], staged: Path) -> None:
    here = "sqlite" if databases.is_sqlite(settings) else "postgresql"
    theirs = str(manifest.get("database"))
    if theirs != here:
        told = KINDS.get(theirs, "其他")
        raise Unreadable(f"这份备份是{told}数据库的，没有恢复。请把 DATABASE_URL 指到同一种数据库。")
    if not schema.knows(str(manifest.get("version"))):
        raise Unreadable("这份备份是更新版本的程序做的，没有恢复。请先升级程序。")
    if here == "sqlite":
        databases.check_whole(staged / DATABASE)


def _put_in_place(settings: Settings, staged: Path) -> None:
    store = open_store(settings.files_url)
    for path in sorted((staged / "files").glob("*")):
        with path.open("rb") as stream:
            store.put(stream, limit=path.stat().st_size)
    for folder in ("keys", daily.FOLDER):
        if (staged / folder).is_dir():
            shutil.rmtree(settings.data / folder, ignore_errors=True)
            (staged / folder).replace(settings.data / folder)
    if (staged / KEPT_BESIDE).is_file():
        (staged / KEPT_BESIDE).replace(settings.data / KEPT_BESIDE)
    daily.keep_names(settings.data)
    _put_database(settings, staged / DATABASE)


def _put_database(settings: Settings, staged: Path) -> None:
    """Last of all: without a database the installation still counts as empty."""
    if not databases.is_sqlite(settings):
        databases.load(settings, staged)
        return
    path = databases.path_of(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(path)
    daily.keep_names(path.parent)


def _clear(settings: Settings) -> None:
    """The installation was empty before: what came in half is taken out again."""
    store = open_store(settings.files_url)
    for name in list(store.all()):
        store._delete(name)
    for folder in ("keys", daily.FOLDER):
        shutil.rmtree(settings.data / folder, ignore_errors=True)
    (settings.data / KEPT_BESIDE).unlink(missing_ok=True)
    if databases.is_sqlite(settings):
        databases.path_of(settings).unlink(missing_ok=True)


def _look_over(settings: Settings) -> list[Finding]:
    keyring = Keyring(settings.keys)
    secrets.unlock(keyring)
    ledger.unlock(keyring)
    db.open_database(settings.database_url)
    tables.load()
    if schema.present() != schema.newest():
        schema.upgrade()
    return [*records.look(settings), *files.look(settings)]
