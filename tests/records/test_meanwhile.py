"""The record is being made while a colleague still answers: what is in it and what is saved are the same."""

import pytest

from inspectapp.checklists.words import Verdict
from inspectapp.evidence import actions as evidence
from inspectapp.evidence.queries import findings_of
from inspectapp.records import actions
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import NotNow
from inspectapp.visits import actions as visits
from inspectapp.visits import queries
from inspectapp.visits.rules import Given
from tests.evidence.conftest import picture
from tests.fixtures.waiting import meanwhile


def answers(desk):
    """The second officer taps 不适用 at the last question."""
    with db.write_session() as session:
        by, visit, _ = desk.at(session, "zhifa2")
        row = queries.answers_of(session, visit)[-1]
        visits.answer(session, visit, row, Given(Verdict.NOT_APPLICABLE), row.version, by=by, at=clock.now())


def finds(desk):
    desk.find("请假条没有签字", login="zhifa2")


def withdraws(desk):
    with db.write_session() as session:
        by, visit, answer = desk.at(session, "zhifa2")
        (finding,) = findings_of(session, visit, answer)[answer.id]
        evidence.withdraw(session, visit, finding, "看错了", finding.version, by=by, at=clock.now())


def photographs(desk):
    desk.take(picture(colour=(1, 2, 3)))


def steps_back(desk):
    with db.write_session() as session:
        by, visit, _ = desk.at(session, "zhifa2")
        visits.recuse(session, visit, "配偶在该单位任职", by=by, at=clock.now())


def is_taken_off(desk):
    with db.write_session() as session:
        by, visit, _ = desk.at(session, "kezhang")
        own = queries.place_of(session, visit, desk.visits.person("zhifa2"))
        visits.release(session, visit, own, "突发疾病", by=by, at=clock.now())


@pytest.mark.parametrize("does", [answers, finds, withdraws, photographs, steps_back, is_taken_off])
def test_what_comes_while_the_record_is_made_is_refused_and_not_lost_in_between(desk, does, on_postgres):
    def composes(session):
        by, visit, _ = desk.at(session)
        actions.compose(session, visit, leave_unchecked=False, by=by, at=clock.now())

    late = meanwhile(composes, lambda: does(desk), on_postgres)
    with pytest.raises(NotNow):
        late.result(30)
