"""Connections that lie ready between requests: taking one out of the pool costs more than reading a row."""

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError


class Idle:
    """A few connections of one engine, the one used last on top: it still knows its statements and pages."""

    MOST = 8

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lying: list[Connection] = []

    def take(self) -> Connection:
        """One that lies ready, else one from the pool."""
        try:
            return self._lying.pop()
        except IndexError:
            return self.engine.connect()

    def put_back(self, connection: Connection) -> None:
        """What was not committed is taken back; one that is not as it came does not stay."""
        try:
            connection.rollback()
        except DBAPIError:  # whatever broke has been told where it broke
            connection.invalidate()
        if len(self._lying) < self.MOST and _as_it_came(connection):
            self._lying.append(connection)
        else:
            connection.close()

    def let_go(self) -> None:
        """None is left open."""
        while self._lying:
            left = self._lying.pop()
            left.detach()
            left.close()


def _as_it_came(connection: Connection) -> bool:
    if connection.closed or connection.invalidated:
        return False
    return not connection.connection.dbapi_connection.in_transaction  # type: ignore[union-attr]
