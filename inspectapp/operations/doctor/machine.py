"""The machine around the installation: fonts, free space, the clock, the age of the last backup."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from inspectapp.config import Settings
from inspectapp.operations.doctor.findings import Finding, bad, good
from inspectapp.shared import clock, db, paper
from inspectapp.shared.ledger import writing

GIGABYTE = 1024**3
LEAST_SPACE = 2 * GIGABYTE
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=5)
BACKUP_AGE = timedelta(days=7)
#: Written by every backup; the only thing `doctor` knows about them.
BACKUP_RECORD = "last-backup.json"


def look(settings: Settings) -> Iterator[Finding]:
    """What can be asked without the database."""
    problems = paper.check_fonts()
    yield from (bad(problem.sentence) for problem in problems)
    if not problems:
        yield good("字体和排版组件齐全")
    yield from _space(settings)


def _space(settings: Settings) -> Iterator[Finding]:
    folder = settings.data if settings.data.exists() else settings.data.parent
    free = shutil.disk_usage(folder).free
    if free < LEAST_SPACE:
        yield bad(f"数据所在的磁盘只剩{free / GIGABYTE:.1f}GB。请尽快清理磁盘或换更大的磁盘。")
    else:
        yield good(f"磁盘还有{free / GIGABYTE:.0f}GB")


def look_at_clock(settings: Settings) -> Iterator[Finding]:
    """Deadlines follow this clock: it may not stand before what it has already written."""
    now, last = clock.now(), _moment(func.max(writing.lines.c.at))
    if now < EARLIEST or (last is not None and now + AHEAD < last):
        yield bad(f"本机时间是{clock.daytime(now)}，比最后一条登记还早。请校准本机时间。")
    else:
        yield good(f"本机时间{clock.daytime(now)}")


def look_at_backups(settings: Settings) -> Iterator[Finding]:
    """A young installation may still be without one."""
    record, now = _record(settings), clock.now()
    if record is not None:
        age = now - record
        said = f"最近一次备份是{clock.daytime(record)}"
        yield bad(f"{said}，已超过7天。请运行 inspectapp backup 文件名。") if age > BACKUP_AGE else good(said)
        return
    first = _moment(func.min(writing.lines.c.at))
    if first is not None and now - first > BACKUP_AGE:
        yield bad("还没有做过备份。请运行 inspectapp backup 文件名。")
    else:
        yield good("还没有备份；使用满7天前请运行 inspectapp backup 文件名")


def _record(settings: Settings) -> datetime | None:
    try:
        told = json.loads((settings.data / BACKUP_RECORD).read_text())
        return datetime.fromisoformat(told["at"]).astimezone(UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _moment(what: Any) -> datetime | None:
    with db.read_session() as session:
        found: datetime | None = session.execute(select(what)).scalar()
    return found
