"""The dry run and the take-in: all rows or none, nothing twice, nothing of another region."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from inspectapp.people import queries
from inspectapp.people.actor import Role
from inspectapp.people.models import Person
from inspectapp.shared import ledger, xlsx
from inspectapp.shared.identifiers import UNUSED_AREA, make_credit_code
from inspectapp.shared.refusals import NotFound, NotNow, Refusal, TooLarge, Unreadable
from inspectapp.subjects import actions
from inspectapp.subjects.excel import exporting, holding
from inspectapp.subjects.excel.books import (
    BOOKS,
    CERTIFICATES,
    HOURS,
    INSURANCE,
    ROOMS,
    STAFF,
    UNITS,
    book_of,
)
from inspectapp.subjects.excel.plan import Outcome
from inspectapp.subjects.excel.planning import make_plan
from inspectapp.subjects.excel.reading import MOST_ROWS, read_file, read_rows
from inspectapp.subjects.excel.taking import take_in
from inspectapp.subjects.models import HourRecord, InsuranceMonth, Room, Staff, Unit
from inspectapp.subjects.words import HourKind, RoomKind
from tests.subjects.conftest import NOW, id_number

HOME = "澄溪县安全技术培训中心"


def sheet_of(book, *rows):
    """A workbook with the columns the rows speak of."""
    titles = {column.name: column.title for column in book.all_columns}
    used = dict.fromkeys(name for row in rows for name in row)
    return xlsx.write_table([xlsx.Column(name, titles[name]) for name in used], rows, book.title)


def plan_of(session, book, by, *rows):
    return make_plan(session, book, read_rows(book, read_file(book, sheet_of(book, *rows))), by=by)


def outcomes(plan):
    return [row.outcome for row in plan.rows]


def faults(plan):
    return {(row.number, fault.column): fault.sentence for row in plan.bad for fault in row.faults}


def person(name="范志远", serial=1, **more):
    return {"unit_name": HOME, "name": name, "id_number": id_number(serial)} | more


def held_count(session, model):
    return session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def home(make_unit):
    return make_unit(HOME)


def test_new_changed_and_same_rows_are_told_apart(session, home, make_staff, officer):
    make_staff(home, "范志远", 1, specialty="电气")
    make_staff(home, "何静", 2, specialty="焊接")
    plan = plan_of(
        session,
        STAFF,
        officer,
        person("范志远", 1, specialty="电气"),
        person("何静", 2, specialty="机械"),
        person("郑重", 3, specialty="化工"),
    )
    assert outcomes(plan) == [Outcome.SAME, Outcome.CHANGED, Outcome.NEW]
    assert [(c.title, c.old, c.new) for c in plan.changed[0].changes] == [("专业", "焊接", "机械")]


def test_taking_in_writes_every_row_and_its_line(session, home, make_staff, officer):
    old = make_staff(home, "范志远", 1)
    plan = plan_of(session, STAFF, officer, person("范志远", 1, specialty="机械"), person("何静", 2))
    take_in(session, plan, by=officer, at=NOW)
    names = {one.name: one for one in session.scalars(select(Staff))}
    assert set(names) == {"范志远", "何静"}
    assert (old.specialty, old.version) == ("机械", 2)
    acts = [line.act for line in ledger.history(session, "units", home.id)]
    assert acts[-2:] == ["添加人员", "修改人员"]


def test_taken_in_again_nothing_changes(session, home, officer):
    rows = [
        person("范志远", 1, specialty="电气", roles="专职教师、考务人员", phone="15400000001", full_time="否")
    ]
    take_in(session, plan_of(session, STAFF, officer, *rows), by=officer, at=NOW)
    again = plan_of(session, STAFF, officer, *rows)
    assert outcomes(again) == [Outcome.SAME]
    assert not again.can_be_taken


def test_every_bad_row_is_named_with_its_reason(session, home, officer):
    plan = plan_of(
        session, STAFF, officer,
        person("范志远", 1, rank="教授"),
        person("何静", 2, hired_on="去年"),
        {"unit_name": HOME, "name": "郑重", "id_number": "110105194912310021"},
        person("", 4),
        person("重复", 5), person("重复", 5),
    )  # fmt: skip
    found = faults(plan)
    assert set(found) == {(2, "职称"), (3, "入职日期"), (4, "身份证号"), (5, "姓名"), (7, "身份证号")}
    assert found[(7, "身份证号")] == "与第6行重复。请只保留一行。"
    assert found[(5, "姓名")] == "没有填写姓名。"


def test_one_bad_row_keeps_the_whole_file_out(session, home, officer):
    plan = plan_of(session, STAFF, officer, person("范志远", 1), person("何静", 2, rank="教授"))
    assert plan.counts == {Outcome.NEW: 1, Outcome.CHANGED: 0, Outcome.SAME: 0, Outcome.BAD: 1}
    assert not plan.can_be_taken


def test_a_masked_number_never_overwrites(session, home, make_staff, officer):
    one = make_staff(home, "范志远", 1, phone="15400000001")
    content, _ = exporting.workbook_of(session, STAFF, officer, full=False)
    assert id_number(1).encode() not in content
    plan = make_plan(session, STAFF, read_rows(STAFF, read_file(STAFF, content)), by=officer)
    assert outcomes(plan) == [Outcome.SAME]
    masked = f"{id_number(1)[:3]}***********{id_number(1)[-4:]}"
    changed = plan_of(
        session, STAFF, officer, person() | {"id_number": masked, "phone": "154****0001", "specialty": "电气"}
    )
    take_in(session, changed, by=officer, at=NOW)
    assert (one.id_number, one.phone, one.specialty) == (id_number(1), "15400000001", "电气")


def test_a_masked_number_of_nobody_is_refused(session, home, make_staff, officer):
    make_staff(home, "范志远", 1)
    plan = plan_of(session, STAFF, officer, person("何静") | {"id_number": "140***********0001"})
    assert faults(plan) == {(2, "身份证号"): "遮盖的号码对不上已登记的内容。请填写完整的号码。"}


def test_a_new_person_needs_the_full_phone_number(session, home, officer):
    plan = plan_of(session, STAFF, officer, person(phone="154****0001"))
    assert faults(plan) == {(2, "手机号"): "新增内容须填写完整的号码，不能用遮盖的号码。"}


def test_empty_keeps_and_the_word_clears(session, home, make_staff, officer):
    one = make_staff(home, "范志远", 1, specialty="电气", teacher_certificate="安教001")
    plan = plan_of(session, STAFF, officer, person(specialty="", teacher_certificate="清空"))
    take_in(session, plan, by=officer, at=NOW)
    assert (one.specialty, one.teacher_certificate) == ("电气", "")


def test_a_unit_of_another_region_looks_like_none(session, world, make_unit, officer):
    make_unit("石桥县某培训学校", region_id=world.there.id)
    there = plan_of(session, STAFF, officer, person() | {"unit_name": "石桥县某培训学校"})
    nowhere = plan_of(session, STAFF, officer, person() | {"unit_name": "不存在的学校"})
    assert faults(there) == faults(nowhere) == {(2, "单位名称"): "没有找到这个单位。请核对名称和代码。"}


def test_a_clerk_takes_in_only_for_their_own_unit(session, world, home, make_unit):
    make_unit("澄溪县另一家培训中心")
    clerk = world.actor(Role.CLERK, unit_id=home.id)
    plan = plan_of(
        session,
        STAFF,
        clerk,
        {"name": "范志远", "id_number": id_number(1)},
        person("何静", 2) | {"unit_name": "澄溪县另一家培训中心"},
    )
    assert outcomes(plan) == [Outcome.NEW, Outcome.BAD]
    assert plan.new[0].unit == home


def test_a_clerk_exports_only_their_own_unit(session, world, home, make_unit, make_staff):
    other = make_unit("澄溪县另一家培训中心")
    make_staff(home, "范志远", 1)
    make_staff(other, "何静", 2)
    clerk = world.actor(Role.CLERK, unit_id=home.id)
    assert [row["name"] for row in exporting.rows_of(session, STAFF, clerk, full=False)] == ["范志远"]


def test_a_closed_unit_is_read_only(session, home, officer):
    actions.close(session, home, "执照注销", by=officer, at=NOW)
    plan = plan_of(session, STAFF, officer, person())
    assert faults(plan) == {(2, "单位名称"): "这个单位已注销，档案不能再修改。请删去这一行。"}


# --- units -------------------------------------------------------------------------------------------------


def unit_row(name="澄溪县北山矿业有限公司", **more):
    whole = {"name": name, "region_id": "澄溪县", "kind": "企业", "supervision": "县级", "sector": "煤矿"}
    return whole | more


CODE = make_credit_code(UNUSED_AREA, "EXC00001")


def test_units_are_matched_by_code_then_by_region_and_name(session, make_unit, officer):
    coded = make_unit("澄溪县北山矿业有限公司", credit_code=CODE)
    named = make_unit("澄溪县南山商贸有限公司")
    plan = plan_of(
        session,
        UNITS,
        officer,
        unit_row("澄溪县北山矿业集团有限公司", credit_code=CODE),
        unit_row("澄溪县南山商贸 有限公司", address="南山路1号"),
    )
    assert [row.target.id for row in plan.rows] == [coded.id, named.id]
    take_in(session, plan, by=officer, at=NOW)
    assert (coded.name, named.address) == ("澄溪县北山矿业集团有限公司", "南山路1号")


def test_codes_are_checked_within_the_file_and_against_the_register(session, world, make_unit, officer):
    make_unit("石桥县某公司", region_id=world.there.id, credit_code=CODE)
    second = make_credit_code(UNUSED_AREA, "EXC00002")
    plan = plan_of(
        session,
        UNITS,
        officer,
        unit_row("甲公司", credit_code=CODE),
        unit_row("乙公司", credit_code=second),
        unit_row("丙公司", credit_code=second),
    )
    assert faults(plan) == {
        (2, "统一社会信用代码"): "这个代码已登记在其他单位名下。请核对。",
        (4, "统一社会信用代码"): "与第3行重复。请只保留一行。",
    }


def test_a_unit_cannot_be_entered_in_another_region(session, officer):
    plan = plan_of(session, UNITS, officer, unit_row(region_id="石桥县"))
    assert faults(plan) == {(2, "辖区"): "没有这个辖区，或不在您的辖区内。请核对。"}


def test_new_units_can_be_found_by_search_afterwards(session, officer):
    take_in(session, plan_of(session, UNITS, officer, unit_row(credit_code=CODE)), by=officer, at=NOW)
    unit = session.scalars(select(Unit).where(Unit.credit_code == CODE)).one()
    assert [line.act for line in ledger.history(session, "units", unit.id)] == ["登记单位"]


# --- entries of a person -----------------------------------------------------------------------------------


def test_hours_and_months_find_their_person(session, home, make_staff, officer):
    one = make_staff(home, "范志远", 1)
    base = {"unit_name": HOME, "staff_name": "范志远"}
    hours = plan_of(session, HOURS, officer, base | {"kind": "授课", "held_on": date(2026, 3, 2), "hours": 8})
    take_in(session, hours, by=officer, at=NOW)
    months = plan_of(session, INSURANCE, officer, base | {"month": "2026-10"}, base | {"month": "2026-10"})
    assert outcomes(months) == [Outcome.NEW, Outcome.BAD]
    record = session.scalars(select(HourRecord)).one()
    assert (record.staff_id, record.kind, record.hours) == (one.id, HourKind.TEACHING, 8)
    assert held_count(session, InsuranceMonth) == 0


def test_two_people_of_one_name_need_the_number(session, home, make_staff, officer):
    make_staff(home, "范志远", 1)
    second = make_staff(home, "范志远", 2)
    base = {"unit_name": HOME, "staff_name": "范志远", "month": "2026-10"}
    unclear = plan_of(session, INSURANCE, officer, base)
    assert faults(unclear) == {(2, "姓名"): "名册里有几个同名的人。请填写完整的身份证号。"}
    clear = plan_of(session, INSURANCE, officer, base | {"staff_number": id_number(2)})
    assert clear.new[0].values["staff_id"] == second.id


def test_certificates_follow_the_rules_of_their_kind(session, home, officer):
    base = {
        "unit_name": HOME, "holder": "范志远", "id_number": id_number(1), "post": "特种作业人员",
        "number": f"T{id_number(1)}", "valid_from": date(2024, 1, 1),
    }  # fmt: skip
    plan = plan_of(
        session, CERTIFICATES, officer,
        base | {"valid_to": date(2029, 12, 31), "trade": ""},
        base | {"valid_to": date(2033, 1, 1), "trade": "低压电工"},
    )  # fmt: skip
    assert faults(plan) == {
        (2, "工种"): "特种作业人员须填写工种。",
        (3, "有效期止"): "有效期超过6年。请核对证书上的日期。",
    }


def test_every_register_comes_back_unchanged(session, home, make_staff, officer):
    make_staff(home, "范志远", 1)
    actions.add(
        session, home, Room, {"kind": RoomKind.CLASSROOM, "name": "一教室", "area": 76.5}, by=officer, at=NOW
    )
    for book in BOOKS:
        for full in (False, True):
            content, rows = exporting.workbook_of(session, book, officer, full=full)
            if rows:
                plan = make_plan(session, book, read_rows(book, read_file(book, content)), by=officer)
                assert outcomes(plan) == [Outcome.SAME] * rows


def test_every_template_can_be_read_but_is_empty(session):
    for book in BOOKS:
        with pytest.raises(Unreadable, match="没有数据行"):
            read_file(book, exporting.template_of(book))


# --- the file itself ---------------------------------------------------------------------------------------


def test_more_rows_than_the_limit_are_refused(session):
    rows = [person(f"人{n}", 1) for n in range(MOST_ROWS + 1)]
    with pytest.raises(TooLarge, match="3,000行"):
        read_file(STAFF, sheet_of(STAFF, *rows))


@pytest.mark.parametrize("content", [b"", b"name,number\n", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(Refusal) as refused:
        read_file(STAFF, content)
    assert refused.value.status == 422


def test_a_formula_is_named_as_a_fault(session, home, officer):
    book, out = Workbook(), BytesIO()
    book.active.append(["单位名称", "姓名", "身份证号"])
    book.active.append([HOME, "=A1", id_number(1)])
    book.save(out)
    plan = make_plan(session, STAFF, read_rows(STAFF, read_file(STAFF, out.getvalue())), by=officer)
    assert faults(plan) == {(2, "姓名"): "这一格是公式，请粘贴为数值。"}


# --- between dry run and take-in ---------------------------------------------------------------------------


@pytest.fixture
def account(session, world):
    """An officer with a row of their own, as uploads and exports ask for."""
    person = Person(login="liuyang", name="刘洋", role=Role.OFFICER, region_id=world.here.id)
    session.add(person)
    ledger.note(session, person, "新建账号", by=None, at=NOW)
    return queries.actor_for(session, person)


@pytest.fixture
def hold(session, home, officer):
    def make(*rows, by=officer):
        sheet = read_file(STAFF, sheet_of(STAFF, *rows))
        kept = holding.hold(session, STAFF, "名册.xlsx", "f" * 64, sheet, by=by, at=NOW)
        return kept, make_plan(session, STAFF, read_rows(STAFF, sheet), by=by).fingerprint("f" * 64)

    return make


def take(session, kept, seen, by):
    return holding.take(session, STAFF, kept, seen, by=by, at=NOW)


def test_what_was_looked_at_is_taken_in_once(session, hold, account):
    kept, seen = hold(person(), by=account)
    assert take(session, kept, seen, account).counts[Outcome.NEW] == 1
    assert kept.content == ""
    with pytest.raises(NotNow, match="已经导入过了"):
        take(session, kept, seen, account)


def test_a_register_that_changed_meanwhile_is_not_touched(session, home, make_staff, hold, account):
    kept, seen = hold(person(), by=account)
    make_staff(home, "范志远", 1, specialty="电气")
    assert take(session, kept, seen, account) is None
    assert held_count(session, Staff) == 1


def test_another_file_or_another_look_is_not_taken_in(session, hold, account):
    kept, seen = hold(person(), by=account)
    assert take(session, kept, "0" * 64, account) is None
    kept.sha256 = "e" * 64
    assert take(session, kept, seen, account) is None
    assert held_count(session, Staff) == 0


def test_an_upload_belongs_to_one_person_for_an_hour(session, hold, account, world):
    kept, _ = hold(person(), by=account)
    with pytest.raises(NotFound):
        holding.held(session, STAFF, kept.id, by=world.actor(Role.HEAD), at=NOW)
    with pytest.raises(NotFound):
        holding.held(session, ROOMS, kept.id, by=account, at=NOW)
    with pytest.raises(NotFound):
        holding.held(session, STAFF, kept.id, by=account, at=NOW + holding.HELD_FOR * 2)


def test_full_numbers_need_role_reason_and_leave_a_line(session, home, make_staff, account, world):
    make_staff(home, "范志远", 1)
    with pytest.raises(Refusal, match="请写明导出原因"):
        holding.open_export(session, STAFF, 1, "", full=True, by=account, at=NOW)
    with pytest.raises(Refusal) as refused:
        holding.open_export(session, STAFF, 1, "核对名册", full=True, by=world.actor(Role.CLERK), at=NOW)
    assert refused.value.status == 403
    made = holding.open_export(session, STAFF, 1, "核对社保名册", full=True, by=account, at=NOW)
    line = ledger.history(session, "register_exchanges", made.id)[-1]
    assert (line.act, line.detail["reason"]) == ("导出完整号码人员登记", "核对社保名册")
    assert exporting.rows_of(session, STAFF, account, full=True)[0]["id_number"] == id_number(1)
    with pytest.raises(NotFound):
        holding.export_of(session, STAFF, made.id, by=account, at=NOW + holding.EXPORT_OPEN_FOR * 2)


def test_an_unknown_register_is_not_found():
    with pytest.raises(NotFound):
        book_of("passwords")
