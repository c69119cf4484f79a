"""Agreements, rooms and rule documents of the demo world; days count from today."""

from datetime import date
from typing import NamedTuple

from inspectapp.subjects.words import AgreementKind, DocumentKind, RoomKind


class Deal(NamedTuple):
    """An agreement: from and to in days from today, or on fixed days."""

    unit: str
    kind: AgreementKind
    counterparty: str
    start: int | date
    end: int | date


class Space(NamedTuple):
    """A room: square metres, seats, terminals, cameras with sound, months recordings are kept, ID check."""

    unit: str
    kind: RoomKind
    name: str
    area: float | None
    seats: int | None = None
    terminals: int | None = None
    cameras: bool = True
    months: int | None = 36
    id_check: bool = False


A, R, K = AgreementKind, RoomKind, DocumentKind
D = date

DEALS = (
    Deal("peixun", A.MEDICAL, "澄溪县人民医院（虚构）", -340, 25),
    Deal("peixun", A.LOGISTICS, "澄溪县清风餐饮有限公司", -100, 265),
    Deal("peixun", A.TRAINING, "澄溪县禾丰粮油食品有限公司", -60, 305),
    Deal("HUAYUE", A.LEASE, "澄溪县万汇商业广场", -200, 530),
    Deal("HUAYUE", A.MEDICAL, "澄溪县东关卫生院（虚构）", -500, -135),
    Deal("long", A.LEASE, "澄溪县北山产业园", -1060, 40),
    Deal("long", A.MEDICAL, "澄溪县北山卫生院（虚构）", -30, 335),
    Deal("BOXUE", A.MEDICAL, "石桥县康宁医院（虚构）", D(2021, 2, 1), D(2022, 1, 31)),
    Deal("BOXUE", A.LOGISTICS, "石桥县好味道食堂", D(2021, 2, 1), D(2022, 1, 31)),
    Deal("BOXUE", A.LEASE, "石桥县老城街道旧校舍", -300, 430),
    Deal("center", A.MEDICAL, "云岭市第九医院（虚构）", -10, 355),
    Deal("group", A.LOGISTICS, "云岭市晨光后勤服务有限公司", -90, 275),
    Deal("group", A.TRAINING, "澄溪县青崖煤业有限公司", -200, 165),
)

SPACES = (
    Space("peixun", R.CLASSROOM, "第一教室", 96, 60),
    Space("peixun", R.CLASSROOM, "第二教室", 90, 56),
    Space("peixun", R.PRACTICE, "电工实操室", 120, 20),
    Space("HUAYUE", R.CLASSROOM, "三楼教室", 70, 60),
    Space("HUAYUE", R.EXAM_ROOM, "考试机房", 48, 24, 18, False, 6),
    Space("long", R.CLASSROOM, "阶梯教室", 180, 110),
    Space("long", R.PRACTICE, "矿山实操场", 400, None),
    Space("kaodian", R.EXAM_ROOM, "理论考试机房", 110, 40, 40, id_check=True),
    Space("kaodian", R.WAITING, "候考室", 60, 40),
    Space("BOXUE", R.CLASSROOM, "东教室", 81, 50, cameras=False, months=None),
    Space("BOXUE", R.PRACTICE, "焊接棚", 26, 6, cameras=False, months=None),
    Space("station", R.EXAM_ROOM, "机考一室", 88, 30, 30, id_check=True),
    Space("station", R.PRACTICE, "实操考场", 150, 12),
    Space("center", R.CLASSROOM, "报告厅", 210, 130),
    Space("center", R.EXAM_ROOM, "中心机房", 160, 60, 60, id_check=True),
    Space("group", R.CLASSROOM, "多功能教室", 135, 80),
    Space("group", R.PRACTICE, "模拟巷道", 300, 24),
    Space("group", R.RECEPTION, "报到大厅", 80, None),
)

#: The ten matters every sound institution has rules for, and what the two others lack.
SOUND = (
    K.DEMAND,
    K.TEACHERS,
    K.TRAINEES,
    K.ASSESSMENT,
    K.EVALUATION,
    K.ARCHIVES,
    K.EQUIPMENT,
    K.FINANCE,
    K.LOGISTICS,
    K.SOCIAL,
    K.RESPONSIBILITY,
    K.ACADEMIC,
    K.EMERGENCY,
    K.TEACHER_TRAINING,
    K.YEARLY_PLAN,
    K.CAMPAIGN_PLAN,
    K.PROBLEM_LIST,
)
#: Unit → kinds formally issued, kinds that lie in a drawer without number and date.
DOCUMENTS: dict[str, tuple[tuple[DocumentKind, ...], tuple[DocumentKind, ...]]] = {
    "peixun": (SOUND, ()),
    "long": (SOUND, ()),
    "group": (SOUND, ()),
    "center": ((*SOUND[:14], K.EXAM_RULES), (K.YEARLY_PLAN, K.CAMPAIGN_PLAN)),
    "HUAYUE": ((K.FINANCE, K.RESPONSIBILITY, K.ACADEMIC, K.EXAM_RULES), ()),
    "BOXUE": ((), (K.TEACHERS, K.TRAINEES, K.ASSESSMENT, K.ARCHIVES, K.FINANCE, K.EMERGENCY)),
    "kaodian": ((K.EXAM_RULES, K.EQUIPMENT, K.EMERGENCY), ()),
    "station": ((K.EXAM_RULES, K.EQUIPMENT, K.EMERGENCY), ()),
}
