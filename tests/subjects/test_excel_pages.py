"""The pages of the workbooks, as the roles meet them: upload, dry run, confirm, and exports on record."""

import re
import uuid
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from inspectapp.demo import accounts
from inspectapp.people import queries
from inspectapp.people.models import Region
from inspectapp.shared import clock, db, xlsx
from inspectapp.shared.identifiers import UNUSED_AREA, make_id_number
from inspectapp.subjects import actions, exchange
from inspectapp.subjects.excel.books import STAFF, UNITS
from inspectapp.subjects.models import RegisterExchange, Staff
from inspectapp.subjects.words import Sector, Supervision, UnitKind

HOME = "澄溪县安全生产技术培训中心"
FOREIGN = "石桥县博学职业安全培训学校"


@pytest.fixture
def units(app):
    """A unit in each county; the clerk works for the first, which has one person on its roster."""
    at = clock.now()
    with db.write_session() as session:
        by = accounts.actor(session, "ducha")
        regions = {region.name[:2]: region.id for region in session.scalars(select(Region))}
        made = [
            actions.register(session, unit_values(name, regions[name[:2]]), by=by, at=at)
            for name in (HOME, FOREIGN)
        ]
        actions.add(session, made[0], Staff, person_values(900), by=by, at=at)
        clerk = queries.person_by_login(session, "jingban")
        actions.appoint_clerk(session, made[0], clerk.id, by=by, at=at)


def unit_values(name, region_id):
    return {
        "region_id": region_id, "kind": UnitKind.INSTITUTION, "name": name,
        "supervision": Supervision.COUNTY, "sector": Sector.OTHER,
    }  # fmt: skip


def person_values(serial):
    return {"name": f"新来{serial}", "id_number": make_id_number(UNUSED_AREA, date(1999, 9, 9), serial)}


class Desk:
    """Somebody signed in at the workbooks."""

    def __init__(self, browser):
        self.get, self.post = browser.get, browser.post

    def upload(self, slug, content):
        return self.post(f"/registers/{slug}/uploads", {"workbook": (BytesIO(content), "名册.xlsx")})

    def dry_run(self, slug, content):
        """Upload, and what the page wants back when it is confirmed."""
        url = self.upload(slug, content).headers["Location"]
        page = self.get(url).get_data(as_text=True)
        return url, re.search('name="seen" value="([0-9a-f]{64})"', page)[1]


@pytest.fixture
def sign_in(browser_of, units):
    return lambda login: Desk(browser_of(login))


def workbook(book, *rows):
    titles = {column.name: column.title for column in book.all_columns}
    used = dict.fromkeys(name for row in rows for name in row)
    return xlsx.write_table([xlsx.Column(name, titles[name]) for name in used], rows, book.title)


def newcomer(serial, **more):
    return {"unit_name": HOME, **person_values(serial), **more}


def on_roster(name):
    with db.read_session() as session:
        return len(session.scalars(select(Staff).where(Staff.name == name)).all())


def test_from_upload_to_done(sign_in):
    officer = sign_in("zhifa1")
    url, seen = officer.dry_run("staff", workbook(STAFF, newcomer(1)))
    assert on_roster("新来1") == 0
    done = officer.post(f"{url}/taken", {"seen": seen})
    assert (done.status_code, done.headers["Location"]) == (303, f"{url}/taken")
    assert "已全部导入" in officer.get(f"{url}/taken").get_data(as_text=True)
    assert on_roster("新来1") == 1
    assert officer.post(f"{url}/taken", {"seen": seen}).status_code == 409


def test_a_bad_row_is_shown_and_nothing_is_kept(sign_in):
    officer = sign_in("zhifa1")
    answer = officer.upload("staff", workbook(STAFF, newcomer(2), newcomer(3, unit_name=FOREIGN)))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "第3行" in page and "没有找到这个单位" in page
    assert 'name="seen"' not in page
    assert on_roster("新来2") == 0


def test_a_register_that_changed_meanwhile_gives_a_new_dry_run(sign_in):
    first, second = sign_in("zhifa1"), sign_in("kezhang")
    url, seen = first.dry_run("staff", workbook(STAFF, newcomer(4)))
    other_url, other_seen = second.dry_run("staff", workbook(STAFF, newcomer(4, specialty="电气")))
    assert second.post(f"{other_url}/taken", {"seen": other_seen}).status_code == 303
    stale = first.post(f"{url}/taken", {"seen": seen})
    assert stale.status_code == 409
    assert "登记簿有了变动" in stale.get_data(as_text=True)
    assert on_roster("新来4") == 1


