"""What stands in a unit's file: added, corrected, ended, revealed, and judged."""

from datetime import date, timedelta

import pytest

from inspectapp.people.actor import ADMINS, Role
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotAllowed, NotFound, NotNow
from inspectapp.subjects import actions, queries
from inspectapp.subjects.models import (
    Agreement,
    Certificate,
    Contact,
    HourRecord,
    InsuranceMonth,
    Room,
    Staff,
    Trade,
)
from inspectapp.subjects.refused import FieldRefused, Stale
from inspectapp.subjects.rules.trades import CATALOGUE
from inspectapp.subjects.words import AgreementKind, HourKind, Post, RoomKind
from tests.conftest import NOW
from tests.subjects.conftest import id_number

TODAY = date(2026, 11, 21)
ROOM = {"kind": RoomKind.CLASSROOM, "name": "一号教室", "area": 90.0, "seats": 60, "recording_months": 36}


def agreement(**changes):
    return {
        "kind": AgreementKind.MEDICAL, "counterparty": "县医院",
        "valid_from": date(2024, 1, 1), "valid_to": TODAY,
    } | changes  # fmt: skip


def certificate(**changes):
    return {
        "holder": "王建国", "id_number": id_number(), "post": Post.SPECIAL, "trade": "低压电工",
        "number": "T" + id_number(), "valid_from": date(2024, 1, 1), "valid_to": date(2029, 12, 31),
    } | changes  # fmt: skip


def test_a_part_is_added_corrected_and_ended_with_its_history(session, make_unit, officer):
    unit = make_unit()
    room = actions.add(session, unit, Room, ROOM, by=officer, at=NOW)
    actions.change(session, unit, room, {"seats": 55}, by=officer, at=NOW, version=1)
    actions.end(session, unit, room, "已改作仓库", by=officer, at=NOW)
    assert queries.parts(session, unit, Room) == []
    assert queries.part_for(session, unit, Room, room.id) is room
    events = queries.events(session, unit)
    assert [one.act for one in events] == ["移除场所", "修改场所", "添加场所", "登记单位"]
    assert [one.what for one in events[:2]] == ["一号教室；原因：已改作仓库", "一号教室；座位数"]


def test_an_ended_part_is_left_alone(session, make_unit, officer):
    unit = make_unit()
    room = actions.add(session, unit, Room, ROOM, by=officer, at=NOW)
    actions.end(session, unit, room, "已改作仓库", by=officer, at=NOW)
    with pytest.raises(NotNow):
        actions.change(session, unit, room, {"seats": 1}, by=officer, at=NOW)
    with pytest.raises(NotNow):
        actions.end(session, unit, room, "再移除一次", by=officer, at=NOW)


def test_a_closed_unit_takes_nothing_more(session, make_unit, officer):
    unit = make_unit()
    room = actions.add(session, unit, Room, ROOM, by=officer, at=NOW)
    actions.close(session, unit, "营业执照注销", by=officer, at=NOW)
    for act in (
        lambda: actions.add(session, unit, Room, ROOM, by=officer, at=NOW),
        lambda: actions.change(session, unit, room, {"seats": 1}, by=officer, at=NOW),
        lambda: actions.end(session, unit, room, "移除", by=officer, at=NOW),
    ):
        with pytest.raises(NotNow, match="已注销"):
            act()


def test_two_people_correcting_one_person_see_each_other(session, world, make_unit, make_staff, officer):
    unit = make_unit()
    staff = make_staff(unit)
    actions.change(session, unit, staff, {"specialty": "采矿工程"}, by=officer, at=NOW, version=1)
    with pytest.raises(Stale) as refusal:
        actions.change(
            session, unit, staff, {"specialty": "机电", "id_number": id_number(2)},
            by=world.actor(Role.HEAD), at=NOW, version=1,
        )  # fmt: skip
    shown = {one.label: (one.saved, one.typed) for one in refusal.value.differences}
    assert shown["专业"] == ("采矿工程", "机电")
    assert all("*" in text for text in shown["身份证号"])


def test_a_person_stands_on_a_roster_once(session, make_unit, make_staff):
    unit, other = make_unit(), make_unit("乙培训中心")
    make_staff(unit)
    with pytest.raises(FieldRefused) as refusal:
        make_staff(unit, "范志远（重复）")
    assert refusal.value.field == "id_number"
    assert "范志远" in refusal.value.sentence
    assert make_staff(other).unit_id == other.id


def test_a_leaver_may_come_back(session, make_unit, make_staff, officer):
    unit = make_unit()
    actions.end(session, unit, make_staff(unit), "调离", by=officer, at=NOW)
    assert make_staff(unit).ended_at is None


def test_a_certificate_number_is_registered_once_per_trade(session, make_unit, officer):
    unit = make_unit()
    actions.add(session, unit, Certificate, certificate(), by=officer, at=NOW)
    with pytest.raises(FieldRefused, match="王建国"):
        actions.add(session, unit, Certificate, certificate(), by=officer, at=NOW)
    second = actions.add(
        session, unit, Certificate, certificate(trade="熔化焊接与热切割"), by=officer, at=NOW
    )
    assert second.trade == "熔化焊接与热切割"


def test_hours_belong_to_the_units_own_people(session, make_unit, make_staff, officer):
    unit, other = make_unit(), make_unit("乙培训中心")
    values = {"staff_id": make_staff(other).id, "kind": HourKind.TEACHING, "held_on": TODAY, "hours": 4.0}
    with pytest.raises(NotFound):
        actions.add(session, unit, HourRecord, values, by=officer, at=NOW)


