"""Journeys: the record read and signed in a basement, and what becomes of it above ground."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from inspectapp.documents import content
from inspectapp.documents import queries as papers
from inspectapp.documents.words import Mode, Outcome, State
from inspectapp.records import actions
from inspectapp.shared import clock, db
from inspectapp.visits import actions as visits
from tests.evidence.conftest import picture
from tests.evidence.phones import Phone
from tests.fixtures.browser import PICTURES, give_up, until
from tests.fixtures.hand import (
    officer_signs,
    read_to_end,
    reads_and_signs,
    reads_and_takes_the_pad,
    state_of,
    unit_signs,
    write_name,
)
from tests.fixtures.server import serving
from tests.records.conftest import Desk
from tests.visits.conftest import Visits

pytestmark = pytest.mark.browser

UNSEEN = re.compile(r"\s+")
GLASS = "document.querySelector('.pad__glass').width"


class Story(Desk):
    """A visit of today with everything answered; clocks run, as the phone's own does."""

    def __init__(self, person):
        super().__init__(Visits(person))
        self.take(what="签到表")
        self.field = f"{self.url}/record/field"

    def slot(self, key):
        with db.read_session() as session:
            return next(one for one in papers.slots_on(session, self.record()) if one.key == key)

    def version(self):
        with db.read_session() as session:
            return papers.current_version(session, self.record())


@pytest.fixture
def story(app, person):
    return Story(person)


@pytest.fixture
def phone_of(app, chromium, browser_of):
    opened = []
    with serving(app) as address:

        def open_phone(login):
            token = browser_of(login).get_cookie("inspectapp").value
            opened.append(Phone(chromium, address, token))
            return opened[-1]

        yield open_phone
        for one in opened:
            one.page.goto("about:blank")
            one.context.close()
    assert [error for one in opened for error in one.errors] == []


def has_its_key(page):
    """What is given can be sealed: the key of this person has come."""
    until(page, "() => store.unlock()")


def in_the_basement(phone_of, story):
    """The leading officer's phone on the page of field signing, without a network."""
    one = phone_of("zhifa1")
    page = one.open(story.field)
    has_its_key(page)
    one.context.set_offline(True)
    return one, page


