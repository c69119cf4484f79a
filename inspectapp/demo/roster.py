"""Who works at the units of the demo world; every person is invented, their ID numbers belong to nobody."""

from datetime import date
from typing import NamedTuple

from inspectapp.subjects.words import Employment, Rank, StaffRole


class Member(NamedTuple):
    """One line of a roster. Days count from today; `hours`: (continuing education, teaching) a year."""

    unit: str
    name: str
    born: date
    man: bool
    roles: tuple[StaffRole, ...]
    specialty: str = "安全工程"
    rank: Rank = Rank.NONE
    years: int = 6
    hours: tuple[int, int] = (0, 0)
    certificate_days: int | None = None
    insured: int = 3
    left_days_ago: int | None = None
    employment: Employment = Employment.OWN


M, T, G, X, P = (
    StaffRole.MANAGER,
    StaffRole.TEACHER,
    StaffRole.GUEST,
    StaffRole.EXAM_STAFF,
    StaffRole.EXAMINER,
)
NO, LOW, MID, HIGH, ENG = Rank.NONE, Rank.JUNIOR, Rank.MIDDLE, Rank.SENIOR, Rank.ENGINEER
OUT = Employment.OUTSIDE
D = date

ROSTER = (
    # A sound institution.
    Member("peixun", "欧阳镕", D(1974, 3, 12), True, (M,), rank=HIGH, years=20),
    Member("peixun", "白若溪", D(1985, 7, 2), False, (M,), rank=MID, years=11),
    Member("peixun", "靳川", D(1988, 11, 30), True, (M,), rank=MID, years=9),
    Member("peixun", "庄知行", D(1979, 5, 18), True, (T,), "电气工程", ENG, 15, (46, 88), 420),
    Member("peixun", "谭㛃", D(1986, 9, 9), False, (T,), "焊接技术", MID, 12, (42, 64), 300),
    Member("peixun", "傅北望", D(1983, 1, 25), True, (T,), "机械工程", MID, 13, (28, 57), 20),
    Member("peixun", "苗青禾", D(1990, 2, 28), False, (T,), "化工工艺", LOW, 7, (41, 52), 700),
    Member("peixun", "祁连海", D(1968, 12, 5), True, (G,), "采矿工程", HIGH, 30, employment=OUT, insured=0),
    # Staff overlap of managers, teachers and exam staff; no examiner roster of its own.
    Member("HUAYUE", "钱有为", D(1977, 4, 4), True, (M, T), "市场营销", NO, 3, (12, 20), -45),
    Member("HUAYUE", "秋未晚", D(1991, 6, 16), False, (M, X), "会计", NO, 2),
    Member("HUAYUE", "蒲大江", D(1982, 8, 23), True, (T, X), "电气工程", MID, 10, (40, 51), 180),
    Member("HUAYUE", "俞冬青", D(1993, 10, 10), False, (T, P), "汉语言文学", NO, 1, (8, 30), None),
    Member(
        "HUAYUE", "缪长河", D(1970, 3, 3), True, (T,), "电气工程", HIGH, 22, (40, 70), 365, 0, employment=OUT
    ),
    Member("HUAYUE", "司徒安", D(1989, 12, 12), True, (M,), "行政管理", NO, 4, insured=1),
    Member("HUAYUE", "别晓星", D(1995, 1, 7), False, (X,), "计算机"),
    # An institution with a very long name, nothing wrong but a lease that ends soon.
    Member("long", "阿依夏木·吐尔逊", D(1980, 5, 21), False, (M,), rank=MID, years=14),
    Member("long", "夏侯晏", D(1984, 2, 11), True, (M,), rank=MID, years=9),
    Member("long", "路遥知", D(1987, 8, 8), True, (M,), years=5),
    Member("long", "冀望", D(1981, 9, 19), True, (T,), "采矿工程", ENG, 16, (44, 90), 240),
    Member("long", "桑榆", D(1986, 4, 30), False, (T,), "化工工艺", MID, 11, (40, 61), 500),
    Member("long", "尉迟明", D(1978, 7, 27), True, (T,), "安全工程", HIGH, 19, (52, 73), 15),
    Member("long", "闻人语", D(1992, 11, 11), False, (T,), "爆破工程", LOW, 6, (40, 50), 610),
    # An exam site with its own people.
    Member("kaodian", "耿守正", D(1972, 6, 1), True, (M,), rank=MID, years=20),
    Member("kaodian", "万俟清", D(1988, 3, 17), False, (X,), "计算机"),
    Member("kaodian", "蓝田玉", D(1990, 10, 2), False, (X,), "计算机"),
    Member("kaodian", "邬铁山", D(1976, 1, 13), True, (P,), "电气工程", MID, 18),
    Member("kaodian", "阮平安", D(1983, 5, 5), True, (P,), "焊接技术", MID, 14),
    Member("kaodian", "晏几何", D(1994, 9, 1), True, (X,), "档案管理"),
    # A leaver still on the roster, managers who teach, specialties that do not fit, lapsed insurance.
    Member("BOXUE", "尤广田", D(1969, 2, 2), True, (M, T), "农业经济", NO, 3, (10, 12), -200),
    Member("BOXUE", "芮春来", D(1985, 12, 24), False, (M,), "教育学", LOW, 4, left_days_ago=160, insured=0),
    Member("BOXUE", "滕小虎", D(1991, 7, 15), True, (M,), "体育教育", NO, 2, insured=0),
    Member("BOXUE", "鱼向阳", D(1980, 11, 3), True, (T,), "园林", NO, 5, (16, 34), 90),
    Member("BOXUE", "计百川", D(1987, 6, 6), True, (T,), "旅游管理", LOW, 3, (20, 48), None),
    Member("BOXUE", "谷雨晴", D(1993, 4, 20), False, (T,), "美术", NO, 2, (0, 26), None, 0, employment=OUT),
    Member("BOXUE", "都千里", D(1975, 8, 14), True, (G,), "焊接技术", MID, 20, employment=OUT, insured=0),
    Member("BOXUE", "步惊澜", D(1996, 1, 31), True, (M,), "文秘", NO, 1),
    Member("BOXUE", "原野", D(1989, 3, 23), True, (T,), "电气工程", MID, 9, (40, 55), 330, 3, 30),
    # The second exam site.
    Member("station", "单于归", D(1973, 10, 19), True, (M,), rank=MID, years=17),
    Member("station", "竺可望", D(1986, 1, 9), True, (X,), "计算机"),
    Member("station", "荀令仪", D(1992, 12, 1), False, (X,), "计算机"),
    Member("station", "端木青", D(1990, 5, 28), False, (X,), "档案管理"),
    Member("station", "蔚然", D(1984, 2, 14), False, (P,), "焊接技术", MID, 13),
    Member("station", "景行止", D(1979, 9, 29), True, (P,), "采矿工程", HIGH, 21),
    # City bodies: trainer and examiner under one roof.
    Member("center", "公孙未名", D(1971, 5, 9), True, (M,), rank=HIGH, years=24),
    Member("center", "牧之恒", D(1983, 3, 8), True, (M, T), "安全工程", ENG, 14, (40, 66), 260),
    Member("center", "寇天宁", D(1988, 8, 18), True, (T, X), "电气工程", MID, 10, (38, 72), 150),
    Member("center", "申屠月", D(1991, 2, 22), False, (X,), "计算机"),
    Member("center", "骆一鸣", D(1990, 7, 7), True, (X,), "计算机"),
    Member("center", "郗望舒", D(1985, 10, 25), False, (T,), "化工工艺", MID, 12, (45, 80), 480),
    Member("center", "东方既白", D(1978, 4, 16), True, (P,), "采矿工程", HIGH, 20),
    Member("center", "屠苏", D(1994, 6, 30), False, (M,), "行政管理", LOW, 4),
    # The training centre of an industrial group.
    Member("group", "冼𬭚", D(1976, 9, 13), True, (M,), rank=HIGH, years=21),
    Member("group", "褚云帆", D(1984, 11, 22), True, (M,), rank=MID, years=12),
    Member("group", "柏林川", D(1987, 1, 19), True, (M,), rank=MID, years=10),
    Member("group", "覃素心", D(1982, 5, 26), False, (T,), "采矿工程", ENG, 15, (41, 96), 720),
    Member("group", "上官远", D(1980, 12, 8), True, (T,), "机械工程", HIGH, 18, (43, 77), 60),
    Member("group", "南宫雪", D(1989, 7, 31), False, (T,), "电气工程", MID, 9, (40, 58), 200),
    Member("group", "戚长风", D(1974, 2, 20), True, (T,), "瓦斯防治", HIGH, 22, (36, 49), 5),
    Member("group", "卓然", D(1993, 3, 15), True, (T,), "通风安全", LOW, 6, (40, 50), 390),
    Member("group", "费思量", D(1986, 6, 11), False, (M,), "财务管理", MID, 8),
    Member("group", "元好雨", D(1995, 9, 5), False, (M,), "档案管理", LOW, 3),
    Member("group", "秦岭松", D(1966, 8, 1), True, (G,), "爆破工程", HIGH, 33, employment=OUT, insured=0),
)
