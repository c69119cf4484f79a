"""Once a day: gather the heads of the ledger into a signed root and lay it ready to leave the machine."""

import os
import re
from datetime import datetime
from pathlib import Path

from inspectapp.config import Settings
from inspectapp.shared import db
from inspectapp.shared.ledger import checking, roots
from inspectapp.shared.refusals import NotFound

FOLDER = "roots"
NAME = re.compile(r"\d{4}-\d{2}-\d{2}\.json")


def gather(settings: Settings, *, at: datetime) -> Path:
    """Today's root as a file; called at each start, by `doctor` and before a backup, made once a day."""
    with db.write_session() as session:
        root = roots.gather(session, at=at)
        told = roots.export(root)
    path = settings.data / FOLDER / f"{root.day}.json"
    if not path.exists():
        write_safely(path, told.encode())
    return path


def exported(settings: Settings) -> list[Path]:
    """The roots that were laid ready here, oldest first."""
    return sorted(path for path in (settings.data / FOLDER).glob("*.json") if NAME.fullmatch(path.name))


def verify(settings: Settings, file: Path) -> list[str]:
    """What a kept root says against this database; nothing when all fits."""
    if not file.is_file() or file.stat().st_size > 256 * 1024 * 1024:
        raise NotFound("没有找到这个日根文件。请核对文件名。")
    with checking.snapshot() as connection:
        return roots.verify_export(connection, file.read_text(encoding="utf-8", errors="replace"))


def write_safely(path: Path, body: bytes) -> None:
    """Whole or not at all, also when the power fails; readable by this account alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(body)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    keep_names(path.parent)


def keep_names(folder: Path) -> None:
    """A new name outlives a power cut when its folder is written, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
