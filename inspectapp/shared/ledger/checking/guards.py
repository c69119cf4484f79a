"""Are the recorded tables there, and do the triggers that keep the registers append-only still stand?"""

from sqlalchemy import Connection, inspect, text

from inspectapp.shared.ledger import triggers
from inspectapp.shared.ledger.checking.faults import Faults
from inspectapp.shared.ledger.checking.rows import recorded_models

KEPT = ("ledger_lines", "ledger_roots")
_POSTGRES = """
SELECT t.tgname, t.tgenabled::text || ' ' || p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal
"""
_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def check_guards(connection: Connection, faults: Faults) -> bool:
    """False when a table is gone altogether: then nothing else can be asked."""
    present = set(inspect(connection).get_table_names())
    wanted = {model.__tablename__ for model in recorded_models()}
    missing = sorted((wanted | {*KEPT, "ledger_heads", "ledger_census"}) - present)
    for table in missing:
        faults.add("被删除", table, "（全部）", "", "整张表不见了")
    if not missing:
        _check_triggers(connection, faults)
    return not missing


def _check_triggers(connection: Connection, faults: Faults) -> None:
    postgres = connection.dialect.name == "postgresql"
    standing = {name: sql for name, sql in connection.execute(text(_POSTGRES if postgres else _SQLITE))}
    for table in KEPT:
        for verb in ("UPDATE", "DELETE"):
            name = triggers.name_of(table, verb)
            if name not in standing or not _refuses(standing[name], table, verb, postgres):
                what = {"UPDATE": "修改", "DELETE": "删除"}[verb]
                faults.add("被去掉保护", table, "（全部）", "", f"禁止{what}的触发器 {name} 不在或被改过")


def _refuses(standing: str, table: str, verb: str, postgres: bool) -> bool:
    if postgres:
        enabled, _, body = standing.partition(" ")
        return enabled in ("O", "A") and " ".join(body.split()) == triggers.POSTGRES_BODY
    return " ".join(standing.split()) == triggers.statement("sqlite", table, verb)
