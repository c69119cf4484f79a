"""Numbers of papers: no gap and no double, whoever comes at the same moment."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from inspectapp.documents import actions
from inspectapp.documents.words import State
from inspectapp.shared import db
from tests.conftest import NOW
from tests.documents.conftest import VALUES, slots_for

AT_ONCE = 20


def test_twenty_papers_at_once(desk):
    papers = [desk.drafted() for _ in range(AT_ONCE)]
    start = threading.Barrier(AT_ONCE)

    def freeze(document):
        start.wait()
        desk.do(actions.freeze, document)

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        list(crowd.map(freeze, papers))
    assert sorted(desk.again(one).serial for one in papers) == list(range(1, AT_ONCE + 1))
    assert len({desk.again(one).number for one in papers}) == AT_ONCE


def test_who_rolls_back_gives_the_number_back(desk):
    lost, kept = desk.drafted(), desk.drafted()
    with pytest.raises(ZeroDivisionError), db.write_session() as session:
        actions.freeze(session, desk.again(lost, session), by=desk.first, at=NOW)
        raise ZeroDivisionError
    desk.do(actions.freeze, kept)
    assert desk.again(kept).number == "（澄）应急检记〔2026〕1号"
    assert desk.again(lost).number == ""


def test_a_voided_paper_keeps_its_number(desk):
    first = desk.frozen()
    desk.do(actions.void, first, "写错单位")
    assert desk.again(first).state is State.VOID
    assert (desk.again(first).serial, desk.frozen().serial) == (1, 2)


def test_an_amended_paper_keeps_its_number(desk):
    document = desk.frozen()
    desk.do(actions.amend, document, VALUES | {"remark": "补充"})
    assert (desk.again(document).serial, desk.again(document).version) == (1, 2)


def test_each_bureau_and_each_year_of_china_counts_for_itself(desk):
    assert desk.frozen().serial == 1
    third = desk.person("zhifa3")
    with db.write_session() as session:
        foreign = actions.draft(
            session, "sample", of=("visit", uuid.uuid4()), region_id=third.region_id, values=VALUES,
            slots=slots_for(third, desk.first), by=third, at=NOW,
        )  # fmt: skip
    desk.do(actions.freeze, foreign, by=third)
    assert desk.again(foreign).number == "（石）应急检记〔2026〕1号"
    # Already 2027 in China, still 2026 in UTC.
    new_year = desk.drafted()
    desk.do(actions.freeze, new_year, at=datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    assert desk.again(new_year).number == "（澄）应急检记〔2027〕1号"
