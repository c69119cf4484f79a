"""Whatever the record says was read by whoever signed it: change any field of it and no signature counts.

The fields come from the tables themselves. One that the record does not print is named here with the reason;
one that is neither printed nor named fails, so that a new field cannot be forgotten.
"""

import copy
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from inspectapp.checklists.words import Verdict
from inspectapp.documents import queries as documents
from inspectapp.documents.words import Mode, Outcome
from inspectapp.evidence.models import Finding, Photo
from inspectapp.records import actions, queries
from inspectapp.shared import db, ledger
from inspectapp.shared.refusals import NotNow
from inspectapp.subjects.models import Unit
from inspectapp.visits import queries as visit_queries
from inspectapp.visits.models import Answer, Host, OfficerOffice, Visit, VisitOfficer
from tests.conftest import NOW
from tests.records.conftest import Desk
from tests.records.worlds import opened, person, undone
from tests.shared.planting import altered
from tests.visits.conftest import Visits, visit_of

MODELS = {
    model.__tablename__: model
    for model in (Visit, Host, VisitOfficer, OfficerOffice, Answer, Finding, Photo, Unit)
}
#: Tables of a visit of which no record says anything, and why.
BESIDE = {
    "visit_arrivals": "谁先到场写在检查本身；这里只留各人手机上的原话",
    "visit_arrival_hosts": "补进现场信息的写在现场信息里；这里只留各人手机上的原话",
}  # fmt: skip
WHO, WHEN = "谁写的，写在登记册里", "什么时候写的，写在登记册里"
COUNTER = "行自己的修改次数"
FILE, CATALOGUE = "由照片的哈希值决定，不另写", "检查对象档案的分类，不是现场检查的内容"
#: Fields that the record does not print, and why.
SILENT = {
    "visits": {
        "planned_day": "计划的日期；记录写的是实际到场和结束的时间", "made_by": WHO, "made_at": WHEN,
        "position": "定位只作旁证，不写进文书", "stop_reason": "只有中止的检查才有，中止的检查没有记录",
        "version": COUNTER,
    },
    "visit_hosts": {},
    "visit_officers": {
        "recusal_reason": "回避的人不在记录里", "answered_at": WHEN,
    },
    "visit_officer_offices": {},
    "visit_answers": {
        "sources": "这一项来自哪张检查表；记录只写检查表的名称", "by_id": "记录写的是姓名",
        "version": COUNTER,
    },
    "findings": {
        "by_id": WHO, "by_name": WHO, "withdrawn_why": "撤回的问题不在记录里", "version": COUNTER,
    },
    "photos": {
        "size": FILE, "mime": FILE, "by_id": "记录写的是姓名",
        "aside_why": "不采用的照片不在记录里", "version": COUNTER,
    },
    "units": {
        name: CATALOGUE for name in (
            "region_id", "kind", "also_exam_site", "supervision", "sector", "legal_standing", "parent_name",
            "building", "premises", "business_scope", "status", "version",
        )
    },
}  # fmt: skip
#: What ties a row to its place: another value makes it another row, or another step of the visit.
TIES = {(name, "id") for name in MODELS} | {
    ("visits", "state"), ("visit_officers", "visit_id"), ("visit_hosts", "visit_id"),
    ("visit_officer_offices", "visit_id"),
}  # fmt: skip
#: With this changed there is no record at all any more.
REFUSED = {
    ("visit_officers", "consent"): "至少要2名执法人员",
    ("findings", "answer_id"): "还有问题没有撤回",  # of a question that conforms
}
FIELDS = [
    (name, column.key)
    for name, model in MODELS.items()
    for column in model.__table__.columns
    if (name, column.key) not in TIES
]
PRINTED = [one for one in FIELDS if one[1] not in SILENT[one[0]] and one not in REFUSED]


class Signed(Desk):
    """A record of two findings and a photo that both officers and the unit have signed."""

    def __init__(self):
        super().__init__(Visits(person))
        self.find("请假条没有签字")
        self.take(what="签到表", place="302教室")
        self.met(witness="魏明，东山镇应急消防管理站")
        self.comes_from("zhifa2", "云岭市应急管理局")
        self.compose()
        self.sign_all()
        self.sign("witness", "zhifa1", Mode.HANDED_OVER, 9)
        self.other = {"visits": self.visits.prepare(), "units": self.another_unit()}
        with undone() as session:
            document = queries.record_of(session, visit_of(session, person("zhifa1"), self.id))
            self.content = documents.current_version(session, document).content_sha256

    def comes_from(self, login, office):
        """This officer is of another bureau than the one that inspects."""
        with db.write_session() as session:
            by, visit, _ = self.at(session)
            officer = visit_queries.place_of(session, visit, person(login))
            row = OfficerOffice(visit_id=visit.id, officer_id=officer.id, office=office)
            session.add(row)
            ledger.note(session, row, "登记执法人员所属单位", by=by, at=NOW)

    def another_unit(self):
        return Visits(person, "澄溪县另一家培训学校").unit_id

    def rows(self, session, name):
        """The rows of this visit in a table, the one to change first."""
        visit = session.get_one(Visit, self.id)
        if name == "visits":
            return [visit]
        if name == "units":
            return [session.get_one(Unit, visit.unit_id)]
        model = MODELS[name]
        found = session.scalars(select(model).where(model.__table__.c.visit_id == self.id)).all()
        # Of rows written in the same moment the one that is listed last: later it is still the last.
        found = sorted(found, key=lambda row: row.id.hex, reverse=True)
        return sorted(found, key=lambda row: not self.changeable(row))

    def changeable(self, row):
        """Neither the question with findings nor the officer who makes the record."""
        if isinstance(row, VisitOfficer):
            return row.person_id != person("zhifa1").id
        return getattr(row, "position", 2) == 2


