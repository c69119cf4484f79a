"""Both officers of one visit at its papers; its checklist may have a paper form of its own."""

from inspectapp.checklists.content import Layout
from inspectapp.documents import actions as documents
from inspectapp.documents import queries as document_queries
from inspectapp.documents.words import Mode
from inspectapp.records import actions, papers, queries
from inspectapp.shared import clock, db
from inspectapp.visits import actions as visit_actions
from tests.documents.conftest import ink

TABLE = Layout(
    ("序号", "项目", "具体要求"), ({"序号": "一", "项目": "考勤", "items": []},), foot=("检查人员",)
)


class Pair:
    """Both officers at the papers of one visit."""

    def __init__(self, desk):
        self.desk = desk

    def take_back(self, login="zhifa2"):
        with db.write_session() as session:
            by, visit, _ = self.desk.at(session, login)
            actions.take_back(session, visit, by=by, at=clock.now())

    def stop(self, login="zhifa2"):
        with db.write_session() as session:
            by, visit, _ = self.desk.at(session, login)
            visit_actions.stop(session, visit, "停电，无法继续检查", by=by, at=clock.now())

    def do(self, verb, *given, kind=papers.RECORD, key="unit", login="zhifa1", **more):
        """A verb of papers on one of its signature places."""
        with db.write_session() as session:
            by = self.desk.visits.person(login)
            document = self.paper(kind, session)
            slot = next(one for one in document_queries.slots_on(session, document) if one.key == key)
            return verb(session, document, slot, *given, by=by, at=clock.now(), **more)

    def sign(self, challenge, seed=1):
        with db.write_session() as session:
            mine = session.get_one(type(challenge), challenge.id)
            documents.sign(
                session, mine, documents.Drawn(ink(seed), read_to_end=True), by=None, at=clock.now()
            )

    def paper(self, kind=papers.RECORD, session=None):
        with db.read_session() as reading:
            asking = session or reading
            visit = self.desk.at(asking)[1]
            return next(one for one in queries.papers_of(asking, visit) if one.kind == kind)

    def outcome(self, key="unit", kind=papers.RECORD):
        with db.read_session() as session:
            slots = document_queries.slots_on(session, self.paper(kind, session))
            return next(one.outcome for one in slots if one.key == key)

    def sign_all(self, kind, hands):
        officers = zip(("officer1", "officer2"), self.desk.officers(), strict=True)
        for place, (key, login) in enumerate([("unit", "zhifa1"), *officers]):
            mode = Mode.HANDED_OVER if key == "unit" else Mode.OWN_LOGIN
            made = self.do(documents.begin, mode, kind=kind, key=key, login=login)
            with db.write_session() as session:
                mine, by = session.get_one(type(made), made.id), self.desk.visits.person(login)
                drawn = documents.Drawn(ink(hands + place), read_to_end=True)
                documents.sign(session, mine, drawn, by=by, at=clock.now())

    def sign_and_seal(self, kind, hands):
        self.sign_all(kind, hands)
        self.seal(kind)

    def seal(self, kind):
        with db.write_session() as session:
            by = self.desk.visits.person("zhifa1")
            documents.seal(session, self.paper(kind, session), by=by, at=clock.now())

    def state(self):
        with db.read_session() as session:
            return self.desk.at(session)[1].state
