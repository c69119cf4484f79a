"""Everything typed wrong, field by field: a sentence under the field, 422, and nothing changed."""

import pytest

from inspectapp.people.actor import Role
from inspectapp.subjects.models import (
    Agreement,
    Certificate,
    Contact,
    HourRecord,
    InsuranceMonth,
    Room,
    RuleDocument,
    Staff,
    Unit,
)
from tests.fixtures.waiting import meanwhile
from tests.subjects.conftest import credit_code, id_number
from tests.subjects.test_pages import ENTRIES, UNIT, add_staff, text

NUL, RLO, ZERO_WIDTH = "王\x00建国", "王\u202e建国", "王\u200b建国"
LONG = "长" * 2001
WRONG_CHECK = id_number()[:17] + ("0" if id_number()[17] != "0" else "1")
WRONG_CODE = credit_code()[:17] + ("0" if credit_code()[17] != "0" else "1")
FULL_WIDTH = "１" + id_number()[1:]
IDS = [
    "",
    id_number()[:17],
    id_number() + "1",
    WRONG_CHECK,
    FULL_WIDTH,
    "A" * 18,
    "14059920991301001X",
    NUL,
    RLO,
]
PHONES = ["1381234567", "１３８12345678", "23812345678", "电话", "0356-1", RLO]
DAYS = [
    "二〇二六年一月一日",
    "2026年1月1日",
    "2026/01/01",
    "2026-02-30",
    "２０２６-01-01",
    "45000",
    "1899-01-01",
]
FUTURE = "2026-11-22"
TEXTS = [NUL, RLO, ZERO_WIDTH, LONG]
WORDS = ["GONE", "培训机构", RLO]
WHOLE = ["-1", "1.5", "十", "１２", "1e3", "99999", "NaN"]

WRONG = {
    "units": {
        "name": ["", *TEXTS], "kind": ["", *WORDS], "supervision": ["", *WORDS], "sector": ["", *WORDS],
        "legal_standing": ["", "DEPENDENT", *WORDS], "building": WORDS, "premises": WORDS,
        "region_id": ["", "1", "00000000-0000-0000-0000-000000000000", RLO],
        "credit_code": [WRONG_CODE, credit_code()[:17], "９" + credit_code()[1:], "O" * 18, RLO],
        "phone": [*PHONES, "138****5678"], "address": TEXTS, "head": TEXTS, "parent_name": TEXTS,
        "legal_representative": TEXTS, "business_scope": [NUL, RLO, LONG],
    },
    "staff": {
        "name": ["", *TEXTS], "id_number": [*IDS, "140***********0014"], "phone": [*PHONES, "139****5678"],
        "roles": ["", *WORDS], "employment": ["", *WORDS], "rank": ["", *WORDS], "specialty": TEXTS,
        "practice_years": WHOLE, "teacher_certificate": TEXTS, "teacher_certificate_to": DAYS,
        "hired_on": [*DAYS, FUTURE], "left_on": DAYS,
    },
    "certificates": {
        "holder": ["", *TEXTS], "id_number": IDS, "post": ["", *WORDS], "trade": ["", *TEXTS],
        "number": ["", f"T{id_number(8)}", f"T{WRONG_CHECK}", "!!!!", "12", RLO, "T14*************1"],
        "issued_on": [*DAYS, FUTURE], "valid_from": ["", *DAYS],
        "valid_to": ["", *DAYS, "2023-12-31", "2030-01-02"],
        "review_due_on": DAYS, "issuer": TEXTS, "staff_id": ["1", RLO],
    },
    "agreements": {
        "kind": ["", *WORDS], "counterparty": ["", *TEXTS], "signed_on": [*DAYS, FUTURE],
        "valid_from": ["", *DAYS], "valid_to": ["", *DAYS, "2023-12-31"], "remark": TEXTS,
    },
    "rooms": {
        "kind": ["", *WORDS], "name": ["", *TEXTS], "place": TEXTS,
        "area": ["0", "-5", "九十", "９０", "90.55"],
        "seats": WHOLE, "exam_terminals": WHOLE, "recording_months": WHOLE,
    },
    "documents": {
        "kind": ["", *WORDS], "title": ["", *TEXTS], "number": ["", *TEXTS], "issued_on": ["", *DAYS, FUTURE],
    },
    "contacts": {"name": ["", *TEXTS], "duty": TEXTS, "phone": ["", *PHONES]},
}  # fmt: skip
CASES = [(name, field) for name, fields in WRONG.items() for field in fields]
TABLES = (Staff, Certificate, Agreement, Room, RuleDocument, Contact)


