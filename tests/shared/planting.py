"""A small ledger with rows in every recorded table, and hands that change it behind its back."""

import datetime as dt
import enum
import uuid
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.schema import sort_tables

from inspectapp import tables
from inspectapp.shared import db, ledger
from inspectapp.shared.ledger import checking, digests, writing
from inspectapp.shared.ledger.models import Census, Head, Line
from tests.conftest import NOW

tables.load()
MODELS = {model.__tablename__: model for model in checking.recorded_models()}
LEDGER = {model.__tablename__: model for model in (Line, Head, Census)}
#: The root's own rows are made by its own verb.
PLANTED = [name for name in MODELS if name != "ledger_roots"]


def value_for(column, number, made):
    """A value that a column takes, another for each number."""
    for key in column.foreign_keys:
        rows = made.get(key.column.table.name)
        return rows[number % len(rows)].id if rows else None
    if words := getattr(column.type, "words", None):
        return next(iter(words))
    kind = python_type(column)
    made_up = {
        str: f"{column.key}{number}", bool: False, int: number + 1, float: number + 0.5,
        uuid.UUID: uuid.UUID(int=1000 + number), dt.date: dt.date(2026, 1, 1 + number),
        dt.datetime: NOW + dt.timedelta(days=number), dict: {"说": number}, list: [],
    }  # fmt: skip
    return made_up[kind]


def python_type(column):
    kind = getattr(column.type, "impl_instance", column.type).python_type
    if kind is object:
        model = (MODELS | LEDGER)[column.table.name]
        return list if "list" in str(model.model_fields[column.key].annotation) else dict
    return str if issubclass(kind, enum.Enum) else kind


def plant(session):
    """Three rows in every recorded table, each told twice."""
    connection = session.connection()
    loosen(connection)
    made = {}
    for table in sort_tables([model.__table__ for model in MODELS.values()]):
        if table.name in PLANTED:
            made[table.name] = [planted(session, MODELS[table.name], n, made) for n in range(3)]


def planted(session, model, number, made):
    columns = [column for column in model.__table__.columns if column.key != "id"]
    row = model(**{column.key: value_for(column, number, made) for column in columns})
    session.add(row)
    for act in ("添加", "核对"):
        ledger.note(session, row, act, by=None, at=NOW, number=number)
    return row


def loosen(connection):
    """The hands of whoever holds the database itself: no constraint and no trigger stops them."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for pragma in ("defer_foreign_keys", "ignore_check_constraints"):
        connection.exec_driver_sql(f"PRAGMA {pragma}=ON")


@dataclass
class Hands:
    """Changes rows without the ledger; whatever was done is undone at the end of each case."""

    connection: object

    def __post_init__(self):
        loosen(self.connection)
        if self.connection.dialect.name == "sqlite":
            found = self.connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type='trigger'"))
            self.triggers = [tuple(row) for row in found]
            for name, _ in self.triggers:
                self.connection.execute(text(f"DROP TRIGGER {name}"))

    def done(self):
        self.guard_again()
        return checking.check(self.connection)

    def guard_again(self):
        """The triggers stand as if nobody had been here."""
        if self.connection.dialect.name == "sqlite":
            for _, sql in self.triggers:
                self.connection.exec_driver_sql(sql)

    def rows(self, table):
        order = [column for column in (table.c.get("thing_id"), table.c.get("number")) if column is not None]
        return [
            dict(row._mapping) for row in self.connection.execute(select(table).order_by(*order, table.c.id))
        ]

    def update(self, table, row, **values):
        self.connection.execute(update(table).where(table.c.id == row["id"]).values(**values))

    def delete(self, table, *rows):
        for row in rows:
            self.connection.execute(delete(table).where(table.c.id == row["id"]))

    def insert(self, table, *rows):
        for row in rows:
            self.connection.execute(insert(table).values(**row))

    def swap(self, table, one, other):
        self.delete(table, one, other)
        self.insert(table, one | {"id": other["id"]}, other | {"id": one["id"]})


def altered(column, value):
    """Another value that the column takes."""
    if words := getattr(column.type, "words", None):
        return next((word for word in words if word is not value), None)
    kind = python_type(column)
    if value is None:
        return value_for_free(kind)
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1000
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=1)
    if isinstance(value, str):
        return value + "改"
    return uuid.uuid4() if isinstance(value, uuid.UUID) else ["改"]


def value_for_free(kind):
    return {
        str: "改", bool: True, int: 7, float: 7.5, uuid.UUID: uuid.uuid4(), dt.date: dt.date(2020, 1, 1),
        dt.datetime: NOW, dict: {"改": 1}, list: ["改"],
    }[kind]  # fmt: skip


def another(table, row):
    """A row like this one, everything different that must be."""
    return {column.key: altered(column, row[column.key]) for column in table.columns} | {"id": uuid.uuid4()}


def resealed(head):
    """A head as whoever stole the MAC key would write it."""
    said = (head["kind"], head["id"], head["count"], head["sha256"])
    return head | {"mac": digests.mac(writing.key(), "head", *said)}


def rewritten(lines, **changed):
    """A chain told anew from its first line on: nothing in it betrays that it is not the old one."""
    before, new = writing.START, []
    for line in lines:
        said = {name: value for name, value in line.items() if name not in ("id", "sha256", "sm3")}
        said |= changed | {"before": before}
        body = digests.canonical(said)
        before = digests.sha256("line", body)
        new.append(said | {"id": digests.line_id(before), "sha256": before, "sm3": digests.sm3("line", body)})
    return new


def world(url):
    """Open a database and plant what all cases need."""
    opened = db.open_database(url)
    with opened.write() as session:
        plant(session)
    return opened
