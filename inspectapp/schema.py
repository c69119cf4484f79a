"""Bringing the database up to the code: migrations, WAL once, triggers that keep registers append-only."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url

from inspectapp.shared import db

ROOT = Path(__file__).resolve().parent.parent


def config() -> Config:
    """Alembic's configuration, independent of the folder we were started from."""
    settings = Config(str(ROOT / "alembic.ini"))
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    return settings


def upgrade() -> None:
    """Forward to the newest migration. WAL is switched on here, once, not by racing workers."""
    database = db.current()
    if database.is_sqlite:
        _prepare_file(database)
    command.upgrade(config(), "head")


def _prepare_file(database: db.Database) -> None:
    path = make_url(str(database.engine.url)).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    raw = database.engine.raw_connection()
    try:
        raw.driver_connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]
    finally:
        raw.close()


def present() -> str | None:
    """The migration this database stands at."""
    with db.current().reading.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The migration this code brings."""
    return ScriptDirectory.from_config(config()).get_current_head()


def knows(revision: str) -> bool:
    """Whether this code can bring a database of that migration up to date."""
    return revision in {step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()}
