"""Units are entered, corrected, renamed, suspended and closed; each act is told in the ledger."""

import uuid

import pytest

from inspectapp.people.actor import ADMINS, Role
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotAllowed, NotFound, NotNow
from inspectapp.subjects import actions, queries
from inspectapp.subjects.refused import FieldRefused, Stale
from inspectapp.subjects.words import Sector, Supervision, UnitKind, UnitStatus
from tests.conftest import NOW
from tests.subjects.conftest import credit_code


def acts(session, unit):
    return [event.act for event in queries.events(session, unit)]


def test_a_unit_is_entered_under_its_canonical_name(session, make_unit):
    unit = make_unit("泽州县 安全技术(一)培训中心")
    assert unit.name == "泽州县安全技术（一）培训中心"
    assert unit.status is UnitStatus.LISTED
    assert acts(session, unit) == ["登记单位"]


def test_a_new_name_keeps_the_old_one_and_both_find_the_unit(session, world, make_unit, officer):
    unit = make_unit("花港电力科技有限公司")
    actions.rename(session, unit, "华港电力科技有限公司", by=officer, at=NOW)
    assert [one.name for one in queries.earlier_names(session, unit)] == ["花港电力科技有限公司"]
    for words in ("华港电力", "花港电力"):
        assert queries.found(session, officer, queries.Asked(words=words)).rows == [unit]
    assert acts(session, unit)[0] == "更名"
    assert queries.events(session, unit)[0].what == "花港电力科技有限公司 改为 华港电力科技有限公司"


def test_saving_without_a_change_tells_nothing(session, make_unit, officer):
    unit = make_unit()
    actions.edit(session, unit, {"address": ""}, by=officer, at=NOW)
    assert unit.version == 1
    assert acts(session, unit) == ["登记单位"]


def test_a_correction_names_the_fields_never_the_numbers(session, make_unit, officer):
    unit = make_unit()
    actions.edit(session, unit, {"phone": "13812345678", "address": "凤台街1号"}, by=officer, at=NOW)
    event = queries.events(session, unit)[0]
    assert (event.act, event.who) == ("修改单位信息", "刘洋")
    assert event.what == "联系电话、地址"
    assert "138" not in str([line.detail for line in ledger.history(session, "units", unit.id)])


def test_a_stale_save_shows_who_and_both_texts(session, world, make_unit, officer):
    unit = make_unit()
    other = world.actor(Role.HEAD, name="赵敏")
    actions.edit(session, unit, {"address": "凤台街1号", "phone": "13812345678"}, by=other, at=NOW, version=1)
    with pytest.raises(Stale) as refusal:
        actions.edit(
            session, unit, {"address": "凤台街2号", "phone": "13900000000"}, by=officer, at=NOW, version=1
        )
    assert refusal.value.status == 409
    assert "赵敏在2026年11月21日 14:05已修改" in refusal.value.sentence
    shown = {one.label: (one.saved, one.typed) for one in refusal.value.differences}
    assert shown == {
        "地址": ("凤台街1号", "凤台街2号"),
        "联系电话": ("138****5678", "139****0000"),
    }
    assert unit.address == "凤台街1号"


def test_a_code_is_registered_once_and_the_other_unit_is_named(session, make_unit, officer):
    make_unit("甲培训中心", credit_code=credit_code())
    with pytest.raises(FieldRefused) as refusal:
        make_unit("乙培训中心", by=officer, credit_code=credit_code())
    assert refusal.value.field == "credit_code"
    assert "甲培训中心" in refusal.value.sentence
    second = make_unit("乙培训中心")
    with pytest.raises(FieldRefused):
        actions.edit(session, second, {"credit_code": credit_code()}, by=officer, at=NOW)


def test_a_code_of_another_region_is_refused_without_the_name(session, world, make_unit, officer):
    make_unit("阳城培训中心", region_id=world.there.id, credit_code=credit_code())
    with pytest.raises(FieldRefused) as refusal:
        make_unit("乙培训中心", by=officer, credit_code=credit_code())
    assert refusal.value.sentence == "该统一社会信用代码已在其他辖区登记，请联系上级核对。"


