"""A backup is the truth of one moment: it comes back whole on another machine, or nothing of it does."""

import gzip
import hashlib
import io
import json
import shutil
import stat
import tarfile
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from inspectapp.app import open_stores
from inspectapp.operations import backups, doctor
from inspectapp.operations.backups import databases, restoring
from inspectapp.people.models import Person
from inspectapp.shared import db, paper
from inspectapp.shared.files import open_store
from inspectapp.shared.refusals import NotNow, Unavailable, Unreadable

PHOTO = b"photo" * 1000


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backup.tar.gz"


@pytest.fixture
def made(app, settings, file):
    """A backup of the cast's installation with one stored file."""
    open_store(settings.files_url).put_bytes(PHOTO)
    return backups.make(settings, file)


@pytest.fixture
def elsewhere(settings, tmp_path, on_postgres, request):
    """A bare machine of the same kind."""
    folder = tmp_path / "elsewhere"
    url = f"sqlite:///{folder / 'inspectapp.db'}"
    if on_postgres:
        url = request.getfixturevalue("postgres").database()
    files = (folder / "files").as_uri()
    yield replace(settings, data=folder, database_url=url, files_url=files)
    db.current().engine.dispose()


def content():
    """Every row of every table as the database gives it."""
    with db.read_session() as session:
        tables = [table for table in db.metadata.sorted_tables if table.name != "unit_search"]
        return {table.name: sorted(map(repr, session.execute(select(table)))) for table in tables}


def untouched(elsewhere):
    """Nothing of a refused backup is left."""
    left = [path for path in elsewhere.data.rglob("*") if path.is_file()]
    return left == [] and databases.is_empty(elsewhere)


def test_it_comes_back_whole_on_another_machine(made, elsewhere, settings):
    before = content()
    findings = backups.restore(elsewhere, made.file)
    assert [finding.line for finding in findings if finding.bad] == []
    open_stores(elsewhere)
    assert content() == before
    digest = hashlib.sha256(PHOTO).hexdigest()
    assert open_store(elsewhere.files_url).read(digest) == PHOTO
    with db.read_session() as session:
        assert session.scalars(select(Person.phone)).all()
    assert {path.name for path in elsewhere.keys.iterdir()} == {path.name for path in settings.keys.iterdir()}


def test_a_backup_of_what_came_back_is_the_same(made, elsewhere, tmp_path):
    backups.restore(elsewhere, made.file)
    again = backups.make(elsewhere, tmp_path / "again.tar.gz")
    names = [set(members(one.file)) for one in (made, again)]
    assert names[0] == names[1]


def test_it_is_for_its_owner_alone_and_says_so(made):
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert "谁拿到这个文件，谁就能读出" in made.sentences[0]
    assert [path.name for path in made.file.parent.glob(".backup*")] == []


def test_it_is_taken_while_others_write(app, settings, file, on_postgres):
    """The copy is one moment: what is not yet committed is not in it."""
    with db.current().writing.connect() as connection:
        connection.execute(text("UPDATE people SET password_hash = 'half-way'"))
        assert backups_database_only(settings, file)
        connection.rollback()


def backups_database_only(settings, file):
    databases.dump(settings, file)
    return file.stat().st_size > 0


def test_an_existing_file_is_not_overwritten(app, settings, file):
    file.write_bytes(b"the only copy")
    with pytest.raises(NotNow, match="已经存在"):
        backups.make(settings, file)
    assert file.read_bytes() == b"the only copy"


def test_a_folder_that_is_not_there_is_named(app, settings, tmp_path):
    with pytest.raises(NotNow, match="没有文件夹"):
        backups.make(settings, tmp_path / "nowhere" / "x")


def test_nothing_to_back_up(elsewhere, file, on_postgres):
    empty = replace(elsewhere, database_url=f"sqlite:///{elsewhere.data / 'none.db'}")
    with pytest.raises(NotNow, match="还没有数据库"):
        backups.make(empty, file)
    assert not file.exists()


