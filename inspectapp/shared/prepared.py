"""Hot statements: put together once, then handed straight to the driver with the columns' own conversions.

Of the time of a saved answer a third went into preparing the same eight statements anew. Same transaction,
same errors as `connection.execute`; for single rows only.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from typing import Any, cast

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.exc import DBAPIError

Convert = Callable[[Any], Any]


class Prepared:
    """One statement; every value it asks for is given by name."""

    def __init__(self, statement: ClauseElement) -> None:
        self.statement = statement
        self._ready: dict[str, _Ready] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Execute a change."""
        self._on(connection).execute(connection, values).close()

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any | None:
        """The one row that is found, or the first of them."""
        ready = self._on(connection)
        return ready.first_of(ready.execute(connection, values))

    def alone(self, connection: Connection, values: Mapping[str, Any]) -> Any | None:
        """The same when nothing else is read with it: SQLite then needs no transaction around it."""
        if connection.dialect.name != "sqlite" or connection.in_transaction():
            return self.first(connection, values)
        ready = self._on(connection)
        return ready.first_of(ready.ask(connection, values))

    def _on(self, connection: Connection) -> "_Ready":
        name = connection.dialect.name
        if name not in self._ready:
            self._ready[name] = _Ready(self.statement, connection.dialect)
        return self._ready[name]


class _Ready:
    """The statement in one database's words."""

    def __init__(self, statement: ClauseElement, dialect: Any) -> None:
        self.dialect = dialect
        compiled = cast(Any, statement.compile(dialect=dialect))
        self.sql = compiled.string
        self.names, params = compiled.binds, compiled.params
        self.constants = {name: params[name] for name in self.names if not self.names[name].required}
        self.places = compiled.positiontup if compiled.positional else None
        inward: dict[str, Convert] = compiled._bind_processors
        self.inward = [(name, inward.get(name)) for name in (self.places or self.names)]
        columns = getattr(compiled, "_result_columns", ())
        self.types = [column.type for column in columns]
        self.found: Any = namedtuple("Found", [column.keyname for column in columns])  # type: ignore[misc]
        self.outward: list[Convert | None] | None = None

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Within the transaction, which begins now at the latest."""
        if not connection.in_transaction():
            connection.begin()
        return self.ask(connection, values)

    def ask(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The same without a transaction around it."""
        driver = self.dialect.loaded_dbapi
        cursor = connection.connection.dbapi_connection.cursor()  # type: ignore[union-attr]
        try:
            cursor.execute(self.sql, self.bound(values))
        except driver.Error as error:
            raise DBAPIError.instance(
                self.sql, None, error, driver.Error, hide_parameters=True, dialect=self.dialect
            ) from error
        return cursor

    def first_of(self, cursor: Any) -> Any | None:
        """The first row, and the cursor is done with."""
        try:
            found = cursor.fetchone()
            return None if found is None else self.row(cursor, found)
        finally:
            cursor.close()

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them, in its order or by name."""
        every = {**self.constants, **values} if self.constants else values
        if self.places is None:
            return {name: convert(every[name]) if convert else every[name] for name, convert in self.inward}
        return [convert(every[name]) if convert else every[name] for name, convert in self.inward]

    def row(self, cursor: Any, found: Any) -> Any:
        """The row as the columns' types understand it."""
        if self.outward is None:
            self.outward = [
                kind._cached_result_processor(self.dialect, told[1])
                for kind, told in zip(self.types, cursor.description, strict=True)
            ]
        pairs = zip(self.outward, found, strict=True)
        return self.found(*[convert(value) if convert else value for convert, value in pairs])
