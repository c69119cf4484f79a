"""Journeys in a real browser: two phones at one visit, with and without a connection."""

import io
import re
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from inspectapp.checklists.words import Verdict
from inspectapp.evidence import queries as evidence
from inspectapp.evidence.models import Photo
from inspectapp.shared import clock, db
from inspectapp.visits import queries
from tests.client import seen
from tests.conftest import NOW
from tests.evidence.conftest import Site, picture
from tests.evidence.phones import STORED, BigVisits, Phone
from tests.fixtures.browser import until
from tests.fixtures.server import serving
from tests.visits.conftest import visit_of

pytestmark = pytest.mark.browser


@pytest.fixture
def visits(standing, person):
    with clock.freeze(NOW):
        yield standing("big visits", lambda: BigVisits(person))


@pytest.fixture
def at_work(visits):
    return visits.arrive(visits.prepare())


@pytest.fixture
def phone(app, chromium, browser_of):
    """phone("zhifa1") is the phone of that officer."""
    opened = []
    with serving(app) as address:

        def sign_in(login, **more):
            token = browser_of(login).get_cookie("inspectapp").value
            opened.append(Phone(chromium, address, token, **more))
            return opened[-1]

        yield sign_in
        for one in opened:
            one.page.goto("about:blank")
            one.context.close()
    assert [error for one in opened for error in one.errors] == []


def answers(visits, visit_id):
    with db.read_session() as session:
        visit = visit_of(session, visits.person("zhifa1"), visit_id)
        return list(queries.answers_of(session, visit))


def walked(visits, visit_id):
    with db.read_session() as session:
        return evidence.walk(session, visit_of(session, visits.person("zhifa1"), visit_id))


def delivered(phone, number):
    expect(phone.state(number)).to_have_attribute("data-now", "held")


@pytest.mark.slow
def test_two_phones_answer_twenty_questions(visits, at_work, phone):
    one, other = phone("zhifa1"), phone("zhifa2")
    for each in (one, other):
        each.open(f"/visits/{at_work}/checklist")
    other.card(4).locator("textarea[name=note]").evaluate("one => one.closest('details').open = true")
    other.card(4).locator("textarea[name=note]").focus()
    for number in (1, *range(5, 13)):
        one.tap(number, "不符合" if number == 5 else "符合")
    for number in range(13, 21):
        other.tap(number, "符合")
    one.card(2).locator("input[name=typed]").fill("2")
    one.card(3).get_by_text("没有固定场地").click()
    one.card(4).locator("textarea[name=typed]").fill("墙面渗水")
    one.tap(4, "不符合")
    for number in (1, 2, 3, 4, 5, 12):
        delivered(one, number)
    delivered(other, 20)
    expect(one.page.locator("#progress b")).to_have_text("20/20")
    expect(other.page.locator("#progress b")).to_have_text("20/20")
    for each in (one, other):
        expect(each.page.locator(".chip")).to_have_text(["全部20", "符合16", "不符合4", "不适用0", "未查0"])
    expect(one.card(20).locator("input[value=CONFORMS]")).to_be_checked()
    expect(other.card(2)).to_contain_text("少1人，不符合")
    found = [row.verdict for row in answers(visits, at_work)]
    assert found == [Verdict.CONFORMS, *[Verdict.FAILS] * 4, *[Verdict.CONFORMS] * 15]
    assert answers(visits, at_work)[3].typed == "墙面渗水"


def test_what_the_other_phone_saves_never_moves_the_cursor(visits, at_work, phone):
    one, other = phone("zhifa1"), phone("zhifa2")
    one.open(f"/visits/{at_work}/checklist")
    other.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    words = one.card(1).locator(".finding__new textarea")
    words.fill("写到一半的")
    other.tap(2 + 5, "符合")
    expect(one.card(7).locator("input[value=CONFORMS]")).to_be_checked()
    expect(words).to_be_focused()
    expect(words).to_have_value("写到一半的")
    one.page.locator("h2").first.click()
    expect(other.card(1).locator("input[value=FAILS]")).to_be_checked()
    other.card(1).locator(".check__note summary").click()
    other.card(1).locator("textarea[name=note]").fill("乙写的说明")
    expect(one.card(1).locator("textarea[name=note]")).to_have_value("乙写的说明")
    expect(words).to_have_value("写到一半的")


def clash(visits, visit_id, phone):
    """Both answer the first question; the second finds the first one's answer in the way."""
    one, other = phone("zhifa1"), phone("zhifa2")
    for each in (one, other):
        each.open(f"/visits/{visit_id}/checklist")
    other.page.route("**/changes*", lambda route: route.abort())
    one.tap(1, "不符合")
    delivered(one, 1)
    other.tap(1, "符合")
    alert = other.card(1).get_by_role("alert")
    expect(alert).to_contain_text("江一帆")
    expect(alert).to_be_focused()
    expect(other.card(1).locator(".clash")).to_contain_text("不符合")
    other.page.unroute("**/changes*")
    return one, other


