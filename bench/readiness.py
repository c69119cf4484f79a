"""How soon a slow phone shows the first answer to tap: a quarter of the speed, 1.6 Mbit/s, 150 ms away."""

import statistics

from playwright.sync_api import Browser, sync_playwright

from bench.answers import OFFICER
from bench.goals import Goal, Goals
from bench.servers import Installation, Server

CHROMIUM = "/usr/bin/chromium"
SLOWER, LATENCY_MS, BYTES_A_SECOND = 4, 150, 1_600_000 // 8
VISITS = 3
#: The first tap can be seen, and the page has its looks.
READY = """
window.ready = new Promise((found) => (function look() {
  const tap = document.querySelector(".check__answer .segment");
  const seen = tap && tap.getBoundingClientRect();
  if (seen && seen.height > 20 && seen.top < innerHeight) found(performance.now());
  else requestAnimationFrame(look);
})());
"""


def readiness(server: Server, home: Installation, visit: str, goals: Goals) -> None:
    """The checklist opened by a phone that has nothing of it, then once more."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        found = [opened(browser, server, home, visit) for _ in range(VISITS)]
        browser.close()
    for name, most, times in zip(("first", "second"), (1.2, 0.7), zip(*found, strict=True), strict=True):
        goals.add(Goal(f"R7 ready on the slow phone, {name} visit", statistics.median(times), most, "s"))


def opened(browser: Browser, server: Server, home: Installation, visit: str) -> tuple[float, float]:
    """Seconds until ready, at the first visit of a fresh phone and at its second."""
    address = f"http://127.0.0.1:{server.port}"
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, service_workers="block"
    )
    page = phone.new_page()
    page.goto(f"{address}/login")
    page.fill("input[name=login]", OFFICER)
    page.fill("input[name=password]", home.passwords[OFFICER])
    page.click("button[type=submit]")
    page.wait_for_url(f"{address}/")
    session = phone.new_cdp_session(page)
    session.send("Network.clearBrowserCache")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line = {"latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **line})
    page.add_init_script(READY)
    times = []
    for _ in range(2):
        page.goto(f"{address}{visit}/checklist", wait_until="load")
        times.append(page.evaluate("window.ready") / 1000)
    phone.close()
    return times[0], times[1]
