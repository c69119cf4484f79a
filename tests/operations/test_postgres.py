"""The throw-away PostgreSQL that the second test pass runs on."""

from sqlalchemy import create_engine, text

from tests.fixtures.postgres import Postgres, cluster
from tests.fixtures.postgres import postgres as postgres


def ask(address: str, question: str) -> object:
    engine = create_engine(address)
    with engine.begin() as connection:
        result = connection.execute(text(question))
        answer = result.scalar_one() if result.returns_rows else None
    engine.dispose()
    return answer


def test_each_database_is_its_own(postgres: Postgres):
    first, second = postgres.database(), postgres.database()
    ask(first, "CREATE TABLE only_here (id int)")
    assert ask(first, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'") == 1
    assert ask(second, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'") == 0


def test_it_sorts_as_sqlite_does_and_speaks_chinese(postgres: Postgres):
    address = postgres.database()
    assert (
        ask(address, "SELECT string_agg(v, '' ORDER BY v) FROM (VALUES ('b'), ('B'), ('a')) AS t(v)") == "Bab"
    )
    assert ask(address, "SELECT length('安培督查')") == 4


def test_a_dropped_database_is_gone(postgres: Postgres):
    address = postgres.database("gone")
    postgres.drop(address)
    assert postgres.sql("SELECT count(*) FROM pg_database WHERE datname = 'gone'") == "0"


def test_it_leaves_nothing_behind():
    with cluster() as server:
        folder = server.folder
        assert server.sql("SELECT 1") == "1"
    assert not folder.exists()