def test_a_conflict_waits_until_somebody_chooses_and_mine_may_win(visits, at_work, phone):
    one, other = clash(visits, at_work, phone)
    with other.page.expect_response("**/changes*"):
        expect(other.card(1).locator(".clash")).to_be_visible()
    expect(other.card(1).locator(".clash")).to_be_visible()
    other.card(1).get_by_role("button", name="改用我的").click()
    delivered(other, 1)
    assert answers(visits, at_work)[0].verdict is Verdict.CONFORMS
    expect(one.card(1).locator("input[value=CONFORMS]")).to_be_checked()


def test_a_conflict_may_end_with_the_answer_of_the_other(visits, at_work, phone):
    _, other = clash(visits, at_work, phone)
    other.card(1).get_by_role("button", name="保留江一帆的").click()
    expect(other.card(1).locator(".clash")).to_have_count(0)
    expect(other.card(1).locator("input[value=FAILS]")).to_be_checked()
    other.page.reload()
    expect(other.card(1).locator(".clash")).to_have_count(0)
    assert answers(visits, at_work)[0].verdict is Verdict.FAILS


def described(visits, phone, browser_of):
    """One says in a basement what a photo shows; the other has said something else meanwhile."""
    site = Site(visits)
    photo = f"{site.url}/photos/{site.take()}"
    one = phone("zhifa1")
    one.open(photo)
    until(one.page, "() => store.unlock()")
    one.context.set_offline(True)
    one.page.get_by_label("照片内容").fill("我写的说明")
    one.page.get_by_role("button", name="保存照片说明").click()
    state = one.page.locator("#photo-words [data-state]")
    expect(state).to_have_text("在本机")
    assert browser_of("zhifa2").post(photo, {"what": "乙写的说明", "version": "0"}).status_code == 303
    one.context.set_offline(False)
    expect(state).to_have_text("需处理")
    expect(one.page.locator(".clash")).to_contain_text("乙写的说明")
    expect(one.page.locator(".clash")).to_contain_text("我写的说明")
    return one, photo


def said_of(photo):
    with db.read_session() as session:
        return session.get_one(Photo, uuid.UUID(photo.rpartition("/")[2])).what


def test_two_descriptions_of_a_photo_wait_for_a_choice_and_mine_may_win(visits, at_work, phone, browser_of):
    one, photo = described(visits, phone, browser_of)
    expect(one.page.get_by_role("alert")).to_be_focused()
    one.open(photo.partition("/photos")[0] + "/checklist")
    expect(one.card(1).locator("a.photos__one")).to_contain_text("说明需处理")
    one.card(1).locator("a.photos__one").click()
    expect(one.page.locator(".clash")).to_contain_text("我写的说明")
    one.page.get_by_role("button", name="改用我的").click()
    expect(one.page.locator("#photo-words [data-state]")).to_have_text("已送达")
    expect(one.page.locator(".clash")).to_have_count(0)
    assert said_of(photo) == "我写的说明"


def test_two_descriptions_of_a_photo_may_end_with_the_other_one(visits, at_work, phone, browser_of):
    one, photo = described(visits, phone, browser_of)
    one.page.get_by_role("link", name="保留梁䶮的").click()
    expect(one.page.get_by_label("照片内容")).to_have_value("乙写的说明")
    expect(one.page.locator(".clash")).to_have_count(0)
    until(one.page, "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)")
    assert said_of(photo) == "乙写的说明"


def test_a_copy_that_is_half_described_is_not_kept_and_says_what_is_missing(visits, at_work, phone):
    site, one = Site(visits), phone("zhifa1")
    one.open(f"{site.url}/photos/{site.take()}")
    one.page.get_by_text("这是材料的复制件").click()
    one.page.get_by_label("原件保管人").fill("苗经理")
    one.page.get_by_role("button", name="保存照片说明").click()
    expect(one.page.get_by_role("alert")).to_contain_text("核对情况和原件保管人")
    assert one.page.evaluate("outbox.entries()") == []


