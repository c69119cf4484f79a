"""Hot statements handed straight to the driver give and take just what the slower way does."""

import uuid

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from inspectapp.shared import db
from inspectapp.shared.ledger.models import Head
from inspectapp.shared.prepared import Prepared
from inspectapp.web.once import Op
from tests.conftest import NOW

heads, ops = Head.__table__, Op.__table__
FIND = select(ops).where(ops.c.id == bindparam("op"))
KEEP, FOUND = Prepared(insert(ops)), Prepared(FIND)
MOVE = Prepared(update(heads).where(heads.c.id == bindparam("thing")).values(mac=bindparam("new")))


def op(**more):
    return {
        "id": uuid.uuid4(), "person_id": None, "route": "POST /", "fingerprint": "f", "status": 200,
        "headers": {"Location": "/对象"}, "body": "回执", "at": NOW,
    } | more  # fmt: skip


def test_a_row_comes_back_as_it_was_given_and_as_the_slow_way_reads_it(app):
    given = op()
    with db.write_session() as session:
        KEEP.run(session.connection(), given)
    with db.read_session() as session:
        quick = FOUND.first(session.connection(), {"op": given["id"]})
        slow = session.connection().execute(FIND, {"op": given["id"]}).one()
    assert tuple(quick) == tuple(slow)
    assert {name: getattr(quick, name) for name in given} == given


def test_the_body_lies_encrypted_as_the_column_says(app):
    given = op()
    with db.write_session() as session:
        KEEP.run(session.connection(), given)
        raw = session.connection().exec_driver_sql("select body from ops").scalars().all()
    assert raw and "回执" not in raw


def test_nothing_found_is_none(app):
    with db.read_session() as session:
        assert FOUND.first(session.connection(), {"op": uuid.uuid4()}) is None


def test_it_is_part_of_the_transaction_around_it(app):
    given = op()
    with db.current().turn(), db.current().writing.connect() as connection:
        KEEP.run(connection, given)
        connection.rollback()
    with db.read_session() as session:
        assert FOUND.first(session.connection(), {"op": given["id"]}) is None


def test_a_refusal_of_the_database_arrives_in_the_known_words(app):
    given = op()
    with db.write_session() as session:
        KEEP.run(session.connection(), given)
    with pytest.raises(IntegrityError), db.write_session() as session:
        KEEP.run(session.connection(), given)


def test_a_value_that_is_missing_is_a_mistake_of_the_program(app):
    with db.write_session() as session, pytest.raises(KeyError):
        MOVE.run(session.connection(), {"thing": uuid.uuid4()})


def test_asked_alone_it_finds_the_same_and_leaves_no_snapshot_behind_on_sqlite(app, on_postgres):
    given = op()
    with db.current().reading.connect() as looking:
        assert FOUND.alone(looking, {"op": given["id"]}) is None
        assert looking.in_transaction() is on_postgres
        looking.rollback()
        with db.write_session() as session:
            KEEP.run(session.connection(), given)
        assert FOUND.alone(looking, {"op": given["id"]}) == FOUND.first(looking, {"op": given["id"]})


def test_asked_alone_within_a_transaction_it_sees_what_that_one_sees(app):
    given = op()
    with db.current().turn(), db.current().writing.connect() as connection:
        KEEP.run(connection, given)
        assert FOUND.alone(connection, {"op": given["id"]}).body == given["body"]
        connection.rollback()
