"""A prepared visit of two officers, through the real actions."""

import pytest

from inspectapp.checklists import actions as checklist_actions
from inspectapp.checklists import queries as checklists
from inspectapp.laws import actions as laws
from inspectapp.people.models import Person
from inspectapp.shared import clock, db
from inspectapp.subjects import actions as subjects
from inspectapp.subjects.words import Sector, Supervision, UnitKind
from inspectapp.visits import actions
from inspectapp.visits.words import Source
from tests.conftest import NOW

UNIT = {"kind": UnitKind.INSTITUTION, "supervision": Supervision.COUNTY, "sector": Sector.OTHER}
TABLE = """序号\t项目\t检查内容\t检查方式\t常见问题
1\t考勤\t每课签到签退\t查资料\t签到表无时间
2\t考勤\t请假有假条\t查资料\t没有假条
3\t师资\t教师持证上岗\t查证件\t教师证过期
"""


class Visits:
    """A unit, a checklist of three questions, and visits to it."""

    def __init__(self, person, name="澄溪县安全技术培训中心"):
        self.person = person
        officer, head = person("zhifa1"), person("kezhang")
        with db.write_session() as session:
            laws.load_catalogue(session, by=None, at=NOW)
            values = UNIT | {"name": name, "region_id": officer.region_id}
            self.unit_id = subjects.register(session, values, by=officer, at=NOW).id
            self.version_id = self._checklist(session, head)

    def _checklist(self, session, head):
        from inspectapp.checklists.importing import read_text

        table, values = read_text(TABLE), {"title": "日常检查表", "kinds": [UnitKind.INSTITUTION]}
        intake = checklist_actions.begin_intake(session, table, "日常检查表", values, by=head, at=NOW)
        draft = checklist_actions.become_pack(session, intake, by=head, at=NOW)
        return checklist_actions.publish(session, draft, by=head, at=NOW).id

    def prepare(self, *, confirmed=True, **more):
        """A visit of zhifa1 with zhifa2."""
        values = {"source": Source.PLAN, "purpose": "安全培训专项检查", "planned_day": clock.today()} | more
        with db.write_session() as session:
            by = self.person("zhifa1")
            unit = subjects_unit(session, by, self.unit_id)
            companion = session.get_one(Person, self.person("zhifa2").id)
            versions = [checklists.version_for(session, by, self.version_id)[1]]
            visit = actions.prepare(session, unit, values, [companion], versions, by=by, at=clock.now())
            if confirmed:
                actions.confirm(session, visit, by=self.person("zhifa2"), at=clock.now())
            return visit.id

    def arrive(self, visit_id):
        """Both stand in the classroom and the check has begun."""
        values = {
            "place": "302教室", "host_name": "苗经理", "host_duty": "校长", "host_phone": None,
            "position": {"missing": "没有取到位置"},
        }  # fmt: skip
        with db.write_session() as session:
            by = self.person("zhifa1")
            visit = visit_of(session, by, visit_id)
            actions.arrive(session, visit, values, by=by, at=clock.now())
            actions.begin(session, visit, by=by, at=clock.now())
        return visit_id


def visit_of(session, by, visit_id):
    from inspectapp.visits import queries

    return queries.visit_for(session, by, visit_id)


def subjects_unit(session, by, unit_id):
    from inspectapp.subjects.queries import unit_for

    return unit_for(session, by, unit_id)


@pytest.fixture
def visits(standing, person):
    """Everything stands still at the moment of the cast."""
    with clock.freeze(NOW):
        yield standing("visits", lambda: Visits(person))
