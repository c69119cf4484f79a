"""What each role meets on each address: pages, refusals, and the same nothing for what lies elsewhere."""

import re
import uuid

import pytest

from inspectapp.people.actor import ADMINS, Role
from inspectapp.shared import db, ledger
from inspectapp.subjects import actions
from inspectapp.subjects.models import Agreement, Contact, HourRecord, Room, Staff, Unit
from inspectapp.subjects.words import UnitStatus
from tests.conftest import NOW
from tests.subjects.conftest import credit_code, id_number

UNIT = {
    "kind": "INSTITUTION", "name": "澄溪县新华培训学校", "supervision": "COUNTY", "sector": "OTHER",
    "legal_standing": "INDEPENDENT", "credit_code": "", "address": "凤台街1号", "phone": "13812345678",
}  # fmt: skip
STAFF = {
    "name": "范志远", "id_number": id_number(), "roles": ["TEACHER"], "employment": "OWN", "rank": "MIDDLE",
    "full_time": "on", "phone": "13912345678",
}  # fmt: skip
CERTIFICATE = {
    "holder": "王建国", "id_number": id_number(7), "post": "SPECIAL", "trade": "低压电工",
    "number": f"T{id_number(7)}", "valid_from": "2024-01-01", "valid_to": "2029-12-31",
}  # fmt: skip
AGREEMENT = {
    "kind": "MEDICAL", "counterparty": "县医院", "valid_from": "2024-01-01", "valid_to": "2027-01-01",
}  # fmt: skip
ROOM = {"kind": "CLASSROOM", "name": "一号教室", "area": "90.5", "seats": "60"}
DOCUMENT = {
    "kind": "DEMAND", "title": "需求分析制度", "formally_issued": "on", "number": "泽培字〔2025〕1号",
    "issued_on": "2025-01-06",
}  # fmt: skip
CONTACT = {"name": "王芳", "duty": "主任", "phone": "0356-2023456"}
ENTRIES = {
    "staff": STAFF, "certificates": CERTIFICATE, "agreements": AGREEMENT,
    "rooms": ROOM, "documents": DOCUMENT, "contacts": CONTACT,
}  # fmt: skip
NAMED = ("name", "holder", "counterparty", "title")
SECTIONS = ("", "/staff", "/certificates", "/agreements", "/rooms", "/documents", "/history")
FORMS = (
    "/edit", "/status-changes/new", *(f"/{name}/new" for name in ENTRIES), "/hours/new", "/insurance/new",
)  # fmt: skip
NOT_FOUND = "没有找到这条记录。请回到列表重新选择。"


def text(response):
    """The page; names carry marks where their lines may break."""
    return response.get_data(as_text=True).replace("<wbr>", "")


def add_staff(office, unit_id=None):
    unit_id = unit_id or office.unit
    answer = office.browser(Role.CITY).post(f"/subjects/{unit_id}/staff", STAFF)
    assert answer.status_code == 303
    return next(one for one in office.rows(Staff) if one.unit_id == unit_id)


def test_a_unit_is_registered_and_found(office):
    browser = office.browser()
    answer = browser.post("/subjects", UNIT | {"region_id": office.here})
    assert answer.status_code == 303
    page = text(browser.get(answer.headers["Location"]))
    assert "澄溪县新华培训学校" in page
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "新华" in text(browser.get("/subjects?q=xhpx"))
    assert "没有找到符合条件的单位" in text(browser.get("/subjects?q=zzzz"))


@pytest.mark.parametrize("name", ENTRIES)
def test_every_register_takes_an_entry_and_shows_it(office, name):
    browser = office.browser()
    answer = browser.post(f"/subjects/{office.unit}/{name}", ENTRIES[name])
    assert answer.status_code == 303, text(answer)
    shown = text(browser.get(answer.headers["Location"]))
    assert (
        next(iter(v for k, v in ENTRIES[name].items() if k in ("name", "holder", "counterparty", "title")))
        in shown
    )


@pytest.mark.parametrize("path", [*SECTIONS, *FORMS])
def test_every_page_of_a_unit_opens_for_an_officer(office, path):
    assert office.browser().get(f"/subjects/{office.unit}{path}").status_code == 200


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.LEGAL, Role.CLERK])
@pytest.mark.parametrize("path", SECTIONS)
def test_a_foreign_unit_is_the_same_nothing_on_every_page(office, role, path):
    browser = office.browser(role)
    foreign = browser.get(f"/subjects/{office.foreign}{path}")
    none = browser.get(f"/subjects/{uuid.uuid4()}{path}")
    assert foreign.status_code == none.status_code == 404
    assert NOT_FOUND in text(foreign)
    assert text(foreign) == text(none)


