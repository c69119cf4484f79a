"""A unit is found by any part of its names, by initials, by any part of its code, in the own region only."""

import uuid

import pytest

from inspectapp.people.actor import Role
from inspectapp.subjects import actions, queries
from inspectapp.subjects.rules import searching
from inspectapp.subjects.words import Sector, Supervision, UnitKind, UnitStatus
from tests.conftest import NOW
from tests.subjects.conftest import credit_code

NAME = "晋城市（泽州）镕㛃䶮𬭚安全技术培训中心"


def found(session, actor, words="", **asked):
    return [unit.name for unit in queries.found(session, actor, queries.Asked(words=words, **asked)).rows]


@pytest.mark.parametrize(
    "words",
    [
        "晋", "心", "泽州", "㛃", "䶮𬭚", "镕㛃䶮𬭚安全", "安全技术培训中心", "(泽州)", "（泽州）",
        "晋城市泽州", "jcszz", "aqjs", "pxzx", "JCS", "ＪＣＳ", "140525MA0A", "ma0a", "MA0A0001",
        "晋城 培训", "培训　晋城", NAME,
    ],
)  # fmt: skip
def test_any_part_finds_the_unit(session, make_unit, officer, words):
    make_unit(NAME, credit_code=credit_code())
    make_unit("陵川县职业学校", credit_code=credit_code("MB1B9999"))
    assert found(session, officer, words) == [NAME]


@pytest.mark.parametrize(
    "words", ["城晋", "晋泽", "中心晋", "zz晋", "91140525MB", "%", "_", "'", '" OR "', "*", "\\", "晋城 煤矿"]
)
def test_what_is_not_part_of_it_does_not(session, make_unit, officer, words):
    make_unit(NAME, credit_code=credit_code())
    shown = found(session, officer, words)
    assert shown == ([] if searching.asked_words(words) else [NAME])


def test_pairs_that_only_seem_to_stand_together_are_sorted_out(session, make_unit, officer):
    make_unit("安全安培")
    assert found(session, officer, "全安全") == []
    assert found(session, officer, "全安培") == ["安全安培"]


def test_a_hit_does_not_run_over_from_the_name_into_the_code(session, make_unit, officer):
    unit = make_unit("甲", credit_code=credit_code())
    assert found(session, officer, f"甲{unit.credit_code[:2]}") == []


def test_an_edited_unit_is_found_by_what_it_is_now(session, make_unit, officer):
    unit = make_unit("甲培训中心", credit_code=credit_code())
    actions.edit(session, unit, {"credit_code": credit_code("MB1B9999")}, by=officer, at=NOW)
    assert found(session, officer, "MA0A0001") == []
    assert found(session, officer, "MB1B9999") == ["甲培训中心"]


def test_each_sees_the_own_region(session, world, make_unit):
    make_unit("泽州培训中心")
    make_unit("阳城培训中心", region_id=world.there.id)
    assert found(session, world.actor(), "培训") == ["泽州培训中心"]
    assert found(session, world.actor(region=world.there), "培训") == ["阳城培训中心"]
    assert found(session, world.actor(Role.CITY), "培训") == ["阳城培训中心", "泽州培训中心"]
    assert found(session, world.actor(Role.CITY), region_id=world.here.id) == ["泽州培训中心"]
    for region_id in (world.there.id, uuid.uuid4()):
        assert found(session, world.actor(), region_id=region_id) == []


def test_filters_narrow_the_list(session, make_unit, officer):
    both = make_unit("甲培训中心", also_exam_site=True)
    make_unit("乙煤业", kind=UnitKind.ENTERPRISE, sector=Sector.COAL, supervision=Supervision.CITY)
    site = make_unit("丙考试点", kind=UnitKind.EXAM_SITE)
    assert found(session, officer, kind=UnitKind.EXAM_SITE) == [site.name, both.name]
    assert found(session, officer, kind=UnitKind.INSTITUTION) == [both.name]
    assert found(session, officer, sector=Sector.COAL, supervision=Supervision.CITY) == ["乙煤业"]
    actions.suspend(session, site, "停业整顿", by=officer, at=NOW)
    assert found(session, officer, status=UnitStatus.SUSPENDED) == [site.name]
    assert found(session, officer, "考试", status=UnitStatus.LISTED) == []


def test_pages_follow_each_other_without_gap_or_repeat(session, world, make_unit, officer):
    for number in range(7):
        make_unit(f"培训中心{number}")
    pages, before = [], None
    while True:
        page = queries.found(session, officer, queries.Asked(words="培训", before=before), size=3)
        pages.append([unit.name[-1] for unit in page.rows])
        before = page.next_before
        if before is None:
            break
    assert pages == [["6", "5", "4"], ["3", "2", "1"], ["0"]]


def test_counting_stops_above_a_hundred(session, world, officer):
    row = {
        "region_id": world.here.id, "kind": UnitKind.ENTERPRISE,
        "supervision": Supervision.COUNTY, "sector": Sector.COAL,
    }  # fmt: skip
    actions.register_many(session, [row | {"name": f"煤业{n}号"} for n in range(100)], by=officer, at=NOW)
    assert queries.found(session, officer, queries.Asked()).count_words == "共100家"
    actions.register(session, row | {"name": "煤业百号"}, by=officer, at=NOW)
    assert queries.found(session, officer, queries.Asked()).count_words == "100家以上"
    assert queries.found(session, officer, queries.Asked(words="百")).count_words == "共1家"


def test_a_rare_hit_far_down_is_found(session, world, officer):
    row = {
        "region_id": world.here.id, "kind": UnitKind.ENTERPRISE,
        "supervision": Supervision.COUNTY, "sector": Sector.COAL,
    }  # fmt: skip
    names = ["龙门煤业", *(f"永安煤业{n}号" for n in range(1200))]
    actions.register_many(session, [row | {"name": name} for name in names], by=officer, at=NOW)
    assert found(session, officer, "龙门") == ["龙门煤业"]
    assert len(found(session, officer, "煤业")) == 30
