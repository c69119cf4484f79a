"""Fill one installation with many units through the product's own act: index and ledger lines are real.

Usage: python -m bench.world COUNT   (INSPECTAPP_DATA and DATABASE_URL say where; the demo world is there)
"""

import random
import sys
from itertools import islice

from inspectapp.app import open_stores
from inspectapp.config import from_environment
from inspectapp.demo import accounts
from inspectapp.shared import clock
from inspectapp.shared.db import write_session
from inspectapp.shared.identifiers import UNUSED_AREA, make_credit_code
from inspectapp.subjects import actions
from inspectapp.subjects.words import Sector, Supervision, UnitKind

PLACES = ("城东", "城西", "凤台", "泽水", "丹河", "高平", "陵川", "沁阳", "阳城", "太行", "白马", "兰花")
MARKS = (
    "安泰",
    "宏远",
    "鑫源",
    "晋安",
    "金鼎",
    "永固",
    "华盛",
    "瑞丰",
    "恒信",
    "天成",
    "博安",
    "正阳",
    "众诚",
    "启明",
)
TRADES = (
    "煤业",
    "化工",
    "建材",
    "机械",
    "安全培训",
    "职业技能培训",
    "矿山设备",
    "物流",
    "燃气",
    "冶炼",
    "烟花",
    "食品",
)
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "学校", "中心")
BATCH = 500


def code_of(number: int) -> str:
    """The credit code of one invented unit."""
    return make_credit_code(UNUSED_AREA, f"B{number:07d}")


def unit_values(number: int, regions: list, chance: random.Random) -> dict:
    """One invented unit; the number keeps names and codes apart."""
    words = (chance.choice(PLACES), chance.choice(MARKS), chance.choice(MARKS), chance.choice(TRADES))
    return {
        "region_id": chance.choice(regions), "kind": chance.choice(list(UnitKind)),
        "name": "".join(words) + f"{number}号" + chance.choice(FORMS),
        "credit_code": code_of(number),
        "supervision": chance.choice(list(Supervision)), "sector": chance.choice(list(Sector)),
        "address": f"{words[0]}大街{number}号", "legal_representative": "甄某", "head": "贾某",
    }  # fmt: skip


def fill(count: int) -> None:
    chance = random.Random(20261121)
    with write_session() as session:
        by = accounts.actor(session, "ducha")
    regions = sorted(by.regions, key=str)
    rows = (unit_values(number, regions, chance) for number in range(1, count + 1))
    while batch := list(islice(rows, BATCH)):
        with write_session() as session:
            actions.register_many(session, batch, by=by, at=clock.now())


if __name__ == "__main__":
    open_stores(from_environment())
    fill(int(sys.argv[1]))
