"""Checklists for the demo world: the shipped ones; and one of a county's own with two versions."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.checklists import actions
from inspectapp.checklists.actions.allowed import versions_of
from inspectapp.checklists.importing import read_text
from inspectapp.checklists.models import Pack, Version
from inspectapp.checklists.words import Force, Way
from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import Person
from inspectapp.people.queries import actor_for
from inspectapp.subjects.words import UnitKind

people = Person.__table__  # type: ignore[attr-defined]
#: Shipped checklists that the county has copied for itself.
ADOPTED = ("D36", "J90")
TITLE = "培训机构日常检查表"
TABLE = """序号\t项目\t检查内容\t具体要求\t检查方式\t常见问题
1\t班级管理\t学员考勤\t1.每课签到签退；2.请假有假条；3.缺课学时补足后才能考试\t查资料\t签到表无时间；缺课学员参加考试
2\t班级管理\t授课与课表一致\t时间、内容、教师与课表相符\t查资料、看现场\t授课内容与课表不符
3\t场所设备\t实操设备完好\t数量满足本班实操，有维护记录\t看现场\t部分实操设备损坏
4\t档案\t一期一档\t1.班主任日志；2.教学计划执行表；3.综合考评报告\t查档案\t缺少班主任日志；缺少教学计划执行表
"""


def furnish(session: Session, *, at: datetime, by: Actor | None = None) -> None:
    """Shipped checklists for everybody; the first head of section imports and publishes one more."""
    actions.load_packs(session, None, at)
    by = by or _head(session)
    if by is None or session.scalars(select(Pack).filter_by(region_id=by.region_id)).first():
        return
    for code in ADOPTED:
        _adopt(session, code, by=by, at=at)
    values = {"title": TITLE, "kinds": [UnitKind.INSTITUTION]}
    intake = actions.begin_intake(session, read_text(TABLE), "日常检查表", values, by=by, at=at)
    first = actions.publish(session, actions.become_pack(session, intake, by=by, at=at), by=by, at=at)
    _second(session, first, by=by, at=at)


def _adopt(session: Session, code: str, *, by: Actor, at: datetime) -> None:
    """What other places ask is worth asking here too: copied, and published as the county's own."""
    shipped = session.scalars(select(Pack).filter_by(code=code)).one()
    published = next(one for one in versions_of(session, shipped) if not one.is_draft)
    actions.publish(session, actions.adopt(session, published, by=by, at=at), by=by, at=at)


def _head(session: Session) -> Actor | None:
    heads = select(Person).filter_by(role=Role.HEAD).order_by(people.c.login)
    found = session.scalars(heads).first()
    return actor_for(session, found) if found else None


def _second(session: Session, first: Version, *, by: Actor, at: datetime) -> None:
    """A second version with one more item takes the place of the first."""
    pack = session.get_one(Pack, first.pack_id)
    second = actions.begin_version(session, pack, by=by, at=at)
    exits = {
        "section": "场所设备",
        "text": "疏散通道和安全出口畅通",
        "ways": [Way.SITE],
        "photo": Force.ON_FAILURE,
    }
    actions.add_item(session, second, exits | {"basis": ["LB10", "LB12"]}, by=by, at=at)
    actions.publish(session, second, by=by, at=at)