def test_insured_months_are_entered_once(session, make_unit, make_staff, officer):
    unit = make_unit()
    staff = make_staff(unit)
    actions.insure(session, unit, staff, ["2026-09"], by=officer, at=NOW)
    new = actions.insure(session, unit, staff, ["2026-09", "2026-10", "2026-10"], by=officer, at=NOW)
    assert [one.month for one in new] == ["2026-10"]
    assert [one.month for one in queries.of_staff(session, staff, InsuranceMonth)] == ["2026-10", "2026-09"]


@pytest.mark.parametrize("model", [Staff, Room, Agreement])
def test_a_clerk_keeps_the_daily_papers(session, world, make_unit, model):
    unit = make_unit()
    values = {
        Staff: {"name": "范志远", "id_number": id_number(), "roles": ["TEACHER"]},
        Room: ROOM, Agreement: agreement(),
    }  # fmt: skip
    clerk = world.actor(Role.CLERK, unit_id=unit.id)
    assert actions.add(session, unit, model, values[model], by=clerk, at=NOW).unit_id == unit.id


@pytest.mark.parametrize("model", [Certificate, Contact])
def test_certificates_and_contacts_are_the_bureaus(session, world, make_unit, model):
    values = {Certificate: certificate(), Contact: {"name": "王芳", "phone": "13812345678"}}
    unit = make_unit()
    with pytest.raises(NotAllowed):
        actions.add(session, unit, model, values[model], by=world.actor(Role.CLERK, unit_id=unit.id), at=NOW)


@pytest.mark.parametrize("role", [Role.LEGAL, *ADMINS])
def test_readers_and_administrators_write_nothing(session, world, make_unit, make_staff, role):
    unit = make_unit()
    staff, who = make_staff(unit), world.actor(role)
    with pytest.raises(NotAllowed):
        actions.add(session, unit, Room, ROOM, by=who, at=NOW)
    with pytest.raises(NotAllowed):
        actions.change(session, unit, staff, {"name": "改名"}, by=who, at=NOW)
    with pytest.raises(NotAllowed):
        actions.end(session, unit, staff, "移除", by=who, at=NOW)


def test_a_number_is_shown_with_a_reason_and_on_record(session, make_unit, make_staff, officer):
    unit = make_unit()
    staff = make_staff(unit)
    shown = actions.reveal(session, staff, "id_number", "核对13812345678的实名信息", by=officer, at=NOW)
    assert shown == id_number()
    event = queries.events(session, unit)[0]
    assert (event.act, event.what) == ("查看完整身份证号", "范志远；原因：核对138****5678的实名信息")
    assert id_number() not in str([line.detail for line in ledger.history(session, "units", unit.id)])


def test_a_number_is_not_shown_without_a_reason(session, make_unit, make_staff, officer):
    staff = make_staff(make_unit())
    with pytest.raises(FieldRefused, match="至少4个字"):
        actions.reveal(session, staff, "id_number", "看看", by=officer, at=NOW)


@pytest.mark.parametrize("role", [Role.LEGAL, Role.CLERK, *ADMINS])
def test_a_number_is_not_shown_to_other_roles(session, world, make_unit, make_staff, role):
    staff = make_staff(make_unit())
    with pytest.raises(NotAllowed):
        actions.reveal(session, staff, "id_number", "核对身份信息", by=world.actor(role), at=NOW)


@pytest.mark.parametrize("field", ["phone", "name", "unit_id", "nothing"])
def test_only_secrets_that_are_there_can_be_shown(session, make_unit, make_staff, officer, field):
    staff = make_staff(make_unit())
    with pytest.raises(NotFound):
        actions.reveal(session, staff, field, "核对身份信息", by=officer, at=NOW)


def test_the_page_of_a_unit_reads_its_marks_from_the_registers(session, make_unit, make_staff, officer):
    unit = make_unit()
    staff = make_staff(unit, roles=["MANAGER", "TEACHER"], left_on=None)
    last_year = {
        "staff_id": staff.id,
        "kind": HourKind.CONTINUING,
        "held_on": date(2025, 5, 1),
        "hours": 40.0,
    }
    actions.add(session, unit, HourRecord, last_year, by=officer, at=NOW)
    actions.insure(session, unit, staff, ["2026-10"], by=officer, at=NOW)
    actions.add(session, unit, Agreement, agreement(), by=officer, at=NOW)
    codes = {mark.code for mark in queries.marks_of(session, unit, TODAY)}
    assert "R1" in codes
    assert not codes & {"hours-continuing", "R9-insurance", "R8-agreements"}
    later = {mark.code for mark in queries.marks_of(session, unit, TODAY + timedelta(days=30))}
    assert later >= {"R8-agreements", "R9-insurance"}


def test_what_was_ended_is_no_longer_judged(session, make_unit, officer):
    unit = make_unit()
    old = actions.add(session, unit, Agreement, agreement(valid_to=date(2025, 1, 1)), by=officer, at=NOW)
    assert "R8-agreements" in {mark.code for mark in queries.marks_of(session, unit, TODAY)}
    actions.end(session, unit, old, "录入错误", by=officer, at=NOW)
    assert "R8-agreements" not in {mark.code for mark in queries.marks_of(session, unit, TODAY)}


def test_the_catalogue_is_loaded_once(session):
    assert actions.load_catalogue(session, by=None, at=NOW) == len(CATALOGUE) == 54
    assert actions.load_catalogue(session, by=None, at=NOW) == 0
    assert len(session.query(Trade).all()) == 54


def test_numbers_do_not_lie_readable_in_the_database(session, make_unit, make_staff):
    staff = make_staff(make_unit(), phone="13812345678")
    raw = session.connection().exec_driver_sql("SELECT id_number, phone FROM staff").one()
    assert staff.id_number not in raw
    assert "13812345678" not in raw
