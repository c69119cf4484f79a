"""Hundreds of tamperings with sealed records: each is found and named; a clean world raises no alarm."""

import shutil
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path

import pytest
from sqlalchemy import select

from inspectapp.app import open_stores
from inspectapp.documents import actions as documents
from inspectapp.documents import papers, verifying
from inspectapp.documents.actions.handing import Handed
from inspectapp.documents.house import house
from inspectapp.documents.models import Document
from inspectapp.documents.rules.judging import Verdict
from inspectapp.documents.words import Way
from inspectapp.operations import doctor
from inspectapp.shared import clock, db
from inspectapp.shared.ledger import checking, roots
from inspectapp.shared.seal import credentials
from tests.conftest import NOW
from tests.evidence.conftest import picture
from tests.records import tampering
from tests.records.conftest import Desk
from tests.records.tampering import OF_A_VISIT, SEED, lots
from tests.records.worlds import opened, person
from tests.shared.planting import LEDGER, MODELS, Hands
from tests.visits.conftest import Visits

RECORDS = 3
typeset = papers.drawn


class World:
    """Finished visits, each with findings, photos, a record signed, sealed, handed over; a root over all."""

    def __init__(self, settings):
        self.settings, visits = settings, Visits(person)
        for turn in range(RECORDS):  # one after the other: rows that are equal cannot be exchanged
            with clock.freeze(NOW - timedelta(hours=RECORDS - turn)):
                self.finish(visits, turn)
        with db.write_session() as session:
            roots.gather(session, at=NOW)
        with db.read_session() as session:
            held = session.scalars(select(Document).order_by(Document.__table__.c.serial)).all()
        self.pdfs = [house().files.read(one.sealed_sha256) for one in held]
        self.rows = self.read_rows()

    def finish(self, visits, turn):
        desk = Desk(visits)
        desk.find("请假条没有签字")
        for shade in (10, 120):
            desk.take(picture(colour=(shade, turn * 40, 161)), what="签到表", place="302教室")
        desk.compose()
        with pytest.MonkeyPatch.context() as patch:
            if turn == 0:  # one as it is in real use, the others only stamped
                patch.setattr(papers, "drawn", typeset)
            desk.sign_all(turn * 10)
            sealed = desk.seal()
        with db.write_session() as session:
            mine, handed = session.get_one(Document, sealed.id), Handed(Way.PRINT, "苗经理")
            documents.hand_over(session, mine, handed, by=person("zhifa1"), at=clock.now())

    def read_rows(self):
        with self.hands() as at:
            tables = [
                *(MODELS[name].__table__ for name in OF_A_VISIT),
                *(m.__table__ for m in LEDGER.values()),
            ]
            return {table.name: at.rows(table) for table in tables}

    @contextmanager
    def hands(self):
        """Whatever is done here is undone."""
        with db.current().writing.connect() as connection:
            try:
                yield Hands(connection)
            finally:
                connection.rollback()

    def stored(self):
        return sorted(path for path in (self.settings.data / "files").glob("??/*") if len(path.name) == 64)


@pytest.fixture(scope="module")
def world(template, tmp_path_factory, on_postgres, request):
    with opened(template, tmp_path_factory.mktemp("sealed"), on_postgres, request) as settings:
        yield World(settings)


def tell(every, what):
    """The list is printed: pytest shows it when something was not named."""
    names = "\n".join(str(getattr(one, "name", one[0] if isinstance(one, tuple) else one)) for one in every)
    sys.stdout.write(f"种子 {SEED}：{len(every)}种{what}的篡改\n{names}\n")


def unnamed(world, *at_once):
    """Which of them the check of the ledger did not name. Those of different tables are done at once."""
    missed = []
    for batch in zip_longest(*at_once):
        done = [one for one in batch if one is not None]
        with world.hands() as at:
            for one in done:
                one.act(at)
            faults = at.done()
        missed += [
            (one.name, [fault.sentence for fault in faults]) for one in done if not one.named_in(faults)
        ]
    return missed


def test_each_tampering_with_a_row_is_named(world):
    every = tampering.rows_of(world.rows)
    tell(every, "对数据行")
    assert len({one.name for one in every}) == len(every) > 200
    by_table = [[one for one in every if one.table == name] for name in OF_A_VISIT]
    assert unnamed(world, *by_table) == []


def test_each_tampering_with_the_ledger_is_named(world):
    every = tampering.ledger_of(world.rows)
    tell(every, "对登记册")
    assert len(every) > 40
    assert unnamed(world, every) == []


def test_each_tampering_with_a_stored_file_is_named(world):
    every, chance, missed = list(tampering.files_of(world.stored())), lots("files"), []
    tell(every, "对文件")
    for name, act, path, word in every:
        kept = path.read_bytes()
        act(path, chance)
        said = [one.line for one in doctor.files.look(world.settings) if one.bad]
        path.write_bytes(kept)
        if not (len(said) == 1 and path.name[:12] in said[0] and word in said[0] and "表 " in said[0]):
            missed.append((name, said))
    assert len(every) > 40 and missed == []


