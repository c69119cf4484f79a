"""Every stored file that a row names: is it there, and are its bytes those that were put there?"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from inspectapp.config import Settings
from inspectapp.operations.doctor.findings import Finding, bad, good
from inspectapp.shared import db
from inspectapp.shared.files import Missing, Store, Tampered, open_store
from inspectapp.shared.ledger import checking

AT_ONCE = 500
Named = tuple[str, str, str]


def look(settings: Settings) -> Iterator[Finding]:
    """Rows first, then what nobody names."""
    store, seen, faults = open_store(settings.files_url), set[bytes](), 0
    with checking.snapshot() as connection:
        for sha256, table, row in named_files(connection):
            known = bytes.fromhex(sha256) if len(sha256) == 64 else sha256.encode()
            sentence = None if known in seen else _fault(store, sha256)
            seen.add(known)
            if sentence:
                faults += 1
                yield bad(f"表 {table} 的行 {row} 的文件 {sha256[:12]}…{sentence}")
    if not faults:
        yield good(f"{len(seen)}个文件与数据核对无误")
    spare = sum(bytes.fromhex(name) not in seen for name in store.all())
    if spare:
        yield good(f"有{spare}个文件没有被引用，可能是刚上传或提交到一半的")


def named_files(connection: Connection) -> Iterator[Named]:
    """(address, table, row) of every stored file that some row names; a table says so in `stored_files`."""
    for model in _models(db.Row):
        table = model.__table__
        for name in sorted(getattr(model, "stored_files", ())):
            query = select(table.c.id, table.c[name]).order_by(table.c.id)
            for row, held in connection.execute(query, execution_options={"yield_per": AT_ONCE}):
                for sha256 in [held] if isinstance(held, str) else held or ():
                    if sha256:
                        yield sha256, table.name, str(row)


def _models(base: Any) -> Iterator[Any]:
    for model in base.__subclasses__():
        if hasattr(model, "__table__"):
            yield model
        yield from _models(model)


def _fault(store: Store, sha256: str) -> str | None:
    try:
        store.open(sha256, verify=True).close()
    except Missing:
        return "不见了。请从备份中找回这个文件。"
    except Tampered:
        return "与存入时不一致。请保留现场，从备份中找回原文件。"
    return None