@pytest.fixture(scope="module")
def signed(template, tmp_path_factory, on_postgres, request):
    with opened(template, tmp_path_factory.mktemp("voiding"), on_postgres, request):
        yield Signed()


def another(signed, session, row, column):
    """Another value for this field, one that the paper can be made of."""
    value = getattr(row, column.key)
    for key in column.foreign_keys:
        return elsewhere(signed, session, row, key.column.table.name, value)
    shaped = {
        "experts": [{"name": "专家", "employer": "学院"}], "marks": [{"kind": "box", "x": 0.1, "y": 0.1}],
        "verdict": Verdict.NOT_APPLICABLE, "device_at": NOW + timedelta(minutes=2),
        "told": {"taken": "2026:11:21 13:58:00"},
    }  # fmt: skip
    if column.key in shaped:
        return shaped[column.key]
    if isinstance(value, dict) and "text" in value:
        return value | {"text": value["text"] + "改"}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [reworded(value[0]), *value[1:]]
    return altered(column, value)


def reworded(entry):
    changed = copy.deepcopy(entry)
    word = "line" if "line" in entry else "title"
    return changed | {word: changed[word] + "改"}


def elsewhere(signed, session, row, table, value):
    """The id of another row of the table that a field points to."""
    if table == "visits":  # its own questions would stand in the way
        session.execute(delete(Answer).where(Answer.__table__.c.visit_id == signed.other[table]))
    if table in signed.other:
        return signed.other[table]
    if table == "people":
        return person("zhifa3").id
    if table == "regions":
        return person("zhifa3").region_id
    return next(one.id for one in reversed(signed.rows(session, table)) if one.id != value)


def change(signed, session, name, field):
    """Change one field of one row behind everybody's back."""
    rows = signed.rows(session, name)
    column = MODELS[name].__table__.columns[field]
    if field == "leads":
        for row in rows:
            row.leads = not row.leads
    else:
        setattr(rows[0], field, another(signed, session, rows[0], column))
    session.flush()


def composed_anew(signed, session, name, field):
    by, visit = person("zhifa1"), session.get_one(Visit, signed.id)
    actions.take_back(session, visit, by=by, at=NOW)
    change(signed, session, name, field)
    actions.compose(session, visit, leave_unchecked=True, by=by, at=NOW)
    return queries.record_of(session, visit)


def standing(session, document):
    """Which signatures count now, and how many count no more."""
    slots = documents.slots_on(session, document)
    counting = sum(slot.outcome is not Outcome.PENDING for slot in slots)
    return counting, len(documents.void_slots(session, document))


@pytest.mark.parametrize(("name", "field"), PRINTED, ids=str)
def test_a_changed_field_of_the_record_voids_every_signature(signed, name, field):
    with undone() as session:
        document = composed_anew(signed, session, name, field)
        told = documents.current_version(session, document).content_sha256
        assert document.version == 2 and told != signed.content, (
            f"表 {name} 的字段 {field} 改了，检查记录却没有变。请把它写进检查记录，"
            f"或在 SILENT 里写明为什么不写进文书。"
        )
        assert standing(session, document) == (0, 4)


@pytest.mark.parametrize(("name", "field"), [one for one in FIELDS if one[1] in SILENT[one[0]]], ids=str)
def test_a_field_that_is_declared_silent_is_silent(signed, name, field):
    with undone() as session:
        document = composed_anew(signed, session, name, field)
        told = documents.current_version(session, document).content_sha256
        assert (document.version, told) == (1, signed.content), (
            f"{name}.{field} 写进了文书，请从 SILENT 去掉。"
        )
        assert standing(session, document) == (4, 0)


@pytest.mark.parametrize(("name", "field"), REFUSED, ids=str)
def test_without_this_there_is_no_record_at_all(signed, name, field):
    with undone() as session, pytest.raises(NotNow, match=REFUSED[name, field]):
        composed_anew(signed, session, name, field)


def test_no_table_of_a_visit_is_forgotten():
    tables = {table.name for table in db.metadata.sorted_tables if "visit_id" in table.columns}
    assert tables - set(MODELS) == set(BESIDE)


def test_the_declared_fields_are_those_of_the_tables():
    stale = [
        (name, field) for name, fields in SILENT.items() for field in fields if (name, field) not in FIELDS
    ]
    assert stale == []
    assert len(PRINTED) > 40 and all(reason for fields in SILENT.values() for reason in fields.values())


def test_a_new_field_that_nobody_thought_of_is_found(signed, monkeypatch):
    """A field that the record used to say and now leaves out is what a forgotten one looks like."""
    from inspectapp.records import values

    said = values.record

    def forgetful(found):
        return said(found) | {"situation": ""}

    monkeypatch.setattr(values, "record", forgetful)
    with pytest.raises(AssertionError, match="字段 situation 改了"):
        test_a_changed_field_of_the_record_voids_every_signature(signed, "visits", "situation")