@pytest.mark.parametrize(("name", "field"), CASES)
def test_a_wrong_entry_is_explained_under_its_field_and_changes_nothing(office, name, field):
    browser = office.browser()
    good = UNIT | {"region_id": office.here} if name == "units" else ENTRIES[name]
    address = "/subjects" if name == "units" else f"/subjects/{office.unit}/{name}"
    for typed in WRONG[name][field]:
        answer = browser.post(address, good | {field: typed})
        shown = "parent_name" if typed == "DEPENDENT" else field
        assert (answer.status_code, typed) == (422, typed)
        assert f'id="f-{shown}-error"' in text(answer), typed
    assert not any(office.rows(model) for model in TABLES)
    assert len(office.rows(Unit)) == 3


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("staff_id", ""), ("staff_id", "1"), ("kind", ""), ("kind", "GONE"),
        ("held_on", FUTURE), ("held_on", ""),
        *(("held_on", day) for day in DAYS), ("hours", ""), ("hours", "0"), ("hours", "25"), ("hours", "３"),
        ("hours", "1.55"), ("hours", "半天"), ("remark", RLO), ("remark", LONG),
    ],
)  # fmt: skip
def test_wrong_hours_are_explained(office, field, typed):
    staff = add_staff(office)
    good = {"staff_id": staff.id, "kind": "TEACHING", "held_on": "2026-05-12", "hours": "3.5"}
    answer = office.browser().post(f"/subjects/{office.unit}/hours", good | {field: typed})
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in text(answer)
    assert office.rows(HourRecord) == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("staff_id", ""), ("month", ""), ("month", "2026-13"), ("month", "2026年10月"),
        ("month", "２０２６-10"),
        ("month_to", "2025-12"), ("month_to", "2036-01"), ("month_to", "十月"), ("month", RLO),
    ],
)  # fmt: skip
def test_wrong_insured_months_are_explained(office, field, typed):
    staff = add_staff(office)
    good = {"staff_id": staff.id, "month": "2026-01", "month_to": "2026-03"}
    answer = office.browser().post(f"/subjects/{office.unit}/insurance", good | {field: typed})
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in text(answer)
    assert office.rows(InsuranceMonth) == []


def test_what_was_typed_stays_in_the_form(office):
    answer = office.browser().post(f"/subjects/{office.unit}/contacts", {"name": "王芳<b>", "phone": "1"})
    page = text(answer)
    assert 'value="王芳&lt;b&gt;"' in page
    assert "<b>" not in page


def test_correcting_with_wrong_values_changes_nothing(office):
    staff = add_staff(office)
    address = f"/subjects/{office.unit}/staff/{staff.id}"
    wrong = ENTRIES["staff"] | {"id_number": WRONG_CHECK, "version": "1"}
    assert office.browser(Role.HEAD).post(address, wrong).status_code == 422
    assert office.rows(Staff)[0].id_number == id_number()
    unit = f"/subjects/{office.unit}"
    wrong = UNIT | {"region_id": office.here, "credit_code": WRONG_CODE, "version": "1"}
    assert office.browser().post(unit, wrong).status_code == 422
    assert credit_code() in {one.credit_code for one in office.rows(Unit)}


def test_two_who_register_the_same_unit_at_the_same_moment(office, on_postgres):
    """The second is asked to try once more, and then reads that it is there already."""
    browser, code = office.browser(), credit_code("MA0A0077")
    form = UNIT | {"region_id": office.here, "credit_code": code}
    late = meanwhile(
        lambda session: office._unit(
            session, office.world.actor(Role.CITY), UNIT["name"], office.world.here, "MA0A0077"
        ),
        lambda: browser.post("/subjects", form), on_postgres,
    )  # fmt: skip
    answer = late.result(30)
    if on_postgres:
        assert (answer.status_code, "请等几秒钟再提交" in answer.text) == (503, True)
        answer = browser.post("/subjects", form)
    assert answer.status_code == 422
    assert "该统一社会信用代码已登记为“澄溪县新华培训学校”" in text(answer)
    assert [one.credit_code for one in office.rows(Unit)].count(code) == 1


def test_text_in_a_script_stays_text_on_every_page(office):
    browser, name = office.browser(), "<script>alert(1)</script>"
    browser.post(f"/subjects/{office.unit}/rooms", ENTRIES["rooms"] | {"name": name})
    page = text(browser.get(f"/subjects/{office.unit}/rooms"))
    assert name not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
