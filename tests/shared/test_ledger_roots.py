"""The daily root: once a day, small, signed, and a witness against whoever later rewrites history."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from inspectapp.demo import accounts
from inspectapp.people.models import Person
from inspectapp.shared import db, ledger
from inspectapp.shared.ledger import checking, roots, writing
from inspectapp.shared.ledger.models import Head, Line, Root
from tests.conftest import NOW
from tests.shared.planting import Hands, resealed, rewritten

DAY = timedelta(days=1)
LINES, HEADS, ROOTS = Line.__table__, Head.__table__, Root.__table__


@pytest.fixture
def rooted(app):
    """Three days: gathered, something happened, gathered again, and again; answers the exported ones."""
    exported = []
    for day in range(3):
        with db.write_session() as session:
            person = accounts.person(session, accounts.CAST[day])
            ledger.note(session, person, "核对", by=None, at=NOW + day * DAY)
            exported.append(roots.export(roots.gather(session, at=NOW + day * DAY)))
    return exported


def told(exported):
    with checking.snapshot() as connection:
        return roots.verify_export(connection, exported)


def test_one_a_day_however_often_it_is_asked_for(app):
    made = []
    for hour in (0, 1, 9, 10):  # 14:05, 15:05, 23:05 and 00:05 in Beijing
        with db.write_session() as session:
            made.append(roots.gather(session, at=NOW + timedelta(hours=hour)).day)
    assert made == ["2026-11-21", "2026-11-21", "2026-11-21", "2026-11-22"]
    with db.read_session() as session:
        assert len(session.scalars(select(Root)).all()) == 2


def test_it_names_only_what_moved_since_the_last(rooted):
    first, second, _ = map(json.loads, rooted)
    assert len(first["moved"]) == first["heads"] > 10
    assert len(second["moved"]) == 2  # the person of that day, and the chain of the roots themselves
    assert second["before"] == first["sha256"]


def test_untouched_history_fits_every_exported_root(rooted):
    with checking.snapshot() as connection:
        assert checking.check(connection) == []
    assert [told(one) for one in rooted] == [[], [], []]


def rewrite_first_chain(at, name="别人"):
    """What somebody can do who holds the database and the key of the heads."""
    head = next(one for one in at.rows(HEADS) if one["kind"] == "people")
    chain = [line for line in at.rows(LINES) if line["thing_id"] == head["id"]]
    new = rewritten(chain, by_name=name)
    at.delete(LINES, *chain)
    at.insert(LINES, *new)
    sealed = resealed(head | {"sha256": new[-1]["sha256"]})
    at.update(HEADS, head, sha256=sealed["sha256"], mac=sealed["mac"])
    return head["id"], new


def test_a_stolen_key_of_the_heads_does_not_help(rooted):
    with db.current().writing.connect() as connection:
        at = Hands(connection)
        thing, _ = rewrite_first_chain(at)
        faults = at.done()
        assert {fault.kind for fault in faults} == {"历史被改写"}
        assert str(thing) in faults[0].sentence
        assert any(str(thing) in sentence for sentence in roots.verify_export(connection, rooted[0]))
        connection.rollback()


def test_all_stolen_keys_do_not_help_against_an_exported_root(rooted):
    """Lines, heads and roots rewritten with every key of this machine: the database itself looks whole."""
    with db.current().writing.connect() as connection:
        at = Hands(connection)
        rewrite_first_chain(at)
        chain = [line for line in at.rows(LINES) if line["thing_id"] == roots.CHAIN]
        at.delete(LINES, *chain)
        at.delete(ROOTS, *at.rows(ROOTS))
        at.delete(HEADS, *[head for head in at.rows(HEADS) if head["id"] == roots.CHAIN])
        for sentence in (roots.verify_export(connection, one) for one in rooted):
            assert "没有" in sentence[0] or "被改写" in sentence[0]
        connection.rollback()


def test_a_database_older_than_the_export_is_called_that(rooted):
    with db.current().writing.connect() as connection:
        at = Hands(connection)
        at.delete(ROOTS, at.rows(ROOTS)[-1])
        newest = max(rooted, key=lambda one: json.loads(one)["day"])
        day = json.loads(newest)["day"]
        at.delete(ROOTS, *[row for row in at.rows(ROOTS) if row["day"] == day])
        assert "更早的备份" in roots.verify_export(connection, newest)[0]
        connection.rollback()


CHANGES = {
    "another day": {"day": "2026-11-20"},
    "fewer heads": {"heads": 3},
    "nothing moved": {"moved": []},
    "another digest": {"sha256": "0" * 64},
    "no signature": {"signature": ""},
    "a moment that is none": {"at": "gestern"},
    "another kind": {"kind": "x"},
    "no list": {"moved": "x"},
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_export_is_refused(rooted, case):
    changed = json.loads(rooted[0]) | CHANGES[case]
    assert told(json.dumps(changed)) == ["这个文件不是完整的日根，或导出后被改过。请换一份没有改过的。"]


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "\x00", '{"at": 1}'])
def test_what_is_no_root_at_all_is_refused(rooted, text):
    assert "不是完整的日根" in told(text)[0]


def test_an_export_signed_by_somebody_else_is_not_ours(rooted):
    foreign = Ed25519PrivateKey.generate()
    root = json.loads(rooted[0])
    root["signature"] = foreign.sign(f"{roots.KIND}\0{root['sha256']}".encode()).hex()
    root["public_key"] = foreign.public_key().public_bytes_raw().hex()
    assert "不是用本系统的密钥签的" in told(json.dumps(root))[0]


def test_a_forged_root_in_the_database_is_named(rooted):
    with db.current().writing.connect() as connection:
        at = Hands(connection)
        row = at.rows(ROOTS)[0]
        at.update(ROOTS, row, signature="00" * 64)
        faults = at.done()
        assert [f for f in faults if f.kind == "被修改" and f"{row['day']}的日根" in f.sentence]
        connection.rollback()


def test_an_act_without_a_line_between_two_roots_changes_nothing(app):
    with db.write_session() as session:
        first = roots.gather(session, at=NOW)
        person = session.scalars(select(Person)).first()
        person.password_hash = "x"
        session.flush()
        second = roots.gather(session, at=NOW + DAY)
        assert [thing for thing, *_ in second.moved] == [roots.CHAIN.hex]
        assert second.before == first.sha256 != writing.START