def test_each_tampering_with_a_pdf_is_named(world, tmp_path):
    stranger = credentials.make(tmp_path / "other", "别人", at=NOW)
    every = [
        *tampering.pdfs_of("排版的记录", world.pdfs[0], world.pdfs[1], stranger),
        *tampering.pdfs_of("简版的记录", world.pdfs[1], world.pdfs[2], stranger),
    ]
    tell(every, "对PDF")
    with db.read_session() as session:
        found = {name: verifying.examine(session, data, apart=False)[0] for name, data, _ in every}
    wrong = [
        (name, found[name].verdict)
        for name, _, verdict in every
        if found[name].genuine or verdict not in (found[name].verdict, None)
    ]
    assert len(every) > 60 and wrong == []


def test_another_record_under_this_name_is_told_by_its_number(world):
    """A file that is called like one record and is another: the answer names the one that it is."""
    with db.read_session() as session:
        told = [verifying.examine(session, data, apart=False) for data in world.pdfs]
    assert [judged.verdict for judged, _ in told] == [Verdict.GENUINE] * RECORDS
    numbers = [document.number for _, document in told]
    assert len(set(numbers)) == RECORDS
    assert all(
        number in judged.answers[0].sentence for number, (judged, _) in zip(numbers, told, strict=True)
    )


def test_the_whole_list_is_of_more_than_two_hundred(world):
    rows, ledger = tampering.rows_of(world.rows), tampering.ledger_of(world.rows)
    again = tampering.rows_of(world.rows)
    assert [one.name for one in rows] == [one.name for one in again], "the seed decides all"
    assert len({one.name for one in (*rows, *ledger)}) > 250


# --- the doctor himself -------------------------------------------------------------------------------------

#: One of each kind, done for good in a copy of the installation that `doctor` then looks over.
KINDS = {
    "改写": "visits.purpose 改写", "删行": "document_hand_overs 删行", "插行": "document_hand_overs 插行",
    "换号": "document_hand_overs 换号", "对调": "visit_answers 两行对调",
    "断尾": "登记册：the tail cut off", "伪造": "登记册：a chain told anew with the stolen key",
    "整条": "登记册：a thing's chain removed whole", "日根": "登记册：a daily root removed",
}  # fmt: skip


@pytest.fixture
def copied(world, tmp_path, on_postgres, request):
    """The same installation once more, to be spoilt."""
    db.current().engine.dispose()
    shutil.copytree(world.settings.data, tmp_path / "copy")
    url = f"sqlite:///{tmp_path / 'copy' / 'inspectapp.db'}"
    if on_postgres:
        url = request.getfixturevalue("postgres").copy(world.settings.database_url)
    files = (tmp_path / "copy" / "files").as_uri()
    yield replace(world.settings, data=tmp_path / "copy", database_url=url, files_url=files)
    open_stores(world.settings)


def spoil(settings, act):
    """Done and committed, by whoever holds the database."""
    open_stores(settings)
    with db.current().writing.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        hands = Hands(connection)
        act(hands)
        hands.guard_again()
        connection.commit()
    db.current().engine.dispose()


def complaints(settings):
    return [one.line for one in doctor.examine(settings) if one.bad]


@pytest.mark.parametrize("kind", KINDS)
def test_the_doctor_names_each_kind(world, copied, kind):
    every = [*tampering.rows_of(world.rows), *tampering.ledger_of(world.rows)]
    one = next(one for one in every if one.name == KINDS[kind])
    spoil(copied, one.act)
    said = complaints(copied)
    assert any(f"表 {one.table} 的行 {one.row}" in line and one.kinds[0] in line for line in said), said


def test_the_doctor_names_spoilt_files(world, copied):
    files = Path(copied.files_url.removeprefix("file://"))
    gone, changed = [files / path.parent.name / path.name for path in world.stored()[:2]]
    gone.unlink()
    changed.write_bytes(b"x")
    said = "\n".join(complaints(copied))
    assert f"{gone.name[:12]}…不见了" in said and f"{changed.name[:12]}…与存入时不一致" in said


def test_the_expert_check_in_its_own_process(world):
    with db.read_session() as session:
        clean, _ = verifying.examine(session, world.pdfs[0])
        appended, _ = verifying.examine(session, world.pdfs[0] + b"\n")
    assert (clean.verdict, appended.verdict) == (Verdict.GENUINE, Verdict.APPENDED)


# --- no false alarm -----------------------------------------------------------------------------------------


def test_the_world_itself_raises_no_alarm(world):
    with checking.snapshot() as connection:
        assert checking.check(connection) == []
    assert [one.line for one in doctor.files.look(world.settings) if one.bad] == []
