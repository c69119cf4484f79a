"""Visits by lot, each finished in its own way: what was found, how the unit signed or did not."""

import random

from inspectapp.checklists.words import Verdict
from inspectapp.documents import actions as documents
from inspectapp.documents import queries as document_queries
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.house import house
from inspectapp.documents.words import Mode, Outcome
from inspectapp.records import actions
from inspectapp.shared import clock, db
from inspectapp.visits import actions as visit_actions
from inspectapp.visits import queries as visit_queries
from inspectapp.visits.rules import Given
from tests.documents.conftest import ink
from tests.evidence.conftest import Site, picture
from tests.records.conftest import Desk

SEED = 20261128
FAULTS = ("签到表没有时间", "请假条没有签字", "授课教师与课表不一致", "实操场地未设置安全绳系挂点")
#: How the unit's place on the record ends.
ENDS = (Outcome.SIGNED, Outcome.OBJECTED, Outcome.REFUSED, Outcome.ABSENT, Outcome.CANNOT_WRITE)
WHY = {
    Outcome.REFUSED: "现场负责人认为不属实，阅读后拒绝签名。",
    Outcome.ABSENT: "现场负责人中途离开，没有返回。",
    Outcome.CANNOT_WRITE: "右手受伤，不能书写，捺印代替。",
}  # fmt: skip
HANDS = 10


class Generated(Desk):
    """One visit of many; `number` decides everything."""

    def __init__(self, visits, number):
        Site.__init__(self, visits)
        self.number, self.chance = number, random.Random(f"{SEED}/{number}")
        self.seed = number * HANDS
        self.answer_by_lot()
        self.end = ENDS[number % len(ENDS)]

    def answer_by_lot(self):
        """A third of the visits finds nothing, the others one to four faults; some have photos."""
        for _ in range(self.chance.randint(1, 4) if self.number % 3 else 0):
            self.find(self.chance.choice(FAULTS), codes=self.chance.choice([("LB02",), ()]))
        if self.chance.random() < 0.4:
            self.take(picture(colour=(self.number, 82, 161)), what="签到表", place="302教室")
        with db.write_session() as session:
            by, visit, _ = self.at(session)
            for row in visit_queries.answers_of(session, visit):
                given = Given(self.verdict(row.position), "", self.chance.choice(["", "已查阅资料"]))
                visit_actions.answer(session, visit, row, given, row.version, by=by, at=clock.now())

    def verdict(self, position):
        if position == 1:
            return Verdict.FAILS if self.number % 3 else Verdict.CONFORMS
        return self.chance.choice([Verdict.CONFORMS, Verdict.NOT_APPLICABLE, Verdict.UNCHECKED])

    def finish(self):
        """Composed, every fourth once more after its first signature, signed and sealed; the sealed paper."""
        self.compose(leave_unchecked=True)
        if self.number % 4 == 0:
            self.hand("unit", self.visits.person("zhifa1"))
            self.take_back()
            self.change()
            self.compose(leave_unchecked=True)
        self.sign_by_lot()
        return self.seal()

    def take_back(self):
        with db.write_session() as session:
            by, visit, _ = self.at(session)
            actions.take_back(session, visit, by=by, at=clock.now())

    def change(self):
        with db.write_session() as session:
            by, visit, _ = self.at(session)
            values = {"situation": f"第{self.number}次检查的补充说明。"}
            visit_actions.describe(
                session, visit, values, visit_actions.times_told(session, visit), by=by, at=clock.now()
            )

    def sign_by_lot(self):
        """The unit first or last; a colleague vouches for a refusal by signing or afterwards."""
        officers = [self.visits.person(login) for login in self.officers()]
        if unit_first := self.chance.random() < 0.5:
            self.end_unit(officers[0])
        for place, officer in enumerate(officers, start=1):
            self.hand(f"officer{place}", officer)
        if not unit_first:
            self.end_unit(officers[0])
            if self.end in WHY:
                self.act("unit", documents.confirm, by=officers[1])

    def end_unit(self, by):
        if self.end not in WHY:
            return self.hand("unit", by, "第1项已当场改正。" if self.end is Outcome.OBJECTED else "")
        shown = [house().files.put_bytes(picture(colour=(9, self.number, 9))).sha256]
        photos = shown if self.end is Outcome.CANNOT_WRITE else []
        told = Told(self.end, WHY[self.end], "东山镇 魏明", photos)
        return self.act("unit", documents.record_outcome, told, by=by)

    def hand(self, key, by, objection=""):
        mode = Mode.HANDED_OVER if key == "unit" else Mode.OWN_LOGIN
        self.seed += 1
        made = self.act(key, documents.begin, mode, by=by)
        with db.write_session() as session:
            mine = session.get_one(type(made), made.id)
            drawn = documents.Drawn(ink(self.seed), read_to_end=True, objection=objection)
            own = by if mode is Mode.OWN_LOGIN else None
            documents.sign(session, mine, drawn, by=own, at=clock.now())

    def act(self, key, verb, *given, by):
        document = self.record()
        with db.write_session() as session:
            mine = session.get_one(type(document), document.id)
            slot = next(one for one in document_queries.slots_on(session, mine) if one.key == key)
            return verb(session, mine, slot, *given, by=by, at=clock.now())
