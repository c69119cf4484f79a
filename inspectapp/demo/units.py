"""The units of the demo world: institutions, exam sites and enterprises of every kind, all invented.

Two carry the faults that inspections really find: HUAYUE (staff overlap, no independent standing, a room too
small, a lease too short, no campaign plan) and BOXUE (a leaver on the roster, expired medical-rescue and
logistics agreements, rules not formally issued, teachers of the wrong specialty).
"""

from typing import NamedTuple

from inspectapp.subjects.words import (
    Building,
    LegalStanding,
    Premises,
    Sector,
    Supervision,
    UnitKind,
    UnitStatus,
)


class Plot(NamedTuple):
    """One unit as the table tells it; `serial` makes its credit code."""

    key: str
    place: str
    kind: UnitKind
    sector: Sector
    name: str
    serial: int
    head: str
    supervision: Supervision = Supervision.COUNTY
    also_exam_site: bool = False
    standing: LegalStanding = LegalStanding.INDEPENDENT
    parent_name: str = ""
    building: Building = Building.OFFICE
    premises: Premises = Premises.OWNED
    scope: str = "安全生产教育培训"
    status: UnitStatus = UnitStatus.LISTED


T, X, E = UnitKind.INSTITUTION, UnitKind.EXAM_SITE, UnitKind.ENTERPRISE
S, CITY = Sector, Supervision.CITY
LONG_NAME = "云岭市澄溪县北部山区非煤矿山与危险化学品从业人员安全生产教育培训及考核综合服务中心有限责任公司"

UNITS = (
    Plot("peixun", "cheng", T, S.OTHER, "澄溪县安全生产技术培训中心", 1, "欧阳镕"),
    Plot(
        "HUAYUE",
        "cheng",
        T,
        S.OTHER,
        "云岭市华岳电力科技有限公司澄溪培训分部",
        2,
        "钱有为",
        also_exam_site=True,
        standing=LegalStanding.DEPENDENT,
        parent_name="云岭市华岳电力科技有限公司",
        building=Building.COMMERCIAL,
        premises=Premises.LEASED,
        scope="电力技术服务、设备检修",
    ),
    Plot("long", "cheng", T, S.OTHER, LONG_NAME, 3, "阿依夏木·吐尔逊", premises=Premises.LEASED),
    Plot("kaodian", "cheng", X, S.OTHER, "澄溪县特种作业考试点", 4, "耿守正", scope="考试考务服务"),
    Plot(
        "coal",
        "cheng",
        E,
        S.COAL,
        "澄溪县青崖煤业有限公司",
        5,
        "邢万里",
        supervision=CITY,
        scope="煤炭开采",
        building=Building.FACTORY,
    ),
    Plot(
        "chem",
        "cheng",
        E,
        S.CHEMICAL,
        "澄溪县北辰精细化工有限公司",
        6,
        "霍䶮",
        scope="合成氨生产",
        building=Building.FACTORY,
    ),
    Plot(
        "food",
        "cheng",
        E,
        S.LIGHT_INDUSTRY,
        "澄溪县禾丰粮油食品有限公司",
        7,
        "宁小满",
        scope="食品加工",
        building=Building.FACTORY,
    ),
    Plot("BOXUE", "shi", T, S.OTHER, "石桥县博学职业安全培训学校", 8, "尤广田", premises=Premises.LEASED),
    Plot("station", "shi", X, S.OTHER, "石桥县安全生产考试站", 9, "单于归", scope="考试考务服务"),
    Plot(
        "smelt",
        "shi",
        E,
        S.SMELTING,
        "石桥县鸿远金属冶炼有限公司",
        10,
        "铁春山",
        scope="金属冶炼",
        building=Building.FACTORY,
    ),
    Plot(
        "fire",
        "shi",
        E,
        S.FIREWORKS,
        "石桥县彩虹花炮有限公司",
        11,
        "花满园",
        scope="烟花爆竹生产",
        building=Building.FACTORY,
    ),
    Plot(
        "mine",
        "shi",
        E,
        S.MINE,
        "石桥县大石坡采石有限公司",
        12,
        "石敢当",
        scope="石料开采",
        building=Building.FACTORY,
    ),
    Plot(
        "shop",
        "shi",
        E,
        S.COMMERCE,
        "石桥县同福商贸有限公司",
        13,
        "佟迎客",
        scope="百货零售",
        building=Building.COMMERCIAL,
    ),
    Plot(
        "closed",
        "shi",
        E,
        S.CONSTRUCTION,
        "石桥县广厦建筑劳务有限公司",
        14,
        "瓦有方",
        scope="建筑劳务",
        status=UnitStatus.CLOSED,
    ),
    Plot(
        "center",
        "city",
        T,
        S.OTHER,
        "云岭市安全生产资格考试中心",
        15,
        "公孙未名",
        supervision=CITY,
        also_exam_site=True,
    ),
    Plot("group", "city", T, S.OTHER, "云岭矿业集团职工培训中心", 16, "冼𬭚", supervision=CITY),
    Plot(
        "machine",
        "city",
        E,
        S.MACHINERY,
        "云岭市精工机械制造有限公司",
        17,
        "车自强",
        supervision=CITY,
        scope="机械制造",
        building=Building.FACTORY,
    ),
)

#: Names the units bore once: (unit, name, from years ago, until years ago).
EARLIER_NAMES = (
    ("peixun", "澄溪县劳动安全教育中心", 15, 6),
    ("HUAYUE", "云岭市花岳电力科技有限公司澄溪培训部", 8, 3),
)