def test_somebody_elses_upload_does_not_exist(sign_in):
    url, seen = sign_in("zhifa1").dry_run("staff", workbook(STAFF, newcomer(5)))
    stranger = sign_in("kezhang")
    assert stranger.get(url).status_code == 404
    assert stranger.post(f"{url}/taken", {"seen": seen}).status_code == 404


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"", 422, "空文件"),
        (b"no workbook at all", 422, "这不是可以导入的表格"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), 422, "打开密码"),
        (b"PK\x03\x04" + b"0" * 11 * 1024 * 1024, 413, "超过10兆"),
        (b"PK\x03\x04" + b"0" * 60 * 1024 * 1024, 413, "文件太大"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(sign_in, content, status, sentence):
    answer = sign_in("zhifa1").upload("staff", content)
    assert answer.status_code == status
    assert sentence in answer.get_data(as_text=True)


def test_no_file_at_all(sign_in):
    answer = sign_in("zhifa1").post("/registers/staff/uploads")
    assert answer.status_code == 422
    assert "没有收到文件" in answer.get_data(as_text=True)


def test_more_rows_than_the_limit(sign_in):
    answer = sign_in("zhifa1").upload(
        "staff", workbook(STAFF, *(newcomer(n % 999, name=f"人{n}") for n in range(20_000)))
    )
    assert answer.status_code == 413
    assert "数据超过3,000行" in answer.get_data(as_text=True)


def test_a_clerk_imports_people_but_not_units(sign_in):
    clerk = sign_in("jingban")
    assert "上传并核对" in clerk.get("/registers/staff").get_data(as_text=True)
    assert "上传并核对" not in clerk.get("/registers/units").get_data(as_text=True)
    assert clerk.upload("units", workbook(UNITS, {"name": "甲", "region_id": "澄溪县"})).status_code == 403
    assert clerk.upload("staff", workbook(STAFF, newcomer(7))).status_code == 303


def test_legal_reviewers_export_but_do_not_import(sign_in):
    legal = sign_in("fazhi")
    assert legal.get("/registers/staff").status_code == 200
    assert legal.upload("staff", workbook(STAFF, newcomer(8))).status_code == 403


@pytest.mark.parametrize("login", ["xitong", "anquan", "shenji"])
def test_administrators_see_no_register(sign_in, login):
    assert sign_in(login).get("/registers").status_code == 403


def test_an_export_is_masked_and_on_record(sign_in):
    officer = sign_in("zhifa1")
    ready = officer.post("/registers/staff/exports", {"numbers": "masked"}).headers["Location"]
    assert "可以下载了" in officer.get(ready).get_data(as_text=True)
    content = officer.get(f"{ready}.xlsx").data
    again = officer.upload("staff", content)
    assert again.status_code == 303
    assert "没有需要导入的改动" in officer.get(again.headers["Location"]).get_data(as_text=True)
    with db.read_session() as session:
        made = session.get(RegisterExchange, uuid.UUID(ready.rsplit("/", 1)[1]))
        assert (made.act, made.full_numbers, made.rows > 0) == ("导出", False, True)


def test_full_numbers_ask_for_a_reason(sign_in):
    officer, clerk = sign_in("zhifa1"), sign_in("jingban")
    refused = officer.post("/registers/staff/exports", {"numbers": "full", "reason": "看"})
    assert refused.status_code == 422
    assert "请写明导出原因" in refused.get_data(as_text=True)
    assert (
        officer.post("/registers/staff/exports", {"numbers": "full", "reason": "核对社保名册"}).status_code
        == 303
    )
    assert (
        clerk.post("/registers/staff/exports", {"numbers": "full", "reason": "核对社保名册"}).status_code
        == 403
    )


def test_templates_and_unknown_registers(sign_in):
    officer = sign_in("zhifa1")
    template = officer.get("/registers/rooms/template.xlsx")
    assert template.headers["Content-Type"] == exchange.WORKBOOK
    assert template.data.startswith(b"PK")
    assert officer.get("/registers/passwords").status_code == 404
