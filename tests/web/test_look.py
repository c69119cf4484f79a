"""Every component with the hardest content: nothing breaks out, is unreadable or needs a mouse."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.browser import PATIENCE
from tests.fixtures.server import serving
from tests.web.gallery_app import PAGES, POLICY, create_gallery

pytestmark = pytest.mark.browser

PHONE, DESK = (390, 844), (1280, 800)
LOOKS = [(size, scheme) for size in (PHONE, DESK) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = create_gallery(("已保存人员",))
    app.after_request(lambda answer: answer.headers.update({"Content-Security-Policy": POLICY}) or answer)
    with serving(app) as address:
        yield address


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    return chromium


def open_page(browser: Browser, url: str, size: tuple[int, int] = PHONE, scheme: str = "light") -> Page:
    context = browser.new_context(
        service_workers="block",
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        locale="zh-CN",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(url)
    return page


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_every_component_is_accessible_and_stays_inside_the_screen(
    browser: Browser, address: str, tmp_path, name: str, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(browser, f"{address}/{name}", size, scheme)
    page.screenshot(path=tmp_path / f"{name}-{size[0]}-{scheme}.png", full_page=True)
    found = [(rule["id"], rule["nodes"][0]["html"]) for rule in Axe().run(page).response["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert page.complaints == []
    page.context.close()


SMALL_TARGETS = """() => [...document.querySelectorAll(
  'button, select, summary, .input, .button, .item[href], .tab, .segment, .choice, .chip, .back, .file'
)].filter(one => one.offsetParent && one.getBoundingClientRect().height < 47.9)
  .map(one => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("name", PAGES)
def test_every_target_is_big_enough_for_a_thumb(browser: Browser, address: str, name: str) -> None:
    page = open_page(browser, f"{address}/{name}")
    assert page.evaluate(SMALL_TARGETS) == []
    page.context.close()


def test_a_form_with_errors_puts_the_focus_on_its_summary(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/form")
    expect(page.locator(".summary")).to_be_focused()
    page.get_by_role("link", name="请填写姓名。").click()
    expect(page.locator("[name=name]")).to_be_focused()
    page.context.close()


def test_a_lost_connection_is_told_and_everything_typed_stays(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/form")
    page.route("**/people", lambda route: route.abort())
    page.fill("#f-name", "张三")
    page.fill("#f-day", "2026-11-21")
    page.fill("#f-secret", "x")
    page.locator("input[name=r]").first.check()
    page.get_by_role("button", name="保存人员").click()
    page.get_by_text("没有连上服务器。").wait_for()
    assert page.input_value("#f-name") == "张三"
    expect(page.get_by_role("button", name="保存人员")).to_be_enabled()
    page.context.close()


def test_a_refusal_stands_in_the_alert_area_and_can_be_closed(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/form")
    page.fill("#f-day", "2026-11-21")
    page.fill("#f-secret", "x")
    page.locator("input[name=r]").first.check()
    page.get_by_role("button", name="保存人员").click()
    alert = page.locator("#alerts .alert")
    alert.wait_for()
    assert "请稍后再试" in alert.inner_text()
    assert page.input_value("#f-name") == "镕㛃䶮𬭚"
    alert.get_by_role("button", name="关闭提示").click()
    expect(alert).to_have_count(0)
    page.context.close()


def test_a_double_tap_sends_a_plain_form_once(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/form")
    page.fill("form.confirm input[name=why]", "离职")
    sent: list[str] = []
    page.route("**/disable", lambda route: (sent.append(route.request.url), route.fulfill(status=204)))
    with page.expect_request("**/disable"):
        page.evaluate("""() => {
          const button = document.querySelector('form.confirm .button--danger');
          button.click(); button.click();
        }""")
    expect(page.locator("form.confirm .button--danger")).to_be_disabled()
    assert len(sent) == 1
    page.context.close()


def test_the_first_tab_stop_jumps_over_the_navigation(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/root", DESK)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.context.close()


def test_tabs_stand_at_the_root_only_on_the_phone_and_always_at_the_desk(
    browser: Browser, address: str
) -> None:
    seen = {
        (size, name): page.locator("nav.tabs").is_visible()
        for size in (PHONE, DESK)
        for name in ("root", "thing")
        if (page := open_page(browser, f"{address}/{name}", size))
    }
    assert seen == {
        (PHONE, "root"): True,
        (PHONE, "thing"): False,
        (DESK, "root"): True,
        (DESK, "thing"): True,
    }


def test_paper_has_no_bars_and_no_buttons(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/thing")
    page.emulate_media(media="print")
    bars = page.locator(".tabs, .dock, .button, .back, .search")
    assert [one for one in bars.all() if one.is_visible()] == []
    assert page.get_by_role("heading", level=1).is_visible()
    page.context.close()