def test_findings_and_three_photos_with_double_taps(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(5, "不符合")
    delivered(one, 5)
    one.card(5).get_by_role("button", name="签到表由他人代签").click()
    expect(one.card(5).locator(".finding__new textarea")).to_have_value("签到表由他人代签")
    one.card(5).get_by_role("button", name="保存问题").dblclick()
    expect(one.card(5).locator(".finding__text")).to_have_text(["签到表由他人代签"])
    for colour in ((200, 30, 30), (30, 200, 30), (30, 30, 200)):
        one.photograph(5, picture((2400, 1800), colour=colour))
    expect(one.card(5).locator("a.photos__one")).to_have_count(3)
    expect(one.card(5).locator(".photos__one--waiting")).to_have_count(0)
    expect(one.card(5).locator(".finding[data-pending]")).to_have_count(0)
    question = walked(visits, at_work)[4]
    assert len(question.findings) == 1
    assert [max(photo.width, photo.height) for photo in question.photos] == [1600] * 3
    assert question.photos[0].told["made_smaller"] == "是"
    one.open(f"/visits/{at_work}/open-items")
    expect(one.page.get_by_text("还没有检查")).to_have_count(20)


def test_without_a_connection_everything_waits_and_then_arrives_once(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    until(one.page, "() => store.unlock()")
    one.context.set_offline(True)
    for number in (1, 5, 7, 8):
        one.tap(number, "符合")
    one.photograph(7)
    expect(one.state(1)).to_have_text("在本机")
    expect(one.card(7).locator(".photos__one--waiting")).to_contain_text("在本机")
    expect(one.page.locator("#outbox")).to_contain_text("还有5项没有送达")
    assert {row.verdict for row in answers(visits, at_work)} == {Verdict.UNCHECKED}
    one.context.set_offline(False)
    for number in (1, 5, 7, 8):
        delivered(one, number)
    expect(one.card(7).locator("a.photos__one")).to_have_count(1)
    expect(one.page.locator("#outbox")).to_be_empty()
    assert [row.version for row in answers(visits, at_work)][:8] == [2, 1, 1, 1, 2, 1, 2, 2]


FILE = """() => outboxFile.make().then(files => files[0].arrayBuffer())
    .then(bytes => Array.from(new Uint8Array(bytes)))"""


def hand_in(browser, content):
    given = {"file": (io.BytesIO(bytes(content)), "待上传.anpei")}
    return seen(browser.post("/outbox/intake", given, content_type="multipart/form-data"))


def test_an_answer_in_one_file_and_its_correction_in_the_next_are_both_taken_and_known_to_the_phone(
    visits, at_work, phone, browser_of, app
):
    one, office = phone("zhifa1"), browser_of("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    with app.test_request_context():
        one.page.add_script_tag(url=one.address + app.jinja_env.globals["asset"]("outbox-file.js"))
    until(one.page, "() => store.unlock()")
    one.context.set_offline(True)
    files = []
    for word, count in (("符合", 1), ("不适用", 2)):
        one.tap(1, word)
        until(one.page, "count => outbox.entries().then(all => all.length === count)", count)
        expect(one.state(1)).to_have_text("在本机")
        files.append(one.page.evaluate(FILE))
    for number, before in ((0, 0), (1, 1), (0, 1), (1, 2)):
        said = hand_in(office, files[number])
        assert ("需处理" in said, said.count("之前已收下")) == (False, before)
    assert answers(visits, at_work)[0].verdict is Verdict.NOT_APPLICABLE
    one.context.set_offline(False)
    delivered(one, 1)
    until(one.page, "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)")
    assert answers(visits, at_work)[0].version == 3


def test_a_strange_page_that_answers_two_hundred_is_no_receipt(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    met = []

    def portal(route):
        met.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<h1>欢迎使用无线网络</h1>")

    one.page.route("**/answers/**", portal)
    with one.page.expect_response("**/answers/**"):
        one.tap(1, "符合")
    expect(one.state(1)).to_have_text("在本机")
    assert met
    assert answers(visits, at_work)[0].verdict is Verdict.UNCHECKED
    one.page.unroute("**/answers/**")
    delivered(one, 1)
    assert answers(visits, at_work)[0].verdict is Verdict.CONFORMS


def test_a_lost_answer_is_asked_for_again_and_nothing_is_doubled(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    lost = []

    def lose(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    one.page.route("**/findings", lose)
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.card(1).locator(".finding:not([data-pending]) .finding__text")).to_have_count(1)
    assert lost[0].status == 200
    assert len(walked(visits, at_work)[0].findings) == 1


def test_after_the_sign_in_ended_the_work_goes_on_once_somebody_signs_in(visits, at_work, phone, browser_of):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    kept = one.context.cookies()
    one.context.clear_cookies()
    one.tap(1, "符合")
    expect(one.state(1)).to_have_text("请重新登录")
    one.context.add_cookies([{"name": "inspectapp", "value": kept[0]["value"], "url": one.address}])
    one.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    delivered(one, 1)


def test_an_old_refusal_of_the_key_does_not_park_whoever_signed_in_meanwhile(visits, at_work, phone):
    one, asked = phone("zhifa1"), []
    one.open(f"/visits/{at_work}/checklist")
    kept = one.context.cookies()
    one.context.clear_cookies()
    one.tap(1, "符合")
    expect(one.state(1)).to_have_text("请重新登录")
    one.page.route("**/phone/key", lambda route: asked.append(route), times=1)
    with one.page.expect_request("**/phone/key"):
        one.page.evaluate("void store.unlock()")
    one.context.add_cookies([{"name": "inspectapp", "value": kept[0]["value"], "url": one.address}])
    one.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    asked[0].fulfill(status=401)
    delivered(one, 1)


def test_half_typed_words_survive_a_reload_and_go_when_they_are_saved(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    words = one.card(1).locator(".finding__new textarea")
    words.fill("三楼教室的签到表")
    one.card(1).locator(".finding__new input[name=place]").fill("三楼")
    until(one.page, STORED, "三楼")
    one.page.reload()
    expect(words).to_have_value("三楼教室的签到表")
    expect(one.card(1).locator(".finding__new input[name=place]")).to_have_value("三楼")
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.card(1).locator(".finding:not([data-pending]) .finding__text")).to_have_text(
        "三楼教室的签到表"
    )
    until(one.page, "() => store.all('drafts').then(all => all.length === 0)")
    one.page.reload()
    one.card(1).locator(".finding__new summary").click()
    expect(words).to_have_value("签到表没有时间")
    assert one.page.evaluate("store.all('drafts')") == []


def test_an_answer_that_had_not_left_is_sent_after_a_reload(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.page.route("**/answers/**", lambda route: route.abort())
    one.tap(1, "不适用")
    expect(one.state(1)).to_have_text("在本机")
    one.page.close()
    one.page = one.context.new_page()
    one.open(f"/visits/{at_work}/checklist")
    delivered(one, 1)
    assert answers(visits, at_work)[0].verdict is Verdict.NOT_APPLICABLE


def test_a_refusal_that_knows_no_card_stands_in_the_card(visits, at_work, phone, browser_of):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.page.route("**/changes*", lambda route: route.abort())
    browser_of("zhifa1").post(f"/visits/{at_work}/stop", {"reason": "停电无法检查"})
    one.tap(1, "符合")
    expect(one.card(1).get_by_role("alert")).to_contain_text("已经中止")
    expect(one.state(1)).to_have_text("需处理")


def test_a_number_typed_after_all_takes_not_applicable_back(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.card(2).get_by_text("不适用").click()
    delivered(one, 2)
    with one.page.expect_response("**/answers/*"):
        one.card(2).locator("input[name=typed]").fill("4")
    expect(one.card(2)).to_contain_text("实际4人")
    assert answers(visits, at_work)[1].verdict is Verdict.CONFORMS


def section(phone, number=1):
    """How far one is in this part of the checklist, as its heading says."""
    return phone.page.locator(".walk__section").nth(number - 1).locator("h2")


def test_a_mistaken_tap_goes_back_to_unchecked_and_what_was_noted_stays(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    expect(section(one)).to_have_text("第1部分已查 0/10")
    expect(one.card(1).get_by_text("改回未查")).to_be_hidden()
    one.tap(1, "不适用")
    one.card(1).locator(".check__note summary").click()
    one.card(1).locator("textarea[name=note]").fill("再看一次")
    one.card(2).locator("input[name=typed]").fill("5")
    one.card(3).get_by_text("没有固定场地").click()
    for number in (1, 2, 3):
        delivered(one, number)
    expect(section(one)).to_have_text("第1部分已查 3/10")
    for number in (1, 2, 3):
        one.card(number).get_by_text("改回未查").click()
        expect(one.card(number)).to_have_class(re.compile("check--UNCHECKED"))
    expect(section(one)).to_have_text("第1部分已查 0/10")
    expect(one.page.locator("#progress b")).to_have_text("0/20")
    until(one.page, "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)")
    one.page.reload()
    rows = answers(visits, at_work)[:3]
    assert [row.verdict for row in rows] == [Verdict.UNCHECKED] * 3
    assert [row.note for row in rows] == ["再看一次", "", ""]
    expect(one.card(1).locator("textarea[name=note]")).to_have_value("再看一次")
    expect(section(one)).to_have_text("第1部分已查 0/10")
    one.card(3).get_by_text("自有场地").click()
    delivered(one, 3)
    assert answers(visits, at_work)[2].verdict is Verdict.CONFORMS


def test_words_without_a_tap_are_kept_and_judge_nothing(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    with one.page.expect_response("**/answers/*"):
        one.card(4).locator("textarea[name=typed]").fill("墙面渗水")
    delivered(one, 4)
    expect(one.page.locator("#progress b")).to_have_text("0/20")
    row = answers(visits, at_work)[3]
    assert (row.verdict, row.typed) == (Verdict.UNCHECKED, "墙面渗水")


def test_what_is_open_is_listed_by_section_also_out_of_what_waits_here(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(12, "符合")
    delivered(one, 12)
    one.page.route("**/answers/**", lambda route: route.abort())
    one.open(f"/visits/{at_work}/open-items")
    cards = one.page.locator("#gaps .card")
    expect(cards.locator(".card__head")).to_have_text(
        [re.compile("第1部分.*已查 0/10", re.S), re.compile("第2部分.*已查 1/10", re.S)]
    )
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    expect(one.state(1)).to_have_text("在本机")
    one.open(f"/visits/{at_work}/open-items")
    expect(cards.locator(".card__head")).to_have_text(
        [re.compile("第1部分.*已查 1/10", re.S)] * 2 + [re.compile("第2部分.*已查 1/10", re.S)]
    )
    expect(cards.nth(0).locator("li")).to_have_count(1)
    expect(cards.nth(1).locator("li")).to_have_count(9)


def test_a_built_in_browser_without_random_ids_saves_all_the_same(visits, at_work, phone):
    one = phone("zhifa1")
    one.page.add_init_script("delete Crypto.prototype.randomUUID")
    one.open(f"/visits/{at_work}/checklist")
    assert one.page.evaluate("crypto.randomUUID === undefined")
    one.tap(1, "不符合")
    delivered(one, 1)
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.card(1).locator(".finding:not([data-pending])")).to_have_count(1)
    one.photograph(1)
    expect(one.card(1).locator("a.photos__one")).to_have_count(1)
    question = walked(visits, at_work)[0]
    assert (question.answer.verdict, len(question.findings)) == (Verdict.FAILS, 1)


def test_without_script_answers_and_findings_go_by_plain_forms(visits, at_work, phone):
    one = phone("zhifa1", javascript=False)
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    one.card(1).get_by_role("button", name="保存这一项").click()
    expect(one.page).to_have_url(re.compile("/checklist#q-1$"))
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.card(1).locator(".finding__text")).to_have_text("签到表没有时间")
    one.card(1).locator(":scope > .photos input[data-origin=CAMERA]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    one.card(1).get_by_role("button", name="上传照片").first.click()
    expect(one.card(1).locator("a.photos__one")).to_have_count(1)
    assert walked(visits, at_work)[0].answer.verdict is Verdict.FAILS


def test_marks_are_drawn_with_a_finger_and_saved(visits, phone):
    site = Site(visits)
    photo_id = site.take(picture((800, 600)))
    one = phone("zhifa1")
    page = one.open(f"{site.url}/photos/{photo_id}")
    page.get_by_role("button", name="箭头").click()
    box = page.locator(".viewer__stage").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 120, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="保存标注").click()
    expect(page.locator("#marks-form [data-state]")).to_have_text("已送达")
    assert [mark["kind"] for mark in walked(visits, site.id)[0].photos[0].marks] == ["arrow"]


LOOKS = [((390, 844), "light"), ((390, 844), "dark"), ((1280, 800), "light")]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_of_a_visit_is_accessible_and_stays_inside_the_screen(visits, phone, size, scheme):
    site = Site(visits)
    site.find(text="签到表由他人代签，" + "时间全部为同一时刻" * 5)
    photo_id = site.take(what="签到表第三页")
    fresh = visits.prepare(confirmed=False)
    one, companion = phone("zhifa1", size=size, scheme=scheme), phone("zhifa2", size=size, scheme=scheme)
    pages = {
        "list": (one, "/visits"), "choose": (one, "/visits/new"),
        "prepare": (one, f"/visits/new?unit={visits.unit_id}"), "hub": (one, site.url),
        "consent": (companion, f"/visits/{fresh}/consent"), "waiting": (one, f"/visits/{fresh}"),
        "arrival": (one, f"/visits/{visits.prepare()}/arrival"),
        "introduction": (one, f"{site.url}/introduction"),
        "walk": (one, f"{site.url}/checklist"), "open": (one, f"{site.url}/open-items"),
        "photo": (one, f"{site.url}/photos/{photo_id}"), "scene": (one, f"{site.url}/scene"),
        "officer": (one, f"/visits/{fresh}/officers/new"), "stop": (one, f"{site.url}/stop"),
        "earlier": (one, f"{site.url}/earlier-findings"),
    }  # fmt: skip
    wrong = []
    for name, (who, path) in pages.items():
        page = who.open(path)
        if name == "walk":
            page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        found = Axe().run(page).response["violations"]
        wrong += [(name, rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]
        if page.evaluate("document.documentElement.scrollWidth") != size[0]:
            wrong.append((name, "wider than the screen"))
    assert wrong == []


def being_corrected(phone):
    """A finding of the first question, saved and unfolded again."""
    phone.tap(1, "不符合")
    delivered(phone, 1)
    phone.card(1).get_by_role("button", name="保存问题").click()
    finding = phone.card(1).locator(".finding")
    expect(finding).to_contain_text("江一帆")
    finding.locator("summary").click()
    return finding


def a_finding_on_its_way(one, at_work):
    """Saved on the phone; the server is not reached until what is held back goes on."""
    held = []
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    one.page.route("**/findings", lambda route: held.append(route))
    with one.page.expect_request("**/findings"):
        one.card(1).get_by_role("button", name="保存问题").click()
    return held


#: What stands at the first question whenever the phone hears of an answer to it.
STANDS = """() => { window.stood = []; outbox.listen(entry => stood.push(
    [entry.state, document.querySelector('#q-1 [data-state]').dataset.now])); }"""


#: One more tap at the first question, and what stands there before anything else can happen.
TAPPED = """() => { document.querySelector('#q-1 .check__answer input[value=FAILS]').click();
    return document.querySelector('#q-1 [data-state]').dataset.now; }"""


def test_what_was_delivered_is_not_said_of_the_next_tap_for_a_moment(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "符合")
    delivered(one, 1)
    assert one.page.evaluate(TAPPED) == "saving"
    delivered(one, 1)
    assert answers(visits, at_work)[0].verdict is Verdict.FAILS


def test_an_answer_is_called_delivered_when_the_last_tap_is(visits, at_work, phone):
    one, held = phone("zhifa1"), []
    one.open(f"/visits/{at_work}/checklist")
    one.page.evaluate(STANDS)
    one.page.route("**/answers/**", lambda route: held.append(route), times=1)
    with one.page.expect_request("**/answers/**"):
        one.tap(1, "符合")
    one.tap(1, "不符合")
    until(one.page, "() => outbox.waiting() === 2")
    held[0].continue_()
    until(one.page, "() => outbox.waiting() === 0")
    delivered(one, 1)
    told = one.page.evaluate("stood")
    assert [stood for state, stood in told if state == "held"] == ["sending", "held"]
    assert answers(visits, at_work)[0].verdict is Verdict.FAILS


@pytest.mark.parametrize("typed", ["", "签到表有三处代签"])
def test_who_corrects_a_finding_goes_on_when_the_server_has_heard_of_it(visits, at_work, phone, typed):
    one = phone("zhifa1")
    held = a_finding_on_its_way(one, at_work)
    finding = one.card(1).locator(".finding")
    expect(finding).to_contain_text("上传中")
    finding.locator("summary").click()
    if typed:
        finding.get_by_label("发现的问题").fill(typed)
    held[0].continue_()
    expect(finding).to_contain_text("江一帆")
    expect(finding.get_by_label("发现的问题")).to_be_visible()
    finding.get_by_label("发现的问题").fill(typed or "签到表没有日期")
    finding.get_by_role("button", name="保存修改").click()
    expect(finding.locator("details")).not_to_have_attribute("open", "")
    until(one.page, "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)")
    assert [row.text for row in walked(visits, at_work)[0].findings] == [typed or "签到表没有日期"]


def test_what_the_other_officer_adds_folds_nothing_up(visits, at_work, phone):
    one, other = phone("zhifa1"), phone("zhifa2")
    for each in (one, other):
        each.open(f"/visits/{at_work}/checklist")
    finding = being_corrected(one)
    other.photograph(1)
    expect(other.card(1).locator("a.photos__one")).to_have_count(1)
    expect(one.card(1).locator("a.photos__one")).to_have_count(1)
    expect(finding.get_by_label("发现的问题")).to_be_visible()


def test_a_photo_that_arrives_while_one_types_is_shown_and_the_words_stay(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    new = one.card(1).locator(".finding__new textarea")
    new.fill("写到一半的")
    one.photograph(1)
    expect(one.card(1).locator("a.photos__one")).to_have_count(1)
    expect(one.card(1).locator(".photos__one--waiting")).to_have_count(0)
    expect(new).to_be_focused()
    expect(new).to_have_value("写到一半的")


def test_who_saved_a_correction_and_takes_a_photo_sees_both(visits, at_work, phone):
    """On some phones the cursor stays in the field when a button is tapped."""
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    finding = being_corrected(one)
    words = finding.get_by_label("发现的问题")
    words.fill("签到表没有日期")
    finding.get_by_role("button", name="保存修改").evaluate("button => button.click()")
    one.photograph(1)
    expect(one.card(1).locator("a.photos__one")).to_have_count(1)
    expect(finding.locator("details")).not_to_have_attribute("open", "")
    expect(finding.locator(".finding__text")).to_have_text("签到表没有日期")
    finding.locator("summary").click()
    expect(words).to_have_value("签到表没有日期")
    # What was delivered is no half-typed word: it does not come back with the next visit to the page.
    until(one.page, "() => store.all('drafts').then(all => all.length === 0)")


def test_who_begins_the_next_finding_while_the_last_one_leaves_keeps_every_word(visits, at_work, phone):
    one = phone("zhifa1")
    one.page.clock.install()
    held = a_finding_on_its_way(one, at_work)
    words = one.card(1).locator(".finding__new textarea")
    words.fill("另一个问题")
    expect(one.card(1).locator(".finding__text")).to_have_text(["签到表没有时间"])
    one.page.clock.fast_forward(1000)  # the form is put away when no second tap can come any more
    expect(words).to_have_value("另一个问题")
    held[0].continue_()
    expect(one.card(1).locator(".finding:not([data-pending])")).to_have_count(1)
    expect(words).to_be_visible()
    one.page.unroute("**/findings")
    one.card(1).get_by_role("button", name="保存问题").click()
    saved = one.card(1).locator(".finding:not([data-pending]) .finding__text")
    expect(saved).to_have_text(["签到表没有时间", "另一个问题"])
    assert [row.text for row in walked(visits, at_work)[0].findings] == ["签到表没有时间", "另一个问题"]


def test_a_form_unfolded_for_the_next_finding_is_not_put_away_for_the_last(visits, at_work, phone):
    one = phone("zhifa1")
    one.page.clock.install()
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    fold = one.card(1).locator(".finding__new")
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.card(1).locator(".finding:not([data-pending])")).to_have_count(1)
    expect(fold).not_to_have_attribute("open", "")
    fold.locator("summary").click()
    one.page.clock.fast_forward(1000)
    expect(fold).to_have_attribute("open", "")
    fold.locator("textarea").fill("另一个问题")
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.card(1).locator(".finding:not([data-pending])")).to_have_count(2)


def test_news_from_before_an_answer_do_not_take_it_back(visits, at_work, phone):
    one, late = phone("zhifa1"), []
    one.page.clock.install()
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    one.page.route("**/changes*", lambda route: late.append((route, route.fetch())), times=1)
    with one.page.expect_request("**/changes*"):
        one.page.clock.fast_forward(4000)
    while not late:  # the news are from before only when the server told them before
        one.page.evaluate("0")
    one.card(1).get_by_role("button", name="保存问题").click()
    finding = one.card(1).locator(".finding:not([data-pending])")
    expect(finding).to_contain_text("江一帆")
    finding.locator("summary").click()
    ((old, told),) = late
    with one.page.expect_response("**/changes*"):
        old.fulfill(response=told)
    with one.page.expect_response("**/changes*"):
        one.page.clock.fast_forward(4000)
    expect(finding.get_by_label("发现的问题")).to_be_visible()


def test_what_the_other_took_back_while_one_corrected_it_can_become_a_finding_of_its_own(
    visits, at_work, phone
):
    one, other = phone("zhifa1"), phone("zhifa2")
    for each in (one, other):
        each.open(f"/visits/{at_work}/checklist")
    finding = being_corrected(one)
    finding.get_by_label("发现的问题").fill("缺少三天签到")
    theirs = other.card(1).locator(".finding")
    theirs.locator("summary").click()
    theirs.get_by_label("撤回原因").fill("看错了日期")
    theirs.get_by_role("button", name="撤回这个问题").click()
    expect(other.card(1).locator(".finding")).to_have_count(0)
    finding.get_by_role("button", name="保存修改").click()
    clash = one.card(1).locator(".clash")
    expect(clash).to_contain_text("原因：看错了日期")
    expect(clash).to_contain_text("缺少三天签到")
    expect(one.card(1).locator(".check__refusal")).to_contain_text("梁䶮在")
    expect(one.card(1).locator(".finding__new textarea")).to_have_value("缺少三天签到")
    one.card(1).get_by_role("button", name="保存问题").click()
    expect(one.card(1).locator(".finding:not([data-pending]) .finding__text")).to_have_text("缺少三天签到")
    until(one.page, "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)")
    assert [row.text for row in walked(visits, at_work)[0].findings] == ["缺少三天签到"]


def test_taking_back_may_be_agreed_to(visits, at_work, phone):
    one, other = phone("zhifa1"), phone("zhifa2")
    for each in (one, other):
        each.open(f"/visits/{at_work}/checklist")
    finding = being_corrected(one)
    finding.get_by_label("发现的问题").fill("缺少三天签到")
    theirs = other.card(1).locator(".finding")
    theirs.locator("summary").click()
    theirs.get_by_label("撤回原因").fill("看错了日期")
    theirs.get_by_role("button", name="撤回这个问题").click()
    expect(other.card(1).locator(".finding")).to_have_count(0)
    finding.get_by_role("button", name="保存修改").click()
    one.card(1).get_by_role("link", name="同意撤回").click()
    expect(one.card(1).locator(".clash")).to_have_count(0)
    until(one.page, "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)")
    assert walked(visits, at_work)[0].findings == ()


def test_without_a_connection_a_finding_is_corrected_and_then_taken_back(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    finding = being_corrected(one)
    one.context.set_offline(True)
    finding.get_by_label("发现的问题").fill("缺少三天签到")
    finding.get_by_role("button", name="保存修改").click()
    expect(finding).to_contain_text("在本机")
    expect(finding.locator("details")).not_to_have_attribute("open", "")
    finding.locator("details").evaluate("fold => { fold.open = true; }")
    finding.get_by_label("撤回原因").fill("看错了日期")
    finding.get_by_role("button", name="撤回这个问题").click()
    expect(finding).to_contain_text("已撤回一个问题")
    one.context.set_offline(False)
    until(one.page, "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)")
    assert walked(visits, at_work)[0].findings == ()


def named(phone, text):
    return phone.page.locator(".finding__text", has_text=text)


def at_finding(phone, text):
    return phone.card(1).locator(".finding", has=named(phone, text))


def two_findings(phone):
    """The second question has two findings that the server holds."""
    phone.tap(1, "不符合")
    delivered(phone, 1)
    for text in ("签到表没有时间", "请假条没有签字"):
        phone.card(1).locator(".finding__new").evaluate("fold => { fold.open = true; }")
        phone.card(1).locator(".finding__new textarea").fill(text)
        phone.card(1).get_by_role("button", name="保存问题").click()
        expect(phone.card(1).locator(".finding:not([data-pending])", has=named(phone, text))).to_contain_text(
            "江一帆"
        )
        # The form is put away when a second tap on the same button would have come.
        expect(phone.card(1).locator(".finding__new")).not_to_have_attribute("open", "")


def photograph(place, tone):
    given = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture((900, 700), colour=(tone, 90, 9))}
    place.locator("input[data-origin=CAMERA]").set_input_files(given)


def proofs(visits, visit_id):
    return {
        one.text: len(question.at(one)) for question in walked(visits, visit_id) for one in question.findings
    }


def test_a_photo_taken_at_a_finding_hangs_there_and_on_the_other_phone_too(visits, at_work, phone):
    one, other = phone("zhifa1"), phone("zhifa2")
    for each in (one, other):
        each.open(f"/visits/{at_work}/checklist")
    two_findings(one)
    for tone, text in ((10, "请假条没有签字"), (90, "签到表没有时间"), (170, "签到表没有时间")):
        finding = at_finding(one, text)
        before = finding.locator("a.photos__one").count()
        photograph(finding, tone)
        expect(finding.locator("a.photos__one")).to_have_count(before + 1)
    one.photograph(1)
    expect(one.card(1).locator(":scope > .photos a.photos__one")).to_have_count(1)
    for each in (one, other):
        found = at_finding(each, "签到表没有时间")
        expect(found.locator("a.photos__one")).to_have_count(2)
        expect(each.card(1).locator("a.photos__one")).to_have_count(4)
    assert proofs(visits, at_work) == {"签到表没有时间": 2, "请假条没有签字": 1}


def test_without_a_connection_a_finding_has_its_photos_before_the_server_hears_of_it(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    two_findings(one)
    one.context.set_offline(True)
    one.card(1).locator(".finding__new").evaluate("fold => { fold.open = true; }")
    one.card(1).locator(".finding__new textarea").fill("第三天没有签到")
    one.card(1).get_by_role("button", name="保存问题").click()
    pending = one.card(1).locator(".finding[data-pending]")
    photograph(pending, 10)
    expect(pending.locator(".photos__one--waiting")).to_contain_text("在本机")
    photograph(at_finding(one, "请假条没有签字"), 90)
    expect(one.card(1).locator(".photos__one--waiting")).to_have_count(2)
    one.context.set_offline(False)
    until(one.page, "() => outbox.waiting() === 0 && outbox.entries().then(all => all.length === 0)")
    expect(one.card(1).locator(".photos__one--waiting")).to_have_count(0)
    for text in ("第三天没有签到", "请假条没有签字"):
        expect(at_finding(one, text).locator("a.photos__one")).to_have_count(1)
    assert proofs(visits, at_work) == {"签到表没有时间": 0, "请假条没有签字": 1, "第三天没有签到": 1}


def test_a_reload_without_a_connection_shows_waiting_photos_at_their_findings(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    two_findings(one)
    one.page.route("**/photos", lambda route: route.abort())
    photograph(at_finding(one, "请假条没有签字"), 10)
    expect(one.card(1).locator(".photos__one--waiting")).to_contain_text("在本机")
    one.page.reload()
    finding = at_finding(one, "请假条没有签字")
    expect(finding.locator(".photos__one--waiting")).to_have_count(1)
    expect(one.card(1).locator(":scope > .photos .photos__one--waiting")).to_have_count(0)
    one.page.unroute("**/photos")
    one.page.evaluate("() => outbox.resume()")
    expect(finding.locator("a.photos__one")).to_have_count(1)


def test_another_day_of_the_act_is_shown_before_the_server_hears_of_it(visits, at_work, phone):
    one = phone("zhifa1")
    one.open(f"/visits/{at_work}/checklist")
    one.tap(1, "不符合")
    delivered(one, 1)
    one.context.set_offline(True)
    day = one.card(1).locator(".finding__new").get_by_label("行为发生日期")
    expect(day).to_have_value("2026-11-21")
    day.fill("2026-04-08")
    one.card(1).get_by_role("button", name="保存问题").click()
    pending = one.card(1).locator(".finding[data-pending]")
    expect(pending).to_contain_text("行为发生于2026年4月8日")
    expect(pending).to_contain_text("法律依据在送达后按行为发生当天的规定确定")
    one.context.set_offline(False)
    expect(one.card(1).locator(".finding:not([data-pending])")).to_contain_text("行为发生于2026年4月8日")
    assert [str(row.act_date) for row in walked(visits, at_work)[0].findings] == ["2026-04-08"]
