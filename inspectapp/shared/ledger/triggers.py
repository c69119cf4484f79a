"""Triggers that refuse UPDATE and DELETE on append-only tables, in SQLite and in PostgreSQL."""

from sqlalchemy import Connection, text

REFUSAL = "append-only"

POSTGRES_BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
{POSTGRES_BODY} $$ LANGUAGE plpgsql
"""


def append_only(connection: Connection, *tables: str) -> None:
    """From here on rows of these tables can only be added."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(POSTGRES_FUNCTION))
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(text(statement(connection.dialect.name, table, verb)))


def name_of(table: str, verb: str) -> str:
    """`doctor` looks for the triggers by these names."""
    return f"{table}_no_{verb.lower()}"


def statement(dialect: str, table: str, verb: str) -> str:
    """The trigger as it is made; SQLite keeps this very text."""
    name = name_of(table, verb)
    if dialect == "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
