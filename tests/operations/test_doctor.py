"""The doctor finds what was planted, says where it is and what to do; what is sound gets no complaint."""

import json
import os
from collections import namedtuple
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from inspectapp import cli, config, schema
from inspectapp.demo import accounts
from inspectapp.operations import backups, daily, doctor
from inspectapp.operations.doctor import keys
from inspectapp.shared import clock, db, ledger, paper
from inspectapp.shared.files import open_store
from inspectapp.subjects.models.exchanges import RegisterExchange
from tests.conftest import NOW

#: What the PostgreSQL of these tests is: quick, and not made to outlive a power cut.
ONLY_IN_TESTS = "断电时会丢失"


def complaints(settings):
    return [one.line for one in doctor.examine(settings) if one.bad and ONLY_IN_TESTS not in one.line]


def alter(*statements):
    """Behind the ledger's back, with triggers and foreign keys out of the way."""
    with db.current().writing.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


@pytest.fixture
def sound(app, settings, monkeypatch):
    """The cast's installation, backed up just now; the fonts of this machine have a story of their own."""
    monkeypatch.setattr(paper, "check_fonts", list)
    backed_up(settings, clock.now())
    return settings


def backed_up(settings, at):
    (settings.data / "last-backup.json").write_text(json.dumps({"at": at.isoformat()}))


@pytest.fixture
def naming(monkeypatch):
    """A table whose rows name stored files."""
    monkeypatch.setattr(RegisterExchange, "stored_files", frozenset({"sha256"}), raising=False)


def test_a_sound_installation(sound):
    with clock.freeze(clock.now()):
        findings = doctor.examine(sound)
        assert complaints(sound) == []
        assert len(findings) >= 8 and all(one.line.strip() for one in findings)
        assert [path.name for path in daily.exported(sound)] == [f"{clock.today()}.json"]


def test_postgresql_that_forgets_at_a_power_cut_is_named(sound, on_postgres):
    named = [one.line for one in doctor.examine(sound) if ONLY_IN_TESTS in one.line]
    assert len(named) == (2 if on_postgres else 0)


def key_gone(settings, _):
    (settings.keys / "ledger.key").unlink()


def key_cut(settings, _):
    (settings.keys / "fields.key").write_bytes(b"x")


def key_open(settings, _):
    (settings.keys / "roots.key").chmod(0o644)


def keys_open(settings, _):
    settings.keys.chmod(0o755)


def other_key(settings, _):
    (settings.keys / "ledger.key").write_bytes(os.urandom(64))


def row_changed(*_):
    alter("UPDATE people SET name = '冒名' WHERE login = 'zhifa1'")


def head_changed(*_):
    alter("UPDATE ledger_heads SET count = count + 1")


def line_added(*_):
    copied = "thing_kind, row_table, row_id, gone, act, by_name, at, detail, row_sha256, row_sm3, before"
    copied += ", sha256, sm3"
    alter(
        f"INSERT INTO ledger_lines (id, thing_id, number, {copied}) "
        f"SELECT row_id, row_id, 99999, {copied} FROM ledger_lines LIMIT 1"
    )


def trigger_gone(settings, _):
    on = "" if settings.database_url.startswith("sqlite") else " ON ledger_lines"
    alter(f"DROP TRIGGER ledger_lines_no_update{on}")


def old_version(*_):
    alter("UPDATE alembic_version SET version_num = '0000'")


def no_version(*_):
    alter("DELETE FROM alembic_version")


def file_gone(settings, stored):
    open_store(settings.files_url)._delete(stored)


def long_ago(settings, _):
    backed_up(settings, clock.now() - timedelta(days=8))


def root_file_changed(settings, _):
    path = daily.gather(settings, at=clock.now())
    path.write_text(path.read_text().replace('"heads": ', '"heads": 1'))


def root_gone(settings, _):
    with db.current().writing.connect() as connection:
        on = "" if settings.database_url.startswith("sqlite") else " ON ledger_roots"
        daily.gather(settings, at=clock.now())
        connection.execute(text(f"DROP TRIGGER ledger_roots_no_delete{on}"))
        connection.execute(text("DELETE FROM ledger_roots"))
        connection.commit()


PLANTED = {
    "a key is gone": (key_gone, "ledger.key 不见了", "从备份中恢复"),
    "a key is damaged": (key_cut, "fields.key 已损坏", "从备份中恢复"),
    "a key is open to others": (key_open, "roots.key 别的账号也能读", "chmod 600"),
    "the keys' folder is open to others": (keys_open, "别的账号也能进", "chmod 700"),
    "a key is another one": (other_key, "表 ledger_heads", "校验码不对"),
    "a row was changed": (row_changed, "表 people 的行", "被修改"),
    "a head was changed": (head_changed, "表 ledger_heads 的行", "被修改"),
    "a line was slipped in": (line_added, "表 ledger_lines 的行", "请保留现场"),
    "a trigger is gone": (trigger_gone, "ledger_lines_no_update", "请保留现场"),
    "an old schema": (old_version, "版本 0000", "inspectapp db upgrade"),
    "no version": (no_version, "版本 空", "inspectapp db upgrade"),
    "a stored file is gone": (file_gone, "不见了", "从备份中找回"),
    "the last backup is old": (long_ago, "超过7天", "inspectapp backup"),
    "an exported root was changed": (root_file_changed, "导出后被改过", "请保留现场"),
    "the roots are gone": (root_gone, "数据库里没有", "请保留现场"),
}


@pytest.mark.parametrize("case", PLANTED)
def test_what_was_planted_is_found(sound, naming, case):
    act, what, do = PLANTED[case]
    stored = open_store(sound.files_url).put_bytes(b"photo").sha256
    with db.write_session() as session:
        name_file(session, stored)
    act(sound, stored)
    found = [line for line in complaints(sound) if what in line]
    assert found and any(do in line for line in found), complaints(sound)


