"""In the basement: everything was downloaded before, the network is off and the server, too."""

import hashlib
from contextlib import contextmanager
from uuid import UUID

import pytest
from playwright.sync_api import expect

from inspectapp.demo import accounts
from inspectapp.evidence import queries as evidence
from inspectapp.people import actions, queries
from inspectapp.people.access import TOKEN
from inspectapp.shared import clock, db, files
from inspectapp.visits import queries as visits
from inspectapp.visits.models import Visit
from tests.fixtures.browser import Phone
from tests.fixtures.server import House
from tests.journeys.visiting import Walk, jpeg, prepare, publish, wording

pytestmark = pytest.mark.browser


@pytest.fixture
def house(app):
    made = House(app)
    yield made
    made.leave()


@pytest.fixture
def phone(app, house, chromium):
    """phone("zhifa1") is a phone that may keep a service worker, signed in."""
    opened = []

    def hand(login, **more):
        opened.append(Phone(chromium, house.address, **{"service_workers": "allow", **more}))
        with db.write_session() as session:
            person = queries.person_by_login(session, login)
            token = actions.sign_in(session, person, "测试手机", at=clock.now())
        signer = app.session_interface.get_signing_serializer(app)
        cookie = {"name": "inspectapp", "value": signer.dumps({TOKEN: token}), "url": house.address}
        opened[-1].context.add_cookies([cookie])
        return opened[-1]

    yield hand
    complaints = [said for one in opened for said in one.complaints]
    for one in opened:
        one.context.close()
    assert complaints == []


@contextmanager
def in_the_basement(phone, house):
    """No network, and nobody who would answer."""
    phone.cut_off = True
    phone.context.set_offline(True)
    house.close()
    yield
    house.open()
    phone.context.set_offline(False)
    phone.cut_off = False


def download(phone):
    """下载今日任务, until it says that it is complete."""
    phone.open("/")
    phone.tap("下载今日任务")
    phone.is_at("/today")
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.tap("下载今日任务")
    expect(phone.page.locator("#prepared")).to_contain_text("已备好", timeout=60_000)


def new_tab(phone):
    """The tab is killed without a word; another one is opened."""
    phone.page.close(run_before_unload=False)
    phone.page = phone.context.new_page()


def test_what_was_downloaded_opens_from_a_cold_start(phone, house):
    one = phone("zhifa1")
    download(one)
    one.picture("prepared")
    one.is_accessible()
    with in_the_basement(one, house):
        new_tab(one)
        one.open("/")
        one.sees("我的检查")
        mine = one.page.get_by_role("list", name="我的检查")
        one.press(mine.get_by_role("link").first)
        one.is_at("^/visits/[^/]+$")
        one.open("/laws")
        one.sees("没有网络，这一页没有下载")
        one.picture("not-taken-along")
        one.is_accessible()
    one.open("/laws")
    one.sees_not("没有下载")


def answered(visit):
    with db.read_session() as session:
        by = accounts.actor(session, "zhifa1")
        return evidence.walk(session, visits.visit_for(session, by, UUID(visit.rpartition("/")[2])))


def on_this_phone(phone, count):
    expect(phone.page.locator("#queue b")).to_have_text(str(count))


def test_forty_questions_and_twenty_photos_in_the_basement_arrive_once(phone, house):
    publish("地下室检查表", 40)
    one, other = phone("zhifa1"), phone("zhifa2", service_workers="block")
    visit = prepare(one, other, "地下室检查表")
    download(one)
    with in_the_basement(one, house):
        new_tab(one)
        one.open(visit)
        one.sees("没有网络，这是")
        arrive_here(one, visit)
        one.picture("walk-offline")
        walk = Walk(one, visit)
        for number in range(1, 21):
            walk.answer(number, "符合")
        on_this_phone(one, 22)
        new_tab(one)
        walk = Walk(one, visit)
        expect(walk.card(20).locator("[data-state]")).to_have_text("在本机")
        expect(one.page.locator("#progress b")).to_have_text("20/40")
        for number in range(21, 31):
            walk.answer(number, "符合")
        for number in range(31, 41):
            walk.answer(number, "不符合")
            one.press(walk.card(number).get_by_role("button", name="保存问题"))
            expect(walk.card(number).locator(".finding__text")).to_have_text(wording(number))
            for photo in (2 * number, 2 * number + 1):
                walk.card(number).locator("input[data-origin=CAMERA]").set_input_files(jpeg(photo))
            expect(walk.card(number).locator('.photos__one--waiting[data-now="here"]')).to_have_count(2)
        one.picture("findings-offline")
        on_this_phone(one, 72)
        new_tab(one)
        walk = Walk(one, visit)
        expect(walk.card(40).locator(".photos__one--waiting")).to_have_count(2)
        expect(one.page.locator("#progress b")).to_have_text("40/40")
        change(one, walk.card(31), "档案缺签字，现场已拍照")
        take_back(one, walk.card(32), "看错了册子")
        one.is_accessible()
        one.open(visit + "/open-items")
        one.sees("第32项不符合，还没有写明问题")
        one.picture("open-items-offline")
        one.open(visit)
        one.sees("继续检查")
        one.picture("hub-offline")
        assert answered(visit)[0].answer.by_name == ""
    expect(one.page.locator("#queue")).to_be_hidden(timeout=60_000)
    questions = answered(visit)
    assert [q.answer.verdict.name for q in questions] == ["CONFORMS"] * 30 + ["FAILS"] * 10
    assert [f.text for q in questions for f in q.findings] == [
        "档案缺签字，现场已拍照", *[wording(number) for number in range(33, 41)]
    ]  # fmt: skip
    photos = [p for q in questions for p in q.photos]
    hashes = {hashlib.sha256(files.current().read(p.sha256)).hexdigest() for p in photos}
    assert len(photos) == 20
    assert hashes == {p.sha256 for p in photos}
    assert {p.told["original_sha256"] for p in photos} == {
        hashlib.sha256(jpeg(number)["buffer"]).hexdigest() for number in range(62, 82)
    }
    with db.read_session() as session:
        assert session.get_one(Visit, UUID(visit.rpartition("/")[2])).place == "地下一层实训室"


def arrive_here(phone, visit):
    """Three pages that were downloaded, one after the other."""
    phone.tap("到场")
    for label, words in (
        ("检查场所", "地下一层实训室"), ("被检查单位现场负责人", "苗青禾"), ("职务", "教务主任")
    ):  # fmt: skip
        phone.fill(label, words)
    phone.tap("记录到场")
    phone.is_at(f"{visit}/introduction")
    phone.sees("苗青禾")
    phone.open(visit)
    phone.sees("出示证件，开始检查")
    phone.tap("出示证件，开始检查")
    phone.tap("已出示证件，开始检查")
    phone.is_at(f"{visit}/checklist")


def change(phone, card, words):
    phone.press(card.locator(".finding summary"))
    card.locator(".finding").get_by_label("发现的问题").fill(words)
    phone.press(card.get_by_role("button", name="保存修改"))
    expect(card.locator(".finding__text")).to_have_text(words)


def take_back(phone, card, why):
    phone.press(card.locator(".finding summary"))
    card.get_by_label("撤回原因").fill(why)
    phone.press(card.get_by_role("button", name="撤回这个问题"))
    expect(card.locator(".finding__text")).to_have_count(0)
    expect(card).to_contain_text("已撤回一个问题")