WRITING_GETS = (
    "/edit", "/status-changes/new", "/staff/new", "/contacts/new", "/staff/{}/edit", "/staff/{}/ending",
)  # fmt: skip
POSTS = (
    "", "/status-changes", "/reveals", *(f"/{name}" for name in ENTRIES), "/hours", "/insurance",
    "/staff/{}", "/staff/{}/ending", "/rooms/{}", "/insurance/{}/ending",
)  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CITY])
@pytest.mark.parametrize("path", POSTS)
def test_no_role_writes_into_a_foreign_unit_or_learns_that_it_is_there(office, role, path):
    browser, part = office.browser(role), uuid.uuid4()
    foreign = browser.post(f"/subjects/{office.foreign}{path.format(part)}", STAFF)
    none = browser.post(f"/subjects/{uuid.uuid4()}{path.format(part)}", STAFF)
    assert foreign.status_code == none.status_code
    assert foreign.status_code in (403, 404)
    assert text(foreign) == text(none)
    assert office.rows(Staff) == []


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
@pytest.mark.parametrize("path", [*POSTS, *WRITING_GETS])
def test_officers_get_404_for_a_foreign_unit_on_every_writing_address(office, role, path):
    browser = office.browser(role)
    send = browser.post if path in POSTS else browser.get
    answer = send(f"/subjects/{office.foreign}{path.format(uuid.uuid4())}")
    assert answer.status_code == 404
    assert NOT_FOUND in text(answer)


def test_a_part_of_a_foreign_unit_is_not_reached_through_the_own_one(office):
    staff, browser = add_staff(office, office.foreign), office.browser()
    for path in (f"/staff/{staff.id}", f"/staff/{staff.id}/edit", f"/staff/{staff.id}/ending"):
        assert browser.get(f"/subjects/{office.unit}{path}").status_code == 404
    for path in (f"/staff/{staff.id}", f"/staff/{staff.id}/ending"):
        assert browser.post(f"/subjects/{office.unit}{path}", STAFF).status_code == 404
    ask = {"register": "staff", "row": staff.id, "field": "id_number", "reason": "核对身份信息"}
    assert browser.post(f"/subjects/{office.unit}/reveals", ask).status_code == 404


@pytest.mark.parametrize("role", ADMINS)
def test_administrators_see_no_register(office, role):
    for path in ("/subjects", f"/subjects/{office.unit}", "/subjects/new"):
        assert office.browser(role).get(path).status_code == 403


def test_legal_reads_and_writes_nothing(office):
    browser = office.browser(Role.LEGAL)
    page = browser.get(f"/subjects/{office.unit}")
    assert page.status_code == 200
    assert "/edit" not in text(page)
    assert "reveals/new" not in text(page)
    assert browser.get(f"/subjects/{office.unit}/edit").status_code == 403
    assert browser.post(f"/subjects/{office.unit}/rooms", ROOM).status_code == 403
    assert office.rows(Room) == []


def test_a_clerk_lands_at_the_own_unit_and_keeps_its_daily_papers(office):
    browser = office.browser(Role.CLERK)
    assert browser.get("/subjects").headers["Location"] == f"/subjects/{office.unit}"
    assert browser.get(f"/subjects/{office.neighbour}").status_code == 404
    for name in ("staff", "agreements", "rooms", "documents"):
        assert browser.post(f"/subjects/{office.unit}/{name}", ENTRIES[name]).status_code == 303
    for name in ("certificates", "contacts"):
        assert browser.post(f"/subjects/{office.unit}/{name}", ENTRIES[name]).status_code == 403
    assert browser.post(f"/subjects/{office.unit}", UNIT).status_code == 403
    assert office.rows(Contact) == []


def test_numbers_are_masked_on_every_page_and_in_the_form(office):
    staff, browser = add_staff(office), office.browser()
    browser.post(f"/subjects/{office.unit}/certificates", CERTIFICATE)
    hidden = (id_number(), id_number(7), "13912345678", "13812345678")
    for path in (*SECTIONS, "/edit", f"/staff/{staff.id}", f"/staff/{staff.id}/edit"):
        page = text(browser.get(f"/subjects/{office.unit}{path}"))
        assert not [number for number in hidden if number in page]


def test_saving_a_form_with_the_mask_keeps_the_number(office):
    staff, browser = add_staff(office), office.browser()
    masks = {"id_number": "140***********0014", "phone": "139****5678"}
    answer = browser.post(
        f"/subjects/{office.unit}/staff/{staff.id}", STAFF | masks | {"specialty": "采矿工程", "version": "1"}
    )
    assert answer.status_code == 303
    kept = office.rows(Staff)[0]
    assert (kept.id_number, kept.phone, kept.specialty) == (id_number(), "13912345678", "采矿工程")


