"""A hundred clean records: the doctor and the expert check have nothing to say about any of them."""

from collections import Counter

import pytest

from inspectapp.documents import papers, queries, verifying
from inspectapp.documents.house import house
from inspectapp.documents.rules.judging import Verdict
from inspectapp.documents.words import Outcome
from inspectapp.operations import doctor
from inspectapp.shared import db
from tests.records.generated import ENDS, Generated
from tests.records.worlds import opened, person
from tests.visits.conftest import Visits

RECORDS = 100
#: Signing and sealing do not ask which stores there are; what comes back from them does.
RECORDS_ON_POSTGRES = 20
#: Each so many-th is looked at as a stranger's file is, in a process of its own.
APART = 25
typeset = papers.drawn
#: One of each end is typeset as in real use; of the others the words are held on blank pages.
IN_PRINT = range(0, RECORDS, len(ENDS) * 4 + 1)
#: What the doctor rightly says of the tests' own PostgreSQL, and of a clock that stands still.
OF_THE_TESTS = ("的 fsync 是 off", "的 synchronous_commit 是 off", "数据库服务器与本机的时间相差")


class World:
    """So many visits by lot, each with its record composed, signed and sealed for real."""

    def __init__(self, settings, records):
        self.settings, visits = settings, Visits(person)
        self.sealed = [self.finish(visits, number) for number in range(records)]
        self.files = [house().files.read(one.sealed_sha256) for one in self.sealed]

    def finish(self, visits, number):
        with pytest.MonkeyPatch.context() as patch:
            if number in IN_PRINT:
                patch.setattr(papers, "drawn", typeset)
            return Generated(visits, number).finish()


@pytest.fixture(scope="module")
def world(template, tmp_path_factory, on_postgres, request):
    with opened(template, tmp_path_factory.mktemp("clean"), on_postgres, request) as settings:
        yield World(settings, RECORDS_ON_POSTGRES if on_postgres else RECORDS)


@pytest.mark.slow
def test_a_hundred_clean_records_raise_no_alarm(world):
    said = [one.line for one in doctor.examine(world.settings) if one.bad]
    assert [line for line in said if not any(words in line for words in OF_THE_TESTS)] == []
    with db.read_session() as session:
        told = [
            verifying.examine(session, data, apart=number % APART == 0)
            for number, data in enumerate(world.files)
        ]
    assert [judged.verdict for judged, _ in told] == [Verdict.GENUINE] * len(world.files)
    assert [document.number for _, document in told] == [document.number for document in world.sealed]


@pytest.mark.slow
@pytest.mark.stores_alike
def test_the_hundred_differ_as_records_do(world):
    with db.read_session() as session:
        unit = [queries.slots_on(session, one)[0] for one in world.sealed]
        void = [len(queries.void_slots(session, one)) for one in world.sealed]
    assert Counter(one.outcome for one in unit) == dict.fromkeys(ENDS, RECORDS // len(ENDS))
    vouched = {one.outcome for one in unit if one.confirmed_by_id}
    assert vouched == {Outcome.REFUSED, Outcome.ABSENT, Outcome.CANNOT_WRITE}
    assert Counter(one.version for one in world.sealed) == {1: 75, 2: 25}
    assert void == [0 if number % 4 else 1 for number in range(RECORDS)]
    assert {unit[number].outcome for number in IN_PRINT} == set(ENDS)
    assert len({one.sealed_pages for one in world.sealed}) >= 2
    assert sorted(one.serial for one in world.sealed) == list(range(1, RECORDS + 1))