def name_file(session, stored):
    person = accounts.person(session, accounts.CAST[0])
    row = RegisterExchange(
        book="staff", act="导出", by_id=person.id, region_id=person.region_id, at=clock.now(), sha256=stored
    )
    session.add(row)
    ledger.note(session, row, "导出", by=person, at=clock.now())


def test_a_file_with_other_bytes(sound, naming, tmp_path):
    settings = replace(sound, files_url=tmp_path.joinpath("files").as_uri())
    stored = open_store(settings.files_url).put_bytes(b"photo").sha256
    with db.write_session() as session:
        name_file(session, stored)
    assert complaints(settings) == []
    (tmp_path / "files" / stored[:2] / stored).write_bytes(b"other")
    (found,) = complaints(settings)
    assert "表 register_exchanges 的行" in found and "与存入时不一致" in found


def test_a_file_that_nobody_names_is_no_fault(sound):
    open_store(sound.files_url).put_bytes(b"just uploaded")
    assert complaints(sound) == []
    assert any("有1个文件没有被引用" in one.line for one in doctor.examine(sound))


def test_a_missing_font_is_named_with_its_package(sound, monkeypatch):
    lacking = [paper.Problem("字体 仿宋", "texlive-lang-chinese")]
    monkeypatch.setattr(paper, "check_fonts", lambda: lacking)
    assert "请安装 texlive-lang-chinese" in complaints(sound)[0]


def test_a_full_disk(sound, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(100, 99, 10**9))
    assert "只剩0.9GB" in complaints(sound)[0]


def test_a_clock_that_stands_before_its_own_lines(sound, on_postgres):
    with clock.freeze(NOW - timedelta(days=30)):
        assert [line for line in complaints(sound) if "校准" in line]


def test_a_month_without_a_backup(sound):
    (sound.data / "last-backup.json").unlink()
    daily.gather(sound, at=clock.now())
    with clock.freeze(clock.now() + timedelta(days=30)):
        assert [line for line in complaints(sound) if "还没有做过备份" in line]


def test_a_backup_is_known_from_then_on(sound, tmp_path):
    backups.make(sound, tmp_path / "b.tar.gz")
    assert complaints(sound) == []
    assert any("最近一次备份是" in one.line for one in doctor.examine(sound))


def test_no_installation_yet(sound, tmp_path):
    fresh = replace(sound, data=tmp_path / "none", database_url=f"sqlite:///{tmp_path}/none/x.db")
    assert complaints(fresh) == ["! 问题  数据库还没有建立。请先运行 inspectapp serve。"]
    assert not (tmp_path / "none").exists()


def test_a_database_that_does_not_answer(sound):
    away = replace(sound, database_url="postgresql+psycopg://nobody@/none?host=/nowhere")
    try:
        assert [line for line in complaints(away) if "数据库读不出来" in line]
    finally:
        db.open_database(sound.database_url)


def test_a_damaged_database_file(app, template, tmp_path, monkeypatch, on_postgres):
    """One page of the file is overwritten: SQLite's own check names it."""
    settings = replace(app.config["SETTINGS"], data=tmp_path, database_url=f"sqlite:///{tmp_path}/x.db")
    monkeypatch.setattr(paper, "check_fonts", list)
    db.open_database(settings.database_url)
    schema.upgrade()
    with closing(db.current().engine.raw_connection()) as raw:
        raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.current().engine.dispose()
    body = bytearray((tmp_path / "x.db").read_bytes())
    body[4096 * 5 : 4096 * 8] = b"\xff" * 4096 * 3
    (tmp_path / "x.db").write_bytes(body)
    monkeypatch.setattr(keys, "lost", lambda _: False)
    assert [line for line in complaints(settings) if "数据库" in line and "备份恢复" in line]


def test_the_command_ends_with_what_was_found(sound, monkeypatch):
    monkeypatch.setattr(config, "from_environment", lambda: sound)
    row_changed()
    done = CliRunner().invoke(cli.main, ["doctor"])
    assert done.exit_code == 1 and "被修改" in done.output


def test_the_commands_of_the_daily_root(sound, monkeypatch, tmp_path):
    monkeypatch.setattr(config, "from_environment", lambda: sound)
    path = CliRunner().invoke(cli.main, ["root"]).output.strip()
    done = CliRunner().invoke(cli.main, ["verify-root", path])
    assert (done.exit_code, done.output.strip()) == (0, "数据库与这份日根一致")
    none = CliRunner().invoke(cli.main, ["verify-root", str(tmp_path / "none")])
    assert none.exit_code == 1 and "没有找到这个日根文件" in none.output
    (tmp_path / "x.json").write_text("{}")
    assert CliRunner().invoke(cli.main, ["verify-root", str(tmp_path / "x.json")]).exit_code == 1


def test_the_commands_of_backup_and_restore(sound, monkeypatch, tmp_path, on_postgres, request):
    monkeypatch.setattr(config, "from_environment", lambda: sound)
    file = str(tmp_path / "b.tar.gz")
    done = CliRunner().invoke(cli.main, ["backup", file])
    assert done.exit_code == 0 and "备份里有密钥" in done.output
    folder = tmp_path / "elsewhere"
    url = request.getfixturevalue("postgres").database() if on_postgres else f"sqlite:///{folder}/x.db"
    bare = replace(sound, data=folder, database_url=url, files_url=(folder / "files").as_uri())
    monkeypatch.setattr(config, "from_environment", lambda: bare)
    done = CliRunner().invoke(cli.main, ["restore", file])
    assert done.exit_code == 0 and "核对无误" in done.output, done.output
    assert CliRunner().invoke(cli.main, ["restore", file]).exit_code == 1
