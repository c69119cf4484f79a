"""Two at the same file of the register at the same moment: the second sees what the first has done."""

import uuid

import pytest

from inspectapp.people.actor import Role
from inspectapp.shared import db
from inspectapp.subjects import actions, queries
from inspectapp.subjects.excel import books, holding
from inspectapp.subjects.models import Certificate, ClerkPost, InsuranceMonth, RegisterUpload, Staff, Unit
from inspectapp.subjects.words import Post
from tests.conftest import NOW
from tests.fixtures.waiting import meanwhile, nothing_looks_tampered_with
from tests.subjects.conftest import credit_code, id_number
from tests.subjects.test_excel_pages import Desk, on_roster, person_values, workbook
from tests.subjects.test_pages import CERTIFICATE, STAFF, UNIT, add_staff, text

REASON = {"reason": "核对名册后更正"}


class Colleagues:
    """The one does it through the act, the other through the page."""

    def __init__(self, office, on_postgres):
        self.office, self.on_postgres, self.boss = office, on_postgres, office.world.actor(Role.CITY)
        self.staff, self.browser = add_staff(office), office.browser()

    def late(self, first, path, form):
        """The page's answer; `first` gets the session, the unit and the person on its roster."""

        def act(session):
            unit, staff = session.get_one(Unit, self.office.unit), session.get_one(Staff, self.staff.id)
            first(session, unit, staff, self.boss)

        address = f"/subjects/{self.office.unit}{path}"
        answer = meanwhile(act, lambda: self.browser.post(address, form), self.on_postgres).result(30)
        nothing_looks_tampered_with()
        return answer


@pytest.fixture
def colleagues(office, on_postgres):
    return Colleagues(office, on_postgres)


def edits(session, unit, staff, by):
    actions.edit(session, unit, {"head": "何静"}, by=by, at=NOW, version=unit.version)


def corrects(session, unit, staff, by):
    actions.change(session, unit, staff, {"specialty": "电气"}, by=by, at=NOW, version=staff.version)


def ends(session, unit, staff, by):
    actions.end(session, unit, staff, "已离职", by=by, at=NOW)


def suspends(session, unit, staff, by):
    actions.suspend(session, unit, "停业整顿", by=by, at=NOW)


def closes(session, unit, staff, by):
    actions.close(session, unit, "营业执照注销", by=by, at=NOW)


def test_a_unit_corrected_meanwhile_is_not_overwritten(colleagues):
    form = UNIT | {"region_id": colleagues.office.here, "credit_code": credit_code(), "version": "1"}
    answer = colleagues.late(edits, "", form)
    assert (answer.status_code, "何静" in text(answer)) == (409, True)
    assert [one.head for one in colleagues.office.rows(Unit) if one.id == colleagues.office.unit] == ["何静"]


def test_an_entry_corrected_meanwhile_is_not_overwritten(colleagues):
    answer = colleagues.late(
        corrects, f"/staff/{colleagues.staff.id}", STAFF | {"name": "范志", "version": "1"}
    )
    assert (answer.status_code, "电气" in text(answer)) == (409, True)
    assert [(one.name, one.specialty) for one in colleagues.office.rows(Staff)] == [("范志远", "电气")]


@pytest.mark.parametrize(
    ("first", "path", "form", "sentence"),
    [
        (ends, "/staff/{}/ending", REASON, "已被移除"),
        (ends, "/staff/{}", STAFF | {"version": "1"}, "已被移除"),
        (closes, "/staff/{}/ending", REASON, "已注销"),
        (closes, "/contacts", {"name": "王芳", "phone": "0356-2023456"}, "已注销"),
        (suspends, "/status-changes", REASON | {"status": "SUSPENDED"}, "单位现在是“暂停”"),
    ],
)
def test_what_a_colleague_has_just_ended_is_refused(colleagues, first, path, form, sentence):
    answer = colleagues.late(first, path.format(colleagues.staff.id), form)
    assert (answer.status_code, sentence in text(answer)) == (409, True)


