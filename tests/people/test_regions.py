"""The system administrator keeps the region tree."""

import pytest

from inspectapp.people.models import Level
from tests.client import seen

COUNTY = {
    "name": "阿克陶自治县", "short_name": "阿克陶", "office_name": "阿克陶自治县应急管理局",
    "number_prefix": "阿",
}  # fmt: skip


@pytest.fixture
def boss(browser_of):
    return browser_of("xitong")


def test_the_tree_shows_the_city_and_its_counties_with_their_accounts(boss):
    text = seen(boss.get("/regions"))
    assert "云岭市应急管理局" in text
    assert "石桥县应急管理局" in text
    assert "5个账号" in text


def test_a_new_county_hangs_under_its_city_and_can_have_accounts(boss, place, acts_on):
    answer = boss.post("/regions", COUNTY | {"parent_id": str(place("云岭市").id)})
    assert answer.headers["Location"] == "/regions"
    made = place("阿克陶自治县")
    assert (made.level, made.parent_id) == (Level.COUNTY, place("云岭市").id)
    assert [line.act for line in acts_on(made, "regions")] == ["新建辖区"]
    assert "阿克陶自治县" in boss.get("/accounts/new").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写辖区名称"),
        ({"name": "澄溪县"}, "已经有同名的辖区"),
        ({"number_prefix": "云"}, "已经有辖区用这个文号简称"),
        ({"parent_id": ""}, "请填写所属的市"),
        ({"parent_id": "7"}, "请从列表中选择辖区"),
        ({"parent_id": "00000000-0000-4000-8000-000000000000"}, "县级辖区要选择所属的市"),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_is_made(boss, place, wrong, sentence):
    answer = boss.post("/regions", COUNTY | {"parent_id": str(place("云岭市").id)} | wrong)
    assert answer.status_code == 422
    assert sentence in seen(answer)
    assert "阿克陶自治县" not in seen(boss.get("/regions"))


def test_a_county_cannot_hang_under_a_county(boss, place):
    answer = boss.post("/regions", COUNTY | {"parent_id": str(place("澄溪县").id)})
    assert answer.status_code == 422
    assert "县级辖区要选择所属的市" in seen(answer)


def stored(region, **changes):
    names = {name: getattr(region, name) for name in COUNTY}
    return names | {"version": str(region.version)} | changes


def test_names_and_number_prefix_are_changed_and_noted(boss, place, acts_on):
    county = place("石桥县")
    boss.post(f"/regions/{county.id}", stored(county, name="石桥区", number_prefix="石桥"))
    changed = place("石桥区")
    assert (changed.id, changed.number_prefix) == (county.id, "石桥")
    assert acts_on(changed, "regions")[-1].detail == {"changed": ["name", "number_prefix"]}


def test_an_older_form_does_not_overwrite_a_newer_name(boss, place):
    county = place("石桥县")
    boss.post(f"/regions/{county.id}", stored(county, name="石桥区"))
    late = boss.post(f"/regions/{county.id}", stored(county, name="石桥镇"))
    assert late.status_code == 409
    assert place("石桥区").id == county.id


@pytest.mark.parametrize(
    ("wrong", "sentence"), [({"name": "澄溪县"}, "已经有同名的辖区"), ({"number_prefix": "云"}, "文号会重复")]
)
def test_a_name_or_prefix_that_another_region_holds_is_refused(boss, place, wrong, sentence):
    county = place("石桥县")
    answer = boss.post(f"/regions/{county.id}", stored(county, **wrong))
    assert answer.status_code == 422
    assert sentence in seen(answer)


def test_a_city_without_counties_is_told_the_first_step(empty_app, first_administrator):
    assert "还没有县级辖区" in seen(first_administrator.get("/regions"))
