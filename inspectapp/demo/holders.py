"""Certificates of the demo world: some sound, some expired, some about to expire."""

from datetime import date
from typing import NamedTuple

from inspectapp.subjects.words import Post


class Holder(NamedTuple):
    """One certificate: it ends `days` from today after `term` years; a review may have been due."""

    unit: str
    name: str
    born: date
    man: bool
    post: Post
    trade: str
    term: int
    days: int
    review_due_on: date | None = None
    issuer: str = "云岭市应急管理局"


H, A, W = Post.HEAD, Post.SAFETY_MANAGER, Post.SPECIAL
D = date

HOLDERS = (
    Holder("coal", "邢万里", D(1970, 4, 9), True, H, "", 3, 412),
    Holder("coal", "岳中岩", D(1981, 10, 21), True, A, "", 3, 20),
    Holder("coal", "汤火旺", D(1985, 3, 14), True, W, "煤矿瓦斯检查作业", 6, 900, D(2026, 3, 31)),
    Holder("coal", "巴图", D(1990, 8, 6), True, W, "煤矿井下电气作业", 6, 1400),
    Holder("coal", "耿直", D(1987, 12, 17), True, W, "煤矿安全检查作业", 6, -33),
    Holder("chem", "霍䶮", D(1976, 5, 5), True, H, "", 3, 700),
    Holder("chem", "乌兰", D(1988, 9, 28), False, A, "", 3, -12),
    Holder("chem", "容止", D(1992, 2, 7), True, W, "合成氨作业", 6, 650, D(2026, 9, 15)),
    Holder("chem", "鲍晚照", D(1994, 11, 2), False, W, "化工自动化控制仪表作业", 6, 1800),
    Holder("food", "宁小满", D(1983, 5, 21), False, H, "", 3, 200),
    Holder("food", "雷小震", D(1991, 7, 19), True, W, "低压电工作业", 6, 20),
    Holder("smelt", "铁春山", D(1972, 3, 21), True, H, "", 3, 88),
    Holder("smelt", "炎方", D(1986, 6, 25), True, W, "煤气作业", 6, 500),
    Holder("smelt", "柯南山", D(1989, 1, 12), True, W, "熔化焊接与热切割作业", 6, -400),
    Holder("fire", "花满园", D(1979, 10, 10), True, H, "", 3, 45),
    Holder("fire", "时雨", D(1993, 4, 5), False, A, "", 3, 610),
    Holder("fire", "易安", D(1985, 8, 30), True, W, "烟花爆竹储存作业", 6, 1200, D(2026, 4, 20)),
    Holder("mine", "石敢当", D(1974, 6, 18), True, H, "", 3, 330),
    Holder("mine", "尚方", D(1982, 12, 9), True, W, "矿山爆破作业", 6, 75),
    Holder("shop", "佟迎客", D(1980, 2, 16), False, H, "", 3, 999),
    Holder(
        "shop", "郎中令", D(1995, 5, 3), True, W, "高压电工作业", 6, 1500, issuer="石桥县住房和城乡建设局"
    ),
    Holder("machine", "车自强", D(1977, 7, 24), True, H, "", 3, 150),
    Holder("machine", "凌云", D(1990, 10, 13), True, W, "压力焊作业", 6, 365),
    Holder("machine", "荣与共", D(1987, 3, 29), False, A, "", 3, 540),
)