def employs(session, unit, staff, by):
    actions.add(session, unit, Staff, {"name": "王芳", "id_number": id_number(2), "roles": []}, by=by, at=NOW)


def certifies(session, unit, staff, by):
    values = CERTIFICATE | {"post": Post.SPECIAL, "valid_from": NOW.date(), "valid_to": NOW.date()}
    actions.add(session, unit, Certificate, values, by=by, at=NOW)


def insures(session, unit, staff, by):
    actions.insure(session, unit, staff, ["2026-01"], by=by, at=NOW)


@pytest.mark.parametrize(
    ("first", "path", "form", "model", "sentence"),
    [
        (employs, "/staff", STAFF | {"id_number": id_number(2)}, Staff, "已在本单位名册中"),
        (certifies, "/certificates", CERTIFICATE, Certificate, "证书编号已登记"),
        (insures, "/insurance", {"month": "2026-01"}, InsuranceMonth, "社保都已登记"),
    ],
)
def test_the_same_is_not_entered_twice(colleagues, first, path, form, model, sentence):
    before = len(colleagues.office.rows(model))
    if model is InsuranceMonth:
        form = form | {"staff_id": str(colleagues.staff.id)}
    answer = colleagues.late(first, path, form)
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert len(colleagues.office.rows(model)) == before + 1


def test_who_looks_at_a_number_while_it_is_corrected_notes_what_stands_there_then(colleagues):
    ask = {
        "register": "staff",
        "row": str(colleagues.staff.id),
        "field": "id_number",
        "reason": "核对身份信息",
    }
    assert id_number() in text(colleagues.late(corrects, "/reveals", ask))


def test_a_post_is_taken_back_once(colleagues, person):
    def dismisses(session, unit, staff, by):
        post = queries.clerk_post(session, unit, person("jingban").id)
        actions.dismiss_clerk(session, post, by=by, at=NOW)

    answer = colleagues.late(dismisses, "/clerk-endings", {"person": str(person("jingban").id)})
    assert answer.status_code in (404, 409)  # already gone when asked for, or gone while waiting
    assert colleagues.office.rows(ClerkPost) == []


def test_a_unit_renamed_while_an_earlier_name_is_entered_is_found_by_both(colleagues):
    def renames(session):
        unit = session.get_one(Unit, colleagues.office.unit)
        actions.rename(session, unit, "凤台实训中心", by=colleagues.boss, at=NOW, version=unit.version)

    def names():
        with db.write_session() as session:
            unit = session.get_one(Unit, colleagues.office.unit)
            actions.add_earlier_name(
                session, unit, "泽州培训站", None, NOW.date(), by=colleagues.boss, at=NOW
            )

    meanwhile(renames, names, colleagues.on_postgres).result(30)
    with db.read_session() as session:
        for words in ("凤台", "泽州"):
            found = queries.found(session, colleagues.boss, queries.Asked(words=words))
            assert [one.name for one in found.rows] == ["凤台实训中心"]


def test_one_upload_is_taken_in_once(office, person, on_postgres):
    """Two taps under two op ids."""
    officer, by = Desk(office.browser()), person("zhifa1")
    row = {"unit_name": "澄溪县安全技术培训中心", **person_values(1)}
    url, seen = officer.dry_run("staff", workbook(books.STAFF, row))

    def takes(session):
        upload = session.get_one(RegisterUpload, uuid.UUID(url.rpartition("/")[2]))
        assert holding.take(session, books.STAFF, upload, seen, by=by, at=NOW)

    answer = meanwhile(takes, lambda: officer.post(f"{url}/taken", {"seen": seen}), on_postgres).result(30)
    assert (answer.status_code, "已经导入过了" in text(answer)) == (409, True)
    assert on_roster("新来1") == 1
    nothing_looks_tampered_with()
