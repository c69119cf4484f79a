"""One moment of the database as one file, and back: SQLite's own backup, or PostgreSQL's own programs."""

import os
import shutil
import subprocess
from pathlib import Path

import pysqlite3
from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from inspectapp.config import Settings
from inspectapp.shared import db
from inspectapp.shared.refusals import Unavailable, Unreadable

INSTALL = "apt-get install -y postgresql-client"


def is_sqlite(settings: Settings) -> bool:
    """Backups go back to where they came from: the same kind of database."""
    return settings.database_url.startswith("sqlite")


def path_of(settings: Settings) -> Path:
    """The file of an SQLite database."""
    return Path(str(make_url(settings.database_url).database))


def dump(settings: Settings, to: Path) -> None:
    """A consistent copy while others go on writing."""
    if is_sqlite(settings):
        _copy(path_of(settings), to)
    else:
        _run(settings, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(to))


def _copy(source: Path, to: Path) -> None:
    reading = pysqlite3.dbapi2.connect(f"file:{source}?mode=ro", uri=True)
    writing = pysqlite3.dbapi2.connect(str(to))
    try:
        reading.backup(writing)
    finally:
        writing.close()
        reading.close()


def check_whole(staged: Path) -> None:
    """An SQLite file from an archive, before it takes anybody's place."""
    connection = pysqlite3.dbapi2.connect(str(staged))
    try:
        said = connection.execute("PRAGMA quick_check").fetchall()
        connection.execute("PRAGMA journal_mode=WAL")
    except pysqlite3.dbapi2.DatabaseError as error:
        raise Unreadable("备份里的数据库已损坏，没有恢复任何内容。请换一份备份。") from error
    finally:
        connection.close()
    if said != [("ok",)]:
        raise Unreadable("备份里的数据库已损坏，没有恢复任何内容。请换一份备份。")


def load(settings: Settings, staged: Path) -> None:
    """Into a PostgreSQL database that is empty: all of it or nothing."""
    whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run(settings, "pg_restore", *whole, str(staged))


def is_empty(settings: Settings) -> bool:
    """Nothing would be lost by putting a backup here."""
    if is_sqlite(settings):
        path = path_of(settings)
        return not path.exists() or path.stat().st_size == 0
    opened = db.Database(settings.database_url)
    try:
        with opened.reading.connect() as connection:
            return not inspect(connection).get_table_names()
    finally:
        opened.engine.dispose()


def _run(settings: Settings, program: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise Unavailable(f"本机没有 {program}，PostgreSQL 不能备份和恢复。请先运行 {INSTALL}。")
    url = make_url(settings.database_url)
    plain = url._replace(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603
        [found, *words, "--dbname", plain],
        capture_output=True,
        text=True,
        env=os.environ | secret,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or [""]
        raise Unavailable(f"{program} 没有成功（{reason[0][:200]}）。请按提示处理后再试一次。")
