"""A real installation, without the demo world, has its laws and checklists after `db upgrade`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from inspectapp.checklists.models import Pack, Version
from inspectapp.laws.models import LawEntry, LawVersion
from inspectapp.operations import shipping
from inspectapp.people.models import Person
from inspectapp.shared import clock, db
from inspectapp.shared.ledger.models import Line
from inspectapp.subjects.models import Trade
from tests.conftest import NOW

ROOT = Path(__file__).parents[2]
SHIPPED = (Trade, LawEntry, LawVersion, Pack, Version)


def counts():
    with db.read_session() as session:
        return {
            one.__tablename__: session.scalar(select(func.count()).select_from(one))
            for one in (*SHIPPED, Line)
        }


@pytest.fixture
def delivered(app):
    with clock.freeze(NOW):
        return shipping.bring_in(at=NOW)


def test_everything_shipped_is_there_and_told(delivered):
    found = counts()
    assert all(found[one.__tablename__] for one in SHIPPED)
    assert delivered.words.startswith("已装入随系统提供的内容：特种作业工种")
    assert f"检查表{found['checklist_packs']}份" in delivered.words


def test_a_second_time_changes_nothing_and_says_nothing(delivered):
    before = counts()
    again = shipping.bring_in(at=NOW)
    assert again == shipping.Brought(0, 0, 0)
    assert again.words == ""
    assert counts() == before


def test_upgrade_on_the_command_line_brings_it_and_no_demo_people(tmp_path):
    environment = {
        "PATH": os.environ["PATH"], "INSPECTAPP_DATA": str(tmp_path), "INSPECTAPP_DEMO": "0",
    }  # fmt: skip
    command = [sys.executable, "-m", "inspectapp", "db", "upgrade"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert "法律条目" in done.stdout
    assert "数据库已是最新版本" in done.stdout
    db.open_database(f"sqlite:///{tmp_path / 'inspectapp.db'}")
    with db.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0
        assert session.scalar(select(func.count()).select_from(Trade)) > 0
    db.current().engine.dispose()
