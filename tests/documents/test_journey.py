"""Signing on a phone of 390 × 844, with a finger: the pages as they are, in Debian's Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from inspectapp.documents.words import Outcome, State
from inspectapp.people import actions as people
from inspectapp.people import queries
from inspectapp.people.access import TOKEN
from inspectapp.shared import clock, db
from tests.client import Browser
from tests.documents.conftest import VALUES
from tests.fixtures.browser import PATIENCE, held_back
from tests.fixtures.hand import read_to_end, write_name
from tests.fixtures.server import serving

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def address(app):
    with serving(app) as address:
        yield address


@pytest.fixture
def phone_of(app, address, chromium):
    """phone_of("zhifa1") is a page on that person's phone; phone_of(None) on a stranger's."""
    opened = []

    def open_phone(login):
        context = chromium.new_context(
            viewport=PHONE,
            has_touch=True,
            is_mobile=True,
            base_url=address,
            locale="zh-CN",
            service_workers="block",
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        if login:
            cookie = cookie_of(app, login)
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.faults.append(said.text))
        return page

    yield open_phone
    for context in opened:
        context.close()


def cookie_of(app, login):
    client = Browser(app)
    with db.write_session() as session:
        found = queries.person_by_login(session, login)
        token = people.sign_in(session, found, "测试手机", at=clock.now())
    with client.session_transaction() as cookie:
        cookie[TOKEN] = token
    return next(iter(client._cookies.values()))


def test_the_unit_signs_on_the_officers_phone(desk, phone_of, shots):
    document = desk.frozen()
    page = phone_of("zhifa1")
    page.goto(f"/documents/{document.id}")
    shots(page, "1-paper")
    page.get_by_role("button", name="请对方签字").click()
    shots(page, "2-hand-over")
    page.get_by_role("button", name="我是本人，开始阅读").click()
    expect(page.locator("#have-read")).to_be_disabled()
    shots(page, "3-read")
    read_to_end(page)
    page.get_by_role("button", name="我已看完，去签名").click()
    page.get_by_text("我同意用屏幕手写方式签名").click()
    page.locator("#open-pad").click()
    page.get_by_role("button", name="写好了").click()
    expect(page.get_by_text("签名太简单")).to_be_visible()
    write_name(page)
    shots(page, "4-pad")
    page.get_by_role("button", name="写好了").click()
    shots(page, "5-agree")
    page.get_by_role("button", name="提交签名").click()
    page.wait_for_url(f"**/documents/{document.id}")
    shots(page, "6-signed")
    slot = desk.slot(document, "unit")
    assert slot.outcome is Outcome.SIGNED and slot.ink
    assert page.faults == []


def test_a_tap_before_the_script_is_there_cannot_be_lost(desk, phone_of):
    document = desk.frozen()
    page = phone_of("zhifa1")
    page.goto(f"/documents/{document.id}")
    start, late = page.locator("#start"), page.locator(".handing .late")
    with held_back(page, "sign"):
        page.get_by_role("button", name="请对方签字").click()
        expect(start).to_be_disabled()
        expect(start).to_have_text("正在准备，请稍候")
        expect(page.locator(".handing")).to_have_css("position", "fixed")
        expect(late).to_contain_text("请刷新页面")
        expect(late).to_be_visible()
        where = start.bounding_box()
    expect(start).to_be_enabled()
    expect(late).to_be_hidden()
    assert start.bounding_box() == where, "the button moved under the thumb"
    page.get_by_role("button", name="我是本人，开始阅读").click()
    expect(page.locator("#have-read")).to_have_text("请先看到最后")
    expect(page.locator(".sign-dock .late")).to_be_hidden()
    assert page.faults == []


#: The first file that is read from now on waits for the others; then all that it led to has happened.
FIRST_IS_SLOW = """() => {
  const read = Blob.prototype.arrayBuffer; let first = true, go;
  const gate = new Promise(resolve => { go = resolve; });
  Blob.prototype.arrayBuffer = function () {
    if (!first) return read.call(this);
    first = false;
    return gate.then(() => read.call(this));
  };
  window.finishes = async () => {
    go();
    for (let turn = 0; turn < 20; turn += 1) await crypto.subtle.digest('SHA-256', new Uint8Array(9));
  };
}"""


def test_seal_and_check_on_a_strangers_phone(desk, phone_of, shots, tmp_path):
    document = desk.ready()
    page = phone_of("zhifa1")
    page.goto(f"/documents/{document.id}")
    page.get_by_role("button", name="封存并生成文书").click()
    page.get_by_text("文书已封存").wait_for()
    shots(page, "7-sealed")
    page.get_by_role("link", name="送达对方").click()
    shots(page, "8-handing")
    document = desk.again(document)
    assert document.state is State.SEALED

    stranger = phone_of(None)
    stranger.goto(f"/v/{document.public_id}")
    shots(stranger, "9-check")
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(desk.file(document))
    bad.write_bytes(desk.file(document) + b"\n")
    for file, words in ((good, "是原件"), (bad, "不是原件")):
        stranger.locator("input[type=file]").set_input_files(file)
        stranger.locator("#answer").get_by_text(words, exact=True).wait_for()
    shots(stranger, "10-compared")
    with held_back(stranger, "check"):
        stranger.goto(f"/v/{document.public_id}", wait_until="commit")
        stranger.locator("input[type=file]").set_input_files(good)
    stranger.locator("#answer").get_by_text("是原件", exact=True).wait_for()
    # The wrong file is large: what is found about it comes after the right one was chosen instead.
    stranger.evaluate(FIRST_IS_SLOW)
    for file in (bad, good):
        stranger.locator("input[type=file]").set_input_files(file)
    stranger.evaluate("() => finishes()")
    expect(stranger.locator("#answer").get_by_text("是原件", exact=True)).to_be_visible()
    expect(stranger.locator("#answer").get_by_text("不是原件", exact=True)).to_have_count(0)
    stranger.get_by_role("link", name="输入查阅码看全文").click()
    stranger.get_by_label("查阅码").fill(document.copy_code)
    stranger.get_by_role("button", name="打开全文").click()
    stranger.get_by_role("link", name="保存PDF").wait_for()
    shots(stranger, "11-copy")
    stranger.goto("/v")
    stranger.locator("input[type=file]").set_input_files(bad)
    stranger.get_by_role("button", name="核对文件").click()
    stranger.get_by_text("原件后面被追加了内容").wait_for()
    shots(stranger, "12-expert")
    assert stranger.faults == page.faults == []


def test_a_file_chosen_before_all_scripts_is_named(phone_of, app, tmp_path):
    stranger, file = phone_of(None), tmp_path / "现场检查记录.pdf"
    file.write_bytes(b"%PDF-1.7")
    with held_back(stranger, "app"):
        stranger.goto("/v", wait_until="commit")
        stranger.locator("input[type=file]").set_input_files(file)
    expect(stranger.locator(".file__chosen")).to_have_text("现场检查记录.pdf")
    assert stranger.faults == []


@pytest.fixture
def shots(request):
    """shots(page, name) keeps a picture when a folder for them is named in SHOTS."""
    import os

    folder = os.environ.get("SHOTS")

    def take(page, name):
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=name[0] not in "24")

    return take


def test_a_photo_that_is_still_on_its_way_has_not_been_read(desk, phone_of, filed):
    pictured = {"title": "三、现场照片", "photos": [{"sha256": filed, "caption": "实际操作场地"}]}
    document = desk.frozen(VALUES | {"sections": [*VALUES["sections"], pictured]})
    page, asked = phone_of("zhifa1"), []
    page.goto(f"/documents/{document.id}")
    page.route(f"**/{filed}*", lambda route: asked.append(route))
    with page.expect_request(f"**/{filed}*"):
        page.get_by_role("button", name="请对方签字").click()
    page.get_by_role("button", name="我是本人，开始阅读").click()
    page.locator("#end").scroll_into_view_if_needed()
    button = page.locator("#have-read")
    expect(button).to_have_text("照片还在显示，请稍候")
    expect(button).to_be_disabled()
    asked[0].continue_()
    read_to_end(page)
    expect(button).to_have_text("我已看完，去签名")
