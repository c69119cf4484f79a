"""The migrations lead to exactly what the models say, on both stores; nothing happens on the way twice."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, text

from inspectapp import schema, tables
from inspectapp.shared import db

CHANGING = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")
#: Made by the database itself for the search index.
OF_THE_INDEX = ("unit_tokens", "ix_unit_search_tokens")
TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, pg_get_triggerdef(t.oid) || p.prosrc FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT tgisinternal"
    ),
}
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def rows(engine: Engine, query: dict[str, str]) -> dict[str, str]:
    with engine.connect() as connection:
        return {name: sql for name, sql in connection.execute(text(query[engine.dialect.name]))}


@pytest.fixture
def migrated(app):
    tables.load()
    return db.current().engine


@pytest.fixture
def from_models(migrated, tmp_path, on_postgres, request):
    """The same database made straight from the models."""
    server = request.getfixturevalue("postgres") if on_postgres else None
    url = server.database() if server else f"sqlite:///{tmp_path / 'models.db'}"
    made = db.Database(url)
    db.metadata.create_all(made.writing)
    yield made.engine
    made.engine.dispose()
    if server:
        server.drop(url)


def test_there_is_one_newest_migration():
    assert len(ScriptDirectory.from_config(schema.config()).get_heads()) == 1


def test_the_tables_are_those_of_the_models(migrated):
    def ours(thing, name, kind, reflected, compared):
        return not str(name).startswith(OF_THE_INDEX)

    with migrated.connect() as connection:
        options = {"compare_type": False, "include_object": ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


def test_columns_are_as_wide_and_as_strict_as_in_the_models(migrated, from_models):
    query = {
        "sqlite": (
            "SELECT m.name || '.' || c.name, upper(c.type) || c.\"notnull\" || c.pk FROM sqlite_master m "
            "JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> 'alembic_version'"
        ),
        "postgresql": (
            "SELECT table_name || '.' || column_name, udt_name || is_nullable || "
            "coalesce(character_maximum_length, 0) FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
        ),
    }
    assert rows(migrated, query) == rows(from_models, query)


@pytest.mark.parametrize("query", [TRIGGERS, INDEXES], ids=["triggers", "indexes"])
def test_every_promise_the_models_make_inside_the_database_is_kept(migrated, from_models, query):
    """Frozen versions, the search index: what `create_all` brings, the migrations bring too."""
    found, wanted = rows(migrated, query), rows(from_models, query)
    assert {name: found.get(name) for name in wanted} == wanted


def test_published_checklists_and_the_ledger_are_guarded(migrated):
    guards = " ".join(rows(migrated, TRIGGERS))
    for table in ("ledger_lines", "ledger_roots", "checklist_items", "checklist_versions"):
        assert table in guards


def test_a_database_at_the_newest_migration_is_left_alone(migrated):
    said = []

    def listen(*given):
        said.append(given[2])

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        schema.upgrade()
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert said
    assert [one for one in said if one.split()[0].upper() in CHANGING] == []
    assert schema.present() == schema.newest()