def test_a_batch_with_a_code_twice_is_refused_as_a_whole(session, world, officer):
    row = {
        "region_id": world.here.id, "kind": UnitKind.ENTERPRISE, "supervision": Supervision.COUNTY,
        "sector": Sector.COAL, "credit_code": credit_code(),
    }  # fmt: skip
    with pytest.raises(FieldRefused, match="出现了两次"):
        actions.register_many(session, [row | {"name": "甲"}, row | {"name": "乙"}], by=officer, at=NOW)


def test_nobody_registers_for_another_region(session, world, make_unit, officer):
    with pytest.raises(NotAllowed):
        make_unit(by=officer, region_id=world.there.id)
    with pytest.raises(NotAllowed):
        actions.edit(session, make_unit(), {"region_id": world.there.id}, by=officer, at=NOW)


@pytest.mark.parametrize("role", [Role.LEGAL, Role.CLERK, *ADMINS])
def test_only_officers_heads_and_the_city_write_units(session, world, make_unit, role):
    with pytest.raises(NotAllowed):
        make_unit(by=world.actor(role))
    with pytest.raises(NotAllowed):
        actions.edit(session, make_unit(), {"address": "某街"}, by=world.actor(role), at=NOW)
    with pytest.raises(NotAllowed):
        actions.suspend(session, make_unit(), "停业整顿", by=world.actor(role), at=NOW)


def test_a_unit_is_suspended_taken_up_again_and_closed_for_good(session, make_unit, officer):
    unit = make_unit()
    actions.suspend(session, unit, "停业整顿", by=officer, at=NOW)
    with pytest.raises(NotNow):
        actions.suspend(session, unit, "再停一次", by=officer, at=NOW)
    actions.resume(session, unit, "整改完成", by=officer, at=NOW)
    actions.close(session, unit, "营业执照注销", by=officer, at=NOW)
    for again in (actions.resume, actions.suspend, actions.close):
        with pytest.raises(NotNow):
            again(session, unit, "反悔", by=officer, at=NOW)
    with pytest.raises(NotNow, match="已注销"):
        actions.edit(session, unit, {"address": "某街"}, by=officer, at=NOW)
    assert acts(session, unit) == ["注销", "恢复在册", "暂停", "登记单位"]
    assert queries.events(session, unit)[0].what == "原因：营业执照注销"


def test_a_foreign_unit_looks_like_none(session, world, make_unit):
    unit = make_unit(region_id=world.there.id)
    for actor in (world.actor(), world.actor(Role.HEAD), world.actor(Role.LEGAL)):
        for unit_id in (unit.id, uuid.uuid4()):
            with pytest.raises(NotFound) as refusal:
                queries.unit_for(session, actor, unit_id)
            assert refusal.value.sentence == "没有找到这条记录。请回到列表重新选择。"
    assert queries.unit_for(session, world.actor(Role.CITY), unit.id) is unit


def test_a_clerk_sees_the_own_unit_only(session, world, make_unit):
    own, other = make_unit("甲培训中心"), make_unit("乙培训中心")
    clerk = world.actor(Role.CLERK, unit_id=own.id)
    assert queries.unit_for(session, clerk, own.id) is own
    with pytest.raises(NotFound):
        queries.unit_for(session, clerk, other.id)
    assert queries.found(session, clerk, queries.Asked()).rows == [own]
    with pytest.raises(NotFound):
        queries.unit_for(session, world.actor(Role.CLERK), own.id)


@pytest.mark.parametrize("role", ADMINS)
def test_administrators_see_no_unit(session, world, make_unit, role):
    unit = make_unit()
    with pytest.raises(NotFound):
        queries.unit_for(session, world.actor(role), unit.id)
    assert queries.found(session, world.actor(role), queries.Asked()).rows == []
