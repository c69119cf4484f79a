"""Is the database whole, at the version of this code, and set so that nothing answered is ever lost?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pysqlite3
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from inspectapp import schema
from inspectapp.config import Settings
from inspectapp.operations.doctor.findings import Finding, bad, good
from inspectapp.shared import clock, db

FULL = 2
FEW = 5
APART = timedelta(minutes=2)


def is_there(settings: Settings) -> bool:
    """False before the first start; asking must not make an empty file."""
    url = make_url(settings.database_url)
    return not settings.database_url.startswith("sqlite") or Path(str(url.database)).is_file()


def is_current() -> bool:
    """Only a database at this version can be asked what it holds."""
    try:
        return schema.present() == schema.newest()
    except SQLAlchemyError:
        return False


def look(settings: Settings) -> Iterator[Finding]:
    """The file or server itself first, then what it holds."""
    if db.current().is_sqlite:
        yield from _library()
    with db.current().reading.connect() as connection:
        yield from _sqlite(connection) if db.current().is_sqlite else _postgres(connection)
    yield from _version()


def _version() -> Iterator[Finding]:
    present, newest = schema.present(), schema.newest()
    if present == newest:
        yield good(f"数据库结构是最新版本 {newest}")
    else:
        have = present or "空"
        yield bad(f"数据库结构是版本 {have}，程序需要版本 {newest}。请先备份，再运行 inspectapp db upgrade。")


def _library() -> Iterator[Finding]:
    version = ".".join(map(str, pysqlite3.sqlite_version_info))
    if pysqlite3.sqlite_version_info < db.SAFE_SQLITE:
        yield bad(f"SQLite {version} 有已知的数据损坏缺陷。请重新安装 pysqlite3。")
    else:
        yield good(f"SQLite {version}")


def _sqlite(connection: Connection) -> Iterator[Finding]:
    def ask(pragma: str) -> object:
        return connection.execute(text(f"PRAGMA {pragma}")).scalar()

    if ask("journal_mode") != "wal":
        yield bad("数据库没有使用 WAL 日志。请停止服务后运行 inspectapp db upgrade。")
    if ask("synchronous") != FULL or ask("foreign_keys") != 1:
        yield bad("数据库连接没有使用完整落盘或外键检查。请重新安装本程序的原版。")
    yield from _whole(connection)


def _whole(connection: Connection) -> Iterator[Finding]:
    said = [str(row[0]) for row in connection.execute(text(f"PRAGMA quick_check({FEW})"))]
    if said != ["ok"]:
        yield bad(f"数据库文件已损坏（{said[0][:120]}）。请停止服务，用最近的备份恢复。")
        return
    strays = connection.execute(text("PRAGMA foreign_key_check")).fetchmany(FEW)
    for stray in strays:
        yield bad(f"数据库表 {stray[0]} 有一行指向不存在的 {stray[2]}。请保留现场，用最近的备份核对。")
    if not strays:
        yield good("数据库文件完整")


def _postgres(connection: Connection) -> Iterator[Finding]:
    version = connection.execute(text("SHOW server_version")).scalar()
    yield good(f"PostgreSQL {version} 已连接")
    for setting in ("fsync", "synchronous_commit"):
        value = connection.execute(text(f"SHOW {setting}")).scalar()
        if value == "off":
            yield bad(f"PostgreSQL 的 {setting} 是 {value}，断电时会丢失已保存的内容。请改为 on 后重启它。")
    theirs = connection.execute(text("SELECT now()")).scalar_one()
    if abs(theirs - clock.now()) > APART:
        yield bad("数据库服务器与本机的时间相差超过2分钟。请为两台机器校准时间。")