def test_a_number_is_shown_once_with_a_reason_and_is_stored_nowhere_readable(office):
    staff, browser = add_staff(office), office.browser()
    ask = {"register": "staff", "row": staff.id, "field": "id_number", "reason": "核对证书信息"}
    form = browser.get(f"/subjects/{office.unit}/reveals/new?register=staff&row={staff.id}&field=id_number")
    assert id_number() not in text(form)
    shown = browser.post(f"/subjects/{office.unit}/reveals", ask)
    assert id_number() in text(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    with db.read_session() as reading:
        acts = [line.act for line in ledger.history(reading, "units", office.unit)]
        assert acts[-1] == "查看完整身份证号"
        stored = reading.connection().exec_driver_sql("SELECT body FROM ops").scalars().all()
    assert not [body for body in stored if id_number() in body]


@pytest.mark.parametrize("reason", ["", "看", "核对", "\u202e核对证书信息"])
def test_a_number_is_not_shown_without_a_proper_reason(office, reason):
    staff, browser = add_staff(office), office.browser()
    ask = {"register": "staff", "row": staff.id, "field": "id_number", "reason": reason}
    answer = browser.post(f"/subjects/{office.unit}/reveals", ask)
    assert answer.status_code == 422
    assert id_number() not in text(answer)


@pytest.mark.parametrize("role", [Role.LEGAL, Role.CLERK, *ADMINS])
def test_other_roles_are_shown_no_number(office, role):
    staff = add_staff(office)
    ask = {"register": "staff", "row": staff.id, "field": "id_number", "reason": "核对证书信息"}
    answer = office.browser(role).post(f"/subjects/{office.unit}/reveals", ask)
    assert answer.status_code == 403
    assert id_number() not in text(answer)


@pytest.mark.parametrize(
    "ask", [{"field": "name"}, {"register": "laws"}, {"row": "1"}, {"row": str(uuid.uuid4())}, {"field": ""}]
)
def test_a_number_that_is_none_is_not_found_or_refused(office, ask):
    staff = add_staff(office)
    given = {"register": "staff", "row": staff.id, "field": "id_number", "reason": "核对证书信息"} | ask
    assert office.browser().post(f"/subjects/{office.unit}/reveals", given).status_code in (404, 422)


def test_two_officers_see_each_others_texts_and_the_second_may_insist(office):
    staff = add_staff(office)
    address = f"/subjects/{office.unit}/staff/{staff.id}"
    first, second = office.browser(Role.HEAD), office.browser()
    assert first.post(address, STAFF | {"specialty": "采矿工程", "version": "1"}).status_code == 303
    answer = second.post(address, STAFF | {"specialty": "机电一体化", "version": "1"})
    assert answer.status_code == 409
    page = text(answer)
    assert "邵立言在2026年11月21日 14:05已修改" in page
    assert page.index("采矿工程") < page.index("机电一体化")
    assert 'value="机电一体化"' in page
    assert office.rows(Staff)[0].specialty == "采矿工程"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert second.post(address, STAFF | {"specialty": "机电一体化", "version": version}).status_code == 303
    assert office.rows(Staff)[0].specialty == "机电一体化"


def test_a_form_without_its_version_overwrites_nothing(office):
    staff = add_staff(office)
    answer = office.browser().post(f"/subjects/{office.unit}/staff/{staff.id}", STAFF | {"specialty": "机电"})
    assert answer.status_code == 409
    assert office.rows(Staff)[0].specialty == ""


def test_the_same_tap_twice_adds_once(office):
    browser, once = office.browser(), {"op_id": str(uuid.uuid4())}
    for _ in range(2):
        assert browser.post(f"/subjects/{office.unit}/rooms", ROOM | once).status_code == 303
    assert len(office.rows(Room)) == 1


def test_a_unit_is_suspended_with_a_reason(office):
    browser, address = office.browser(), f"/subjects/{office.unit}/status-changes"
    assert browser.post(address, {"status": "SUSPENDED", "reason": "停业整顿"}).status_code == 303
    assert browser.post(address, {"status": "SUSPENDED", "reason": "再停一次"}).status_code == 409
    assert next(one for one in office.rows(Unit) if one.id == office.unit).status is UnitStatus.SUSPENDED
    for wrong in ({"status": "SUSPENDED", "reason": "停"}, {"status": "GONE", "reason": "不存在的状态"}, {}):
        assert browser.post(address, wrong).status_code == 422


def test_a_closed_unit_is_read_only(office):
    browser = office.browser()
    browser.post(f"/subjects/{office.unit}/status-changes", {"status": "CLOSED", "reason": "执照注销"})
    page = text(browser.get(f"/subjects/{office.unit}/rooms"))
    assert "添加场所" not in page
    assert browser.get(f"/subjects/{office.unit}/rooms/new").status_code == 409
    assert browser.post(f"/subjects/{office.unit}/rooms", ROOM).status_code == 409
    assert browser.post(f"/subjects/{office.unit}", UNIT | {"version": "2"}).status_code in (409, 422)


def test_an_entry_is_taken_out_with_a_reason_and_stays_in_the_history(office):
    browser = office.browser()
    browser.post(f"/subjects/{office.unit}/agreements", AGREEMENT)
    (agreement,) = office.rows(Agreement)
    address = f"/subjects/{office.unit}/agreements/{agreement.id}/ending"
    assert "县医院" in text(browser.get(address))
    assert browser.post(address, {"reason": "重复"}).status_code == 422
    assert browser.post(address, {"reason": "重复录入"}).status_code == 303
    assert browser.post(address, {"reason": "重复录入"}).status_code == 409
    assert "县医院" not in text(browser.get(f"/subjects/{office.unit}/agreements"))
    assert "重复录入" in text(browser.get(f"/subjects/{office.unit}/history"))


def test_hours_and_insurance_are_kept_with_the_person(office):
    staff, browser = add_staff(office), office.browser()
    person = f"/subjects/{office.unit}/staff/{staff.id}"
    hours = {
        "staff_id": staff.id,
        "kind": "TEACHING",
        "held_on": "2026-05-12",
        "hours": "3.5",
        "remark": "电工",
    }
    assert browser.post(f"/subjects/{office.unit}/hours", hours).headers["Location"] == person
    months = {"staff_id": staff.id, "month": "2025-11", "month_to": "2026-02"}
    assert browser.post(f"/subjects/{office.unit}/insurance", months).headers["Location"] == person
    page = text(browser.get(person))
    assert "2026年：授课3.5学时" in page
    assert "最近参保到2026年2月，共登记4个月" in page
    assert browser.post(f"/subjects/{office.unit}/insurance", months).status_code == 422
    assert len(office.rows(HourRecord)) == 1


def test_a_person_of_another_unit_takes_no_hours_here(office):
    stranger = add_staff(office, office.neighbour)
    hours = {"staff_id": stranger.id, "kind": "TEACHING", "held_on": "2026-05-12", "hours": "3.5"}
    assert office.browser().post(f"/subjects/{office.unit}/hours", hours).status_code == 422
    assert office.rows(HourRecord) == []


NONSENSE = ("kind=GONE", "region=1", "before=-1", "before=9999999999999", "before=²", "q=%00", "level=")


def test_the_list_keeps_filters_in_the_address_and_survives_nonsense(office):
    browser = office.browser()
    assert "澄溪县安全技术培训中心" in text(browser.get("/subjects?kind=INSTITUTION&level=COUNTY"))
    assert "没有找到" in text(browser.get("/subjects?kind=ENTERPRISE"))
    for nonsense in NONSENSE:
        assert browser.get(f"/subjects?{nonsense}").status_code == 200
    assert "石桥县职业培训学校" not in text(browser.get(f"/subjects?region={office.there}"))


def test_the_list_answers_htmx_with_its_part(office):
    answer = office.browser().get("/subjects?q=培训", htmx=True)
    assert text(answer).lstrip().startswith('<div id="units"')
    assert "HX-Request" in answer.headers["Vary"]


def test_a_duplicate_code_is_named_under_its_field(office):
    again = UNIT | {"region_id": office.here, "credit_code": credit_code("MA0A0002")}
    answer = office.browser().post("/subjects", again)
    assert answer.status_code == 422
    assert "已登记为“澄溪县第二培训学校”" in text(answer)
    elsewhere = office.browser().post("/subjects", again | {"credit_code": credit_code("MB1B9999")})
    assert "已在其他辖区登记" in text(elsewhere)
    assert "石桥县职业培训学校" not in text(elsewhere)
    assert len(office.rows(Unit)) == 3


def test_marks_stand_on_the_page_with_their_source(office):
    with db.write_session() as writing:
        unit = writing.get_one(Unit, office.unit)
        values = {"name": "甲", "id_number": id_number(3), "roles": ["MANAGER", "TEACHER"]}
        actions.add(writing, unit, Staff, values, by=office.world.actor(), at=NOW)
    page = text(office.browser().get(f"/subjects/{office.unit}"))
    assert "1人的管理、教学、考务身份重叠" in page
    assert "依据：晋市应急教发〔2022〕89号" in page
