"""A hundred clean records: the doctor and the expert check have nothing to say about any of them."""

import pytest

from inspectapp.documents import verifying
from inspectapp.documents.kinds import register
from inspectapp.documents.rules.judging import Verdict
from inspectapp.operations import doctor
from inspectapp.shared import clock, db
from tests.conftest import NOW
from tests.documents.conftest import SAMPLE, Desk

RECORDS = 100
#: What the doctor rightly says of the tests' own PostgreSQL, and of a clock that stands still.
OF_THE_TESTS = ("的 fsync 是 off", "的 synchronous_commit 是 off", "数据库服务器与本机的时间相差")


@pytest.fixture
def sealed(person):
    """Each drafted, frozen, signed by three people and sealed for real; only typesetting is stubbed."""
    register(SAMPLE)
    desk = Desk(person)
    return [(one, desk.file(one)) for one in (desk.sealed() for _ in range(RECORDS))]


@pytest.mark.slow
def test_a_hundred_clean_records_raise_no_alarm(sealed, settings):
    with clock.freeze(NOW):
        said = [one.line for one in doctor.examine(settings) if one.bad]
    assert [line for line in said if not any(words in line for words in OF_THE_TESTS)] == []
    with db.read_session() as session:
        told = [verifying.examine(session, data, apart=False) for _, data in sealed]
    assert [judged.verdict for judged, _ in told] == [Verdict.GENUINE] * RECORDS
    assert [document.number for _, document in told] == [document.number for document, _ in sealed]
