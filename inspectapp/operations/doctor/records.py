"""The ledger and its daily roots: against themselves, every recorded row, and what was exported."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select

from inspectapp.config import Settings
from inspectapp.operations import daily
from inspectapp.operations.doctor.findings import Finding, bad, good
from inspectapp.shared import clock
from inspectapp.shared.ledger import checking, roots, writing

DO = "请保留现场，用最近的备份核对"


def look(settings: Settings) -> Iterator[Finding]:
    """Only a ledger without faults gets today's root."""
    with checking.snapshot() as connection:
        count = connection.execute(select(func.count()).select_from(writing.lines)).scalar_one()
        faults = checking.check(connection)
        exported = [finding for path in daily.exported(settings) for finding in _exported(connection, path)]
    yield from (bad(f"登记册：{fault.sentence}{DO}。") for fault in faults)
    yield from exported
    if not faults and not exported:
        yield good(f"登记册{count}条登记与全部数据核对无误")
        path = daily.gather(settings, at=clock.now())
        yield good(f"今天的日根在 {path}，请复制到另一台机器保存")


def _exported(connection: Connection, path: Path) -> Iterator[Finding]:
    text = path.read_text(encoding="utf-8", errors="replace")
    for sentence in roots.verify_export(connection, text):
        yield bad(f"日根文件 {path}：{sentence}{DO}。")
