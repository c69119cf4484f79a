"""A visit whose checklist is done: one finding with a photo, two questions that conform."""

import pytest

from inspectapp.checklists.words import Verdict
from inspectapp.documents import actions as documents
from inspectapp.documents import queries as document_queries
from inspectapp.documents.words import Mode
from inspectapp.records import actions, queries
from inspectapp.shared import clock, db
from inspectapp.visits import actions as visit_actions
from inspectapp.visits import queries as visit_queries
from inspectapp.visits.rules import Given
from inspectapp.visits.words import AWAY
from tests.documents.conftest import ink, quick_paper, typeset
from tests.evidence.conftest import Site
from tests.records.pair import TABLE, Pair
from tests.visits.conftest import visits

__all__ = ["quick_paper", "typeset", "visits"]


class Desk(Site):
    """The site of the evidence stories, with everything answered, and the papers that come of it."""

    def __init__(self, visits):
        super().__init__(visits)
        self.find()
        self.answer_rest()

    def answer_rest(self):
        with db.write_session() as session:
            by, visit, _ = self.at(session)
            for row in visit_queries.answers_of(session, visit)[1:]:
                visit_actions.answer(
                    session, visit, row, Given(Verdict.CONFORMS), row.version, by=by, at=clock.now()
                )

    def met(self, **more):
        """Whom one met, with what else was told of that person."""
        values = {"place": "302教室", "host_name": "苗经理", "host_duty": "校长", "host_phone": None}
        with db.write_session() as session:
            by, visit, _ = self.at(session)
            visit_actions.describe(
                session, visit, values | more, visit_actions.times_told(session, visit), by=by, at=clock.now()
            )

    def compose(self, leave_unchecked=False):
        with db.write_session() as session:
            by, visit, _ = self.at(session)
            return actions.compose(session, visit, leave_unchecked=leave_unchecked, by=by, at=clock.now())

    def record(self):
        with db.read_session() as session:
            return queries.record_of(session, self.at(session)[1])

    def sign(self, key, login, mode, seed):
        document = self.record()
        with db.write_session() as session:
            mine = session.get_one(type(document), document.id)
            slot = next(one for one in document_queries.slots_on(session, mine) if one.key == key)
            by = self.visits.person(login)
            challenge = documents.begin(session, mine, slot, mode, by=by, at=clock.now())
            drawn = documents.Drawn(ink(seed), read_to_end=True)
            documents.sign(session, challenge, drawn, by=by, at=clock.now())

    def sign_all(self, hands=0):
        """`hands`: no two signatures of one world may be drawn alike."""
        self.sign("unit", "zhifa1", Mode.HANDED_OVER, hands + 1)
        for place, login in enumerate(self.officers(), start=1):
            if login:
                self.sign(f"officer{place}", login, Mode.OWN_LOGIN, hands + place + 1)

    def officers(self):
        with db.read_session() as session:
            everybody = visit_queries.officers_of(session, self.at(session)[1])
        named = [one for one in everybody if one.consent not in AWAY]
        logins = {self.visits.person(login).id: login for login in ("zhifa1", "zhifa2")}
        return [logins.get(one.person_id) for one in named]

    def seal(self):
        document = self.record()
        with db.write_session() as session:
            mine = session.get_one(type(document), document.id)
            return documents.seal(session, mine, by=self.visits.person("zhifa1"), at=clock.now())


@pytest.fixture
def desk(visits):
    return Desk(visits)


@pytest.fixture
def pair(desk):
    return Pair(desk)


@pytest.fixture
def two_papers(pair, monkeypatch):
    """The checklist has a paper form of its own, which is signed and sealed by itself."""
    monkeypatch.setattr(actions, "layout_of", lambda stored: TABLE)
    pair.desk.compose()
    return pair