def test_a_full_disk_leaves_no_half_backup(app, settings, file, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inspectapp.operations.backups.making.os.fsync", full)
    with pytest.raises(Unavailable, match="检查磁盘空间"):
        backups.make(settings, file)
    assert list(file.parent.glob("*backup*")) == []


def test_without_postgresqls_programs_the_command_that_brings_them_is_named(
    app, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr(databases.shutil, "which", lambda _: None)
    elsewhere = replace(settings, database_url="postgresql+psycopg://nobody@/none")
    with pytest.raises(Unavailable, match="apt-get install -y postgresql-client"):
        databases.dump(elsewhere, tmp_path / "x")


def test_an_installation_with_data_is_not_overwritten(made, settings):
    before = content()
    with pytest.raises(NotNow, match="已经有数据"):
        backups.restore(settings, made.file)
    open_stores(settings)
    assert content() == before


def test_keys_alone_are_data(made, elsewhere):
    elsewhere.keys.mkdir(parents=True)
    (elsewhere.keys / "fields.key").write_bytes(b"k" * 64)
    with pytest.raises(NotNow, match="已经有数据"):
        backups.restore(elsewhere, made.file)
    assert (elsewhere.keys / "fields.key").read_bytes() == b"k" * 64


def members(file):
    with tarfile.open(file) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def written(file, parts, kind=tarfile.REGTYPE):
    """An archive with these members."""
    with tarfile.open(file, "w:gz") as tar:
        for name, body in parts:
            member = tarfile.TarInfo(name)
            member.size, member.type, member.linkname = len(body), kind, "/etc/passwd"
            tar.addfile(member, io.BytesIO(body) if kind == tarfile.REGTYPE else None)


def manifest_of(parts, **told):
    listed = {name: {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)} for name, body in parts}
    return json.dumps({"kind": "inspectapp backup 1", "members": listed, **told}).encode()


def cut(file):
    file.write_bytes(file.read_bytes()[:-2000])


def cut_in_half(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def one_byte_changed(file):
    data = bytearray(gzip.decompress(file.read_bytes()))
    data[len(data) // 2] ^= 1
    file.write_bytes(gzip.compress(bytes(data), 1))


def manifest_missing(file):
    parts = members(file)
    written(file, [(name, body) for name, body in parts.items() if name != "manifest.json"])


def member_missing(file):
    parts = members(file)
    written(file, [(name, body) for name, body in parts.items() if not name.startswith("files/")])


def member_added(file):
    parts = members(file)
    written(file, [("keys/new.key", b"x"), *parts.items()])


def member_twice(file):
    parts = members(file)
    written(file, [("database", b"x"), *parts.items()])


def with_name(name):
    def act(file):
        parts = [("database", b"x"), (name, b"x")]
        written(file, [*parts, ("manifest.json", manifest_of(parts, database="sqlite", version="0001"))])

    return act


def a_link(file):
    written(file, [("database", b"")], kind=tarfile.SYMTYPE)


def no_archive(file):
    file.write_bytes("这不是备份".encode())


def empty(file):
    file.write_bytes(b"")


DAMAGE = {
    "its end is missing": cut,
    "half of it is missing": cut_in_half,
    "one byte is another": one_byte_changed,
    "no manifest": manifest_missing,
    "a file is missing": member_missing,
    "a key was added": member_added,
    "the database is in it twice": member_twice,
    "a way out upwards": with_name("keys/../../escape.key"),
    "a way out from the root": with_name("/tmp/escape.key"),
    "a name nobody knows": with_name("etc/cron"),
    "a link": a_link,
    "no archive at all": no_archive,
    "empty": empty,
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_backup_leaves_nothing_behind(made, elsewhere, case):
    DAMAGE[case](made.file)
    with pytest.raises(Unreadable, match="已损坏或不完整，没有恢复任何内容"):
        backups.restore(elsewhere, made.file)
    assert untouched(elsewhere)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"database": "oracle", "version": "0001"}, "同一种数据库"),
        ({"database": None, "version": "9999"}, "更新版本的程序"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(elsewhere, app, file, on_postgres, told, sentence):
    parts = [("database", b"x")]
    told = told | {"database": told["database"] or ("postgresql" if on_postgres else "sqlite")}
    written(file, [*parts, ("manifest.json", manifest_of(parts, **told))])
    with pytest.raises(Unreadable, match=sentence):
        backups.restore(elsewhere, file)
    assert untouched(elsewhere)


def test_a_database_that_is_none_is_refused(elsewhere, app, file, on_postgres):
    parts = [("database", b"x" * 5000)]
    kind = "postgresql" if on_postgres else "sqlite"
    written(file, [*parts, ("manifest.json", manifest_of(parts, database=kind, version="0001"))])
    with pytest.raises((Unreadable, Unavailable)):
        backups.restore(elsewhere, file)
    assert untouched(elsewhere)


@pytest.mark.parametrize("step", ["_put_database", "daily.keep_names", "shutil.rmtree"])
def test_what_fails_half_way_is_taken_out_again(made, elsewhere, monkeypatch, step):
    real = shutil.rmtree

    def fails(*_, ignore_errors=False):
        monkeypatch.setattr(restoring.shutil, "rmtree", real)
        raise RuntimeError

    monkeypatch.setattr(f"inspectapp.operations.backups.restoring.{step}", fails)
    with pytest.raises(RuntimeError):
        backups.restore(elsewhere, made.file)
    assert untouched(elsewhere)


def test_a_damaged_stored_file_is_told_and_kept_as_it_is(app, settings, file, on_postgres, elsewhere):
    local = replace(settings, files_url=elsewhere.files_url)
    stored = open_store(local.files_url).put_bytes(PHOTO)
    (elsewhere.data / "files" / stored.sha256[:2] / stored.sha256).write_bytes(b"rotten")
    told = backups.make(local, file)
    assert stored.sha256[:12] in told.sentences[1]
    assert members(file)[f"files/{stored.sha256}"] == b"rotten"


def test_tampering_travels_with_the_backup_and_is_named_where_it_arrives(made, settings, elsewhere, tmp_path):
    with db.current().writing.connect() as connection:
        connection.execute(text("UPDATE people SET name = '冒名' WHERE login = 'zhifa1'"))
        connection.commit()
    again = backups.make(settings, tmp_path / "second.tar.gz")
    findings = backups.restore(elsewhere, again.file)
    assert [
        finding
        for finding in findings
        if finding.bad and "people" in finding.line and "被修改" in finding.line
    ]


def test_the_installation_that_burned_down(made, settings, elsewhere, monkeypatch):
    monkeypatch.setattr(paper, "check_fonts", list)
    shutil.rmtree(settings.data)
    settings.data.mkdir()
    backups.restore(elsewhere, made.file)
    # A new machine is backed up at once: after seven days without, the doctor would say so.
    backups.make(elsewhere, made.file.with_name("the next one"))
    bad = [finding.line for finding in doctor.examine(elsewhere) if finding.bad]
    assert [line for line in bad if "断电" not in line] == []
