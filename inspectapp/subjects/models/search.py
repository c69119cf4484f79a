"""The search register: per unit one row of text and of tokens, indexed so that any part of a name finds it.

SQLite indexes the tokens with FTS5 (kept up by triggers), PostgreSQL with GIN; both answer the same question,
"which rows hold all these tokens", and the text then confirms the hit letter by letter.
"""

import uuid
from typing import Any

from sqlalchemy import ARRAY, DDL, Text, event, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class Tokens(TypeDecorator[list[str]]):
    """A set of tokens: an array where the database has arrays, else words with blanks between them."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(ARRAY(Text) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[str] | None, dialect: Any) -> Any:
        return value if value is None or dialect.name == "postgresql" else " ".join(value)

    def process_result_value(self, value: Any, dialect: Any) -> list[str] | None:
        return value.split() if isinstance(value, str) else value

    def __repr__(self) -> str:
        return "Text().with_variant(ARRAY(Text()), 'postgresql')"


class UnitSearch(SQLModel, table=True):
    """Derived from the unit and its earlier names; can be rebuilt at any time, so it is not ledgered."""

    __tablename__ = "unit_search"

    serial: int | None = Field(default=None, primary_key=True)
    unit_id: uuid.UUID = Field(foreign_key="units.id", unique=True)
    text: str
    tokens: list[str] = Field(sa_type=Tokens)


#: For migrations: what each database needs beside the table itself.
INDEX_DDL: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE unit_tokens USING fts5"
        "(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii')",
        "CREATE TRIGGER unit_search_added AFTER INSERT ON unit_search BEGIN "
        "INSERT INTO unit_tokens(rowid, tokens) VALUES (new.serial, new.tokens); END",
        "CREATE TRIGGER unit_search_gone AFTER DELETE ON unit_search BEGIN "
        "DELETE FROM unit_tokens WHERE rowid = old.serial; END",
        "CREATE TRIGGER unit_search_changed AFTER UPDATE OF tokens ON unit_search BEGIN "
        "DELETE FROM unit_tokens WHERE rowid = old.serial; "
        "INSERT INTO unit_tokens(rowid, tokens) VALUES (new.serial, new.tokens); END",
    ),
    "postgresql": (
        "CREATE INDEX ix_unit_search_tokens ON unit_search USING gin (tokens) WITH (fastupdate = off)",
    ),
}
DROP_DDL = "DROP TABLE IF EXISTS unit_tokens"


def _on_create(target: Any, connection: Any, **_: Any) -> None:
    for statement in INDEX_DDL.get(connection.dialect.name, ()):
        connection.execute(text(statement))


table = UnitSearch.__table__  # type: ignore[attr-defined]
event.listen(table, "after_create", _on_create)
event.listen(table, "after_drop", DDL(DROP_DDL).execute_if(dialect="sqlite"))