def picture_of(page, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def looks_right(page):
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [rule["id"] for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_signed_in_the_basement_and_sealed_above(story, phone_of):
    one = phone_of("zhifa1")
    page = one.open(story.field)
    expect(page.get_by_role("button", name="请对方签字")).to_be_visible()
    has_its_key(one.page)
    one.context.set_offline(True)
    unit_signs(page, 1, objection="签到表当天已补签")
    expect(state_of(page, "苗经理")).to_have_text("在本机")
    officer_signs(page, 2)
    expect(page.get_by_text("已签，等网络送达")).to_be_visible()
    shown = page.locator("#field-mark").text_content()
    assert shown.startswith(f"暂编 {str(story.id)[:6].upper()}")
    looks_right(page)
    assert story.record() is None
    one.context.set_offline(False)
    expect(page.get_by_text("已全部送达")).to_be_visible(timeout=60_000)
    assert content.field_code(story.version()) in shown
    unit, officer = story.slot("unit"), story.slot("officer1")
    assert (unit.outcome, unit.objection) == (Outcome.OBJECTED, "签到表当天已补签")
    assert officer.outcome is Outcome.SIGNED
    assert unit.field_sha256 == officer.field_sha256 == story.version().field_sha256
    story.sign("officer2", "zhifa2", Mode.OWN_LOGIN, 9)
    assert story.seal().state is State.SEALED


def test_a_phone_turned_while_the_pad_is_open_keeps_every_stroke(story, phone_of):
    one = phone_of("zhifa1")
    page = one.open(story.field)
    has_its_key(page)
    page.get_by_role("button", name="我来阅读并签名").click()
    reads_and_takes_the_pad(page)
    write_name(page, 6)
    for width, height in ((844, 390), (390, 844), (844, 390)):
        before = page.evaluate(GLASS)
        page.set_viewport_size({"width": width, "height": height})
        until(page, f"before => ({GLASS}) !== before", before)  # the pad has become another one
    page.get_by_role("button", name="写好了").click()
    expect(page.locator("#ink polyline")).to_have_count(3)
    page.get_by_role("button", name="提交签名").click()
    expect(state_of(page, "江一帆")).to_have_text("已送达", timeout=60_000)
    assert story.slot("officer1").outcome is Outcome.SIGNED


@pytest.mark.parametrize("days", [2, -2])
def test_a_clock_two_days_off_is_told_and_loses_no_signature(story, phone_of, days):
    one = phone_of("zhifa1")
    one.page.add_init_script(f"""(() => {{
        const now = Date.now; Date.now = () => now() + {days} * 86400000; }})()""")
    page = one.open(story.field)
    has_its_key(page)
    unit_signs(page, 7)
    told = page.get_by_role("alert").filter(has_text="手机上的时间不准")
    if days > 0:
        expect(told).to_contain_text("请校准手机时间，再重新请对方签字", timeout=60_000)
        assert story.record() is None
        assert page.evaluate("outbox.entries().then(all => all.length)") == 2
    else:  # never before the arrival: the moment after it is taken
        expect(state_of(page, "苗经理")).to_have_text("已送达", timeout=60_000)
        assert story.slot("unit").outcome is Outcome.SIGNED


def test_the_words_on_the_phone_are_the_words_of_the_servers_own_page(story, phone_of):
    one = phone_of("zhifa1")
    page = one.open(story.field)
    page.get_by_role("button", name="请对方签字").click()
    page.get_by_role("button", name="我是本人，开始阅读").click()
    expect(page.locator("#reading img")).not_to_have_js_property("naturalWidth", 0)
    mine = [UNSEEN.sub("", words) for words in page.locator("#reading > *").all_text_contents()]
    looks_right(page)
    read_to_end(page)
    page.get_by_role("button", name="我已看完，去签名").click()
    page.get_by_role("button", name="返回，暂不签").click()
    unit_signs(page, 3)
    expect(state_of(page, "苗经理")).to_have_text("已送达")
    page = one.open(f"/documents/{story.record().id}/paper")
    theirs = [UNSEEN.sub("", words) for words in page.locator(".reading > *").all_text_contents()]
    assert mine[:-1] == [words for words in theirs[:-1] if words != story.record().number]
    assert len(mine) == len(theirs) - 1


def test_another_officer_changed_an_answer_meanwhile(story, phone_of):
    one = phone_of("zhifa1")
    page = one.open(story.field)
    has_its_key(one.page)
    one.context.set_offline(True)
    unit_signs(page, 4)
    story.find("请假条没有签字", login="zhifa2")
    one.context.set_offline(False)
    # The photo of the question proved the only finding; of two it proves neither before somebody says which.
    expect(page.get_by_role("alert").filter(has_text="与服务器收到的不一致：问题1、问题2")).to_be_visible()
    assert story.record() is None
    looks_right(page)


def test_a_refusal_is_put_on_record_on_the_spot(story, phone_of):
    one = phone_of("zhifa1")
    page = one.open(story.field)
    has_its_key(one.page)
    one.context.set_offline(True)
    page.get_by_role("button", name="拒签、不在场或不能书写").click()
    looks_right(page)
    page.locator("#field-outcome .choice", has_text="拒绝签名").click()
    page.get_by_label("原因和现场经过").fill("认为内容不属实，阅读后拒绝签名。")
    page.get_by_role("button", name="登记签署结果").click()
    officer_signs(page, 5)
    one.context.set_offline(False)
    expect(page.get_by_text("已全部送达")).to_be_visible(timeout=60_000)
    assert story.slot("unit").outcome is Outcome.REFUSED
    story.sign("officer2", "zhifa2", Mode.OWN_LOGIN, 9)
    assert story.slot("unit").confirmed_by_id is not None


def test_who_cannot_write_leaves_a_photo(story, phone_of):
    one = phone_of("zhifa1")
    page = one.open(story.field)
    officer_signs(page, 12)
    expect(state_of(page, "江一帆")).to_have_text("已送达")
    page.get_by_role("button", name="拒签、不在场或不能书写").click()
    page.locator("#field-outcome .choice", has_text="不能书写").click()
    page.get_by_label("原因和现场经过").fill("右手受伤。\n当场捺印。")
    given = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.locator("#field-outcome [name=photo]").set_input_files(given)
    page.get_by_role("button", name="登记签署结果").click()
    expect(state_of(page, "苗经理")).to_have_text("已送达")
    until(page, "() => outbox.waiting() === 0 && outbox.entries().then(all => !all.length)")
    assert (story.slot("unit").reason, len(story.slot("unit").photos)) == ("右手受伤。\n当场捺印。", 1)


def test_no_script_is_loaded_twice(story, browser_of):
    page = browser_of("zhifa1").get(story.field).get_data(as_text=True)
    scripts = re.findall(r'<script src="([^"]+)"', page)
    assert len(scripts) == len(set(scripts))


def test_without_a_key_nothing_is_said_to_lie_on_the_phone(story, phone_of):
    one = phone_of("zhifa1")
    one.context.route("**/phone/key", lambda route: route.abort())
    page = one.open(story.field)
    one.context.set_offline(True)
    unit_signs(page, 9)
    expect(state_of(page, "苗经理")).to_have_text("没有存到手机")
    one.context.unroute_all()


def test_what_is_not_on_the_phone_any_more_is_not_said_to_have_arrived(story, phone_of):
    one, page = in_the_basement(phone_of, story)
    unit_signs(page, 17)
    expect(state_of(page, "苗经理")).to_have_text("在本机")
    give_up(page)
    expect(state_of(page, "苗经理")).to_have_text("待核对")
    expect(page.locator("#field-say")).to_contain_text("请连上网络后刷新本页")
    looks_right(page)
    one.context.set_offline(False)
    page = one.open(story.field)
    expect(page.get_by_role("button", name="请对方签字")).to_be_visible()


def test_a_signature_that_was_not_stored_is_not_remembered(story, phone_of):
    _, page = in_the_basement(phone_of, story)
    page.evaluate("""() => { const save = store.save; store.save = (name, ...more) =>
        name === 'entries' ? Promise.reject({why: 'quota'}) : save(name, ...more); }""")
    unit_signs(page, 18)
    expect(state_of(page, "苗经理")).to_have_text("没有存到手机")
    kept = page.evaluate("store.all('drafts').then(all => all.map(row => row.id))")
    assert [name for name in kept if name.startswith("field:")] == []


def test_a_killed_tab_loses_neither_words_nor_signatures(story, phone_of):
    one, page = in_the_basement(phone_of, story)
    unit_signs(page, 8, objection="有出入")
    expect(state_of(page, "苗经理")).to_have_text("在本机")
    shown = page.locator("#field-mark").text_content()
    page.close()
    assert story.record() is None
    one.context.set_offline(False)
    one.page = one.context.new_page()
    page = one.open(story.field)
    expect(state_of(page, "苗经理")).to_have_text(re.compile("已送达|签名并有异议"))
    assert content.field_code(story.version()) in shown
    assert story.slot("unit").objection == "有出入"


def test_after_a_mismatch_the_words_are_signed_anew(story, phone_of):
    one, page = in_the_basement(phone_of, story)
    unit_signs(page, 10)
    story.find("请假条没有签字", login="zhifa2")
    one.context.set_offline(False)
    page.get_by_role("button", name="重新请对方签字").click()
    # Whatever arrives between the two taps makes the buttons anew: what was asked is still asked.
    page.locator("#field-say button").first.evaluate("one => { one.dataset.old = 'yes'; }")
    page.evaluate("document.querySelector('#field-sign [data-home]').click()")
    expect(page.locator("[data-old]")).to_have_count(0)
    page.get_by_role("button", name="原来的签名不再采用，确定重签").click()
    page.get_by_role("button", name="请对方签字").click()
    page.get_by_role("button", name="我是本人，开始阅读").click()
    expect(page.locator("#reading")).to_contain_text("请假条没有签字")
    reads_and_signs(page, 11)
    expect(state_of(page, "苗经理")).to_have_text(re.compile("已送达|已签名"))
    assert story.slot("unit").outcome is Outcome.SIGNED


def test_what_was_signed_for_a_visit_that_was_stopped_is_kept_for_the_office(story, phone_of):
    one, page = in_the_basement(phone_of, story)
    unit_signs(page, 16)
    with db.write_session() as session:
        by, visit, _ = story.at(session, "zhifa2")
        visits.stop(session, visit, "停电，无法继续检查", by=by, at=clock.now())
    one.context.set_offline(False)
    told = page.get_by_role("alert").filter(has_text="这次检查已经中止")
    expect(told).to_contain_text("请在“待上传”里另存为文件，交科室负责人核对", timeout=60_000)
    expect(page.get_by_role("button", name="重新请对方签字")).to_have_count(0)
    page = one.open(story.field)
    expect(page.get_by_role("alert").filter(has_text="检查已中止")).to_contain_text("另存为文件")
    for word in ("重新请对方签字", "请对方签字", "我来阅读并签名"):
        expect(page.get_by_role("button", name=word)).to_have_count(0)
    looks_right(page)
    picture_of(page, "field-stopped")
    page.get_by_role("link", name="打开待上传").click()
    expect(page.locator("#waiting li")).to_have_count(2)


def test_at_a_sealed_record_nobody_is_sent_to_the_door(story, phone_of):
    story.compose()
    for number, key in enumerate(("unit", "officer1", "officer2"), 1):
        login, mode = ("zhifa2", Mode.OWN_LOGIN) if key == "officer2" else ("zhifa1", Mode.OWN_LOGIN)
        story.sign(key, login, Mode.HANDED_OVER if key == "unit" else mode, number)
    story.seal()
    page = phone_of("zhifa1").open(story.field)
    expect(page.locator("#field-say")).to_contain_text("检查记录已经封存")
    expect(page.locator("#field-say")).not_to_contain_text("请先记录到场")
    expect(page.get_by_role("button", name="请对方签字")).to_have_count(0)


def test_a_record_taken_back_after_it_was_signed_here_is_signed_anew_here(story, phone_of):
    one, page = in_the_basement(phone_of, story)
    unit_signs(page, 13)
    one.context.set_offline(False)
    expect(page.get_by_text("已全部送达")).to_be_visible(timeout=60_000)
    page = one.open(story.field)
    expect(state_of(page, "苗经理")).to_have_text("已签名")
    until(page, "() => store.all('drafts').then(all => !all.some(row => row.id.startsWith('field:')))")
    with db.write_session() as session:
        by, visit, _ = story.at(session)
        actions.take_back(session, visit, by=by, at=clock.now())
    story.find("请假条没有签字")
    page = one.open(story.field)
    unit_signs(page, 14)
    expect(page.locator("#reading")).to_contain_text("请假条没有签字")
    expect(state_of(page, "苗经理")).to_have_text(re.compile("已送达|已签名"), timeout=60_000)
    until(page, "() => outbox.waiting() === 0 && outbox.entries().then(all => !all.length)")
    assert story.slot("unit").outcome is Outcome.SIGNED


def test_taken_back_on_another_phone_while_this_one_still_keeps_what_was_signed(story, phone_of):
    one = phone_of("zhifa1")
    page = one.open(story.field)
    has_its_key(page)
    unit_signs(page, 15)
    expect(page.get_by_text("已全部送达")).to_be_visible(timeout=60_000)
    with db.write_session() as session:
        by, visit, _ = story.at(session, "zhifa2")
        actions.take_back(session, visit, by=by, at=clock.now())
    page = one.open(story.field)
    expect(page.get_by_role("button", name="请对方签字")).to_be_visible()
    expect(page.get_by_text("已全部送达")).to_have_count(0)
    looks_right(page)


def test_taken_back_and_signed_the_next_day_one_has_not_checked_until_then(app, person, phone_of):
    yesterday = clock.now() - timedelta(days=1)
    with clock.freeze(yesterday):
        story = Story(person)
        story.compose()
    with db.write_session() as session:
        by, visit, _ = story.at(session)
        actions.take_back(session, visit, by=by, at=clock.now())
    one, page = in_the_basement(phone_of, story)
    unit_signs(page, 16)
    period = f"{clock.daytime(yesterday)}至{clock.daytime(yesterday)}"
    expect(page.locator("#reading")).to_contain_text(period)
    one.context.set_offline(False)
    expect(page.get_by_text("已全部送达")).to_be_visible(timeout=60_000)
    assert dict(content.read(story.version())["values"]["facts"])["检查时间"] == period
    assert story.slot("unit").outcome is Outcome.SIGNED


def test_what_has_its_number_already_is_read_and_signed_under_it(story, phone_of):
    story.compose()
    number = story.record().number
    one, page = in_the_basement(phone_of, story)
    unit_signs(page, 17)
    expect(page.locator("#reading .reading__code")).to_contain_text(number)
    expect(state_of(page, "苗经理")).to_have_text("在本机")
    expect(page.locator("#field-mark")).to_contain_text(number)
    expect(page.get_by_text("暂编")).to_have_count(0)
    one.context.set_offline(False)
    expect(state_of(page, "苗经理")).to_have_text("已送达", timeout=60_000)
