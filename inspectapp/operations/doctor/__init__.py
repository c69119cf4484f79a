"""Looking the installation over: every finding is one line that names what is wrong and what to do."""

from collections.abc import Callable, Iterator

from sqlalchemy.exc import SQLAlchemyError

from inspectapp import tables
from inspectapp.config import Settings
from inspectapp.operations.doctor import database, files, keys, machine, records, seal
from inspectapp.operations.doctor.findings import Finding, bad
from inspectapp.shared import db, ledger, secrets
from inspectapp.shared.keys import Keyring
from inspectapp.shared.refusals import Refusal

__all__ = ["Finding", "examine"]

Look = Callable[[Settings], Iterator[Finding]]
#: Neither needs the database; the first must come before anything could make a missing key.
OUTSIDE: tuple[Look, ...] = (keys.look, machine.look)
INSIDE: tuple[Look, ...] = (
    records.look,
    files.look,
    seal.look,
    machine.look_at_clock,
    machine.look_at_backups,
)


def examine(settings: Settings) -> list[Finding]:
    """Everything there is to say; nothing is repaired, except that today's root is gathered."""
    if not database.is_there(settings):
        return [*machine.look(settings), bad("数据库还没有建立。请先运行 inspectapp serve。")]
    found = [finding for look in OUTSIDE for finding in look(settings)]
    tables.load()
    db.open_database(settings.database_url)
    found += _guarded(database.look, settings)
    if keys.lost(settings) or not database.is_current():
        return found
    _unlock(settings)
    return found + [finding for look in INSIDE for finding in _guarded(look, settings)]


def _unlock(settings: Settings) -> None:
    keyring = Keyring(settings.keys)
    secrets.unlock(keyring)
    ledger.unlock(keyring)


def _guarded(look: Look, settings: Settings) -> list[Finding]:
    try:
        return list(look(settings))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0][:160]
        return [bad(f"数据库读不出来（{reason}）。请停止服务，检查数据库，必要时用最近的备份恢复。")]
    except Refusal as refusal:
        return [bad(refusal.sentence)]
