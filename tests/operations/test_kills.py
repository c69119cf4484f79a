"""The server is killed while people write, over and over: what was answered is there, and is there once."""

import json
import os
import random
import shutil
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from inspectapp.app import open_stores
from inspectapp.demo.accounts import FILE_NAME
from inspectapp.people.models import Region
from inspectapp.shared import db
from inspectapp.shared.ledger import checking
from inspectapp.shared.ledger.models import Line
from inspectapp.subjects.models import Staff, Unit
from inspectapp.web.once import Op as Kept
from tests.fixtures.server import free_port
from tests.operations.killing import Client, Server, ask, until, until_answered

CLIENTS = 4
#: Four seeds, two here and two in test_kills_again.py so that two workers share them: 200 kills on SQLite.
KILLS = int(os.environ.get("KILLS", "50"))
KILLS_ON_POSTGRES = 8
OFFICERS = ("zhifa1", "zhifa2", "kezhang")


@pytest.fixture
def installation(settings, template, on_postgres):
    """A copy of the cast's installation with a port of its own; in memory, for no disk is pulled out here."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kills-", dir=memory) as name:
        folder = Path(name)
        shutil.copytree(settings.data, folder, dirs_exist_ok=True)
        shutil.copy(template.data / FILE_NAME, folder)
        url = settings.database_url if on_postgres else f"sqlite:///{folder / 'inspectapp.db'}"
        files = (folder / "files").as_uri()
        copied = replace(settings, data=folder, database_url=url, files_url=files)
        open_stores(copied)
        yield replace(copied, port=free_port(), workers=2, threads=4)
        db.current().engine.dispose()


def signed_in(settings, login):
    password = json.loads((settings.data / FILE_NAME).read_text())[login]
    status, _, cookie, page = ask(settings.port, "POST", "/sign-ins", {"login": login, "password": password})
    assert status == 303, page[:500]
    return cookie


def clients_of(settings, seed, stop):
    with db.read_session() as session:
        region = str(session.scalars(select(Region.id).where(Region.name == "澄溪县")).one())
    cookies = [signed_in(settings, login) for login in OFFICERS[:2]]
    return [
        Client(number, settings.port, cookies[number % len(cookies)], region, seed, stop)
        for number in range(CLIENTS)
    ]


def kill_at_random(server, clients, kills, chance):
    """Wait until work is being done again, then strike somewhere in the middle of it."""
    for _ in range(kills):
        wait_for(clients, answered(clients) + chance.randint(1, 4))
        threading.Event().wait(chance.uniform(0, 0.03))
        one_kill(server, chance)


def one_kill(server, chance):
    """Mostly one of two workers, sometimes everything at once; a kill that met nobody is made up for."""
    before = sum(server.killed.values())
    if chance.random() < 0.2:
        server.kill_group()
    while sum(server.killed.values()) == before:
        server.kill_worker(chance)


def answered(clients):
    return sum(len(client.ops) for client in clients)


def wait_for(clients, count):
    until(lambda: answered(clients) >= count or trouble(clients), "nobody gets on")


def trouble(clients):
    return [client.trouble for client in clients if client.trouble]


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["jia", "yi"])
def test_killed_at_random_moments(installation, tmp_path, on_postgres, seed, capsys):
    survive(installation, tmp_path / "log", KILLS_ON_POSTGRES if on_postgres else KILLS, seed, capsys)


def survive(installation, log, kills, seed, capsys):
    """Kill, look what was answered, ask again, and check that all of it is there once."""
    chance, stop = random.Random(seed), threading.Event()
    with Server(installation, log) as server:
        clients = clients_of(installation, seed, stop)
        for client in clients:
            client.start()
        try:
            kill_at_random(server, clients, kills, chance)
        finally:
            stop.set()
            for client in clients:
                client.join(600)
        assert not any(client.is_alive() for client in clients)
        assert trouble(clients) == []
        assert sum(server.killed.values()) == kills
        ops = [(client, op) for client in clients for op in client.ops]
        before = everything()
        asked_again(chance.sample(ops, min(len(ops), 20)))
        assert everything() == before
    repeated = sum(op.tries > 1 for _, op in ops)
    with capsys.disabled():
        told = f"kills {server.killed}, {len(ops)} writes answered, {repeated} of them asked more than once"
        sys.stdout.write(f"\n  seed {seed}: {told}\n")
    check_all_there_once(clients)
    check_sound()


def everything():
    with db.read_session() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in db.metadata.sorted_tables
            if table.name in {"units", "staff", "ops", "ledger_lines", "ledger_heads"}
        }


def asked_again(sample):
    """The same id once more: the first answer again, and nothing happens."""
    for client, op in sample:
        status, location, _, _ = until_answered(client.port, "POST", op.path, op.form, client.cookie)
        assert (status, location) == (op.status, op.location)


def check_all_there_once(clients):
    """Every answered write is there exactly once, and nothing else is."""
    ops = [op for client in clients for op in client.ops]
    wanted = Counter(op.what for op in ops)
    with db.read_session() as session:
        units = {f"/subjects/{unit.id}": unit for unit in session.scalars(select(Unit))}
        registered = {op.location: op for op in ops if op.what == "unit"}
        assert units.keys() == registered.keys() and len(registered) == wanted["unit"]
        assert all(units[path].name == op.form["name"] for path, op in registered.items())
        edits = Counter(op.path for op in ops if op.what == "edit")
        assert {path: unit.version for path, unit in units.items()} == {p: 1 + edits[p] for p in units}
        last = {op.path: op.form["address"] for op in ops if op.what == "edit"}
        assert all(units[path].address == address for path, address in last.items())
        people = Counter(
            (f"/subjects/{one.unit_id}/staff", one.name) for one in session.scalars(select(Staff))
        )
        assert people == Counter((op.path, op.form["name"]) for op in ops if op.what == "staff")
        assert set(people.values()) <= {1}
        kept = {str(one) for one in session.scalars(select(Kept.id))}
        assert {op.form["op_id"] for op in ops} == kept
        told = session.scalar(select(func.count()).where(Line.thing_kind == "units"))
        assert told == len(ops)


def check_sound():
    with checking.snapshot() as connection:
        assert [fault.sentence for fault in checking.check(connection)] == []
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
