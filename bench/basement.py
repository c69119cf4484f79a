"""A phone with little network and little power: photos over a slow link, an answer while much is waiting."""

import io
import random
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from PIL import Image
from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.answers import OFFICER
from bench.goals import Goal, Goals
from bench.readiness import CHROMIUM
from bench.servers import Installation, Server
from tests.fixtures.browser import FLAGS

PHOTOS, LATENCY_MS = 30, 300
#: One Mbit/s, in bytes.
LINK = 125_000
WAITING, SLOWER, TAPS = 200, 4, 25
#: Listens before anything is given: how many photos the server is known to hold.
COUNT = """() => {
  window.heldPhotos = 0;
  window.outbox.listen(entry => { if (entry.file && entry.state === 'held') window.heldPhotos += 1; });
}"""
FILL = """async ([address, count]) => {
  for (let number = 0; number < count; number += 1) {
    await window.outbox.send({
      key: 'race-' + number, url: address + '/answers/race-' + number, label: '等着送的第' + number + '项',
      pairs: [['verdict', 'CONFORMS'], ['note', '现场核对无误。'.repeat(6)]], base: '1',
    }).stored;
  }
}"""
#: From the tap to the word on the screen, in the page's own clock.
TAP = """place => new Promise(done => {
  const card = document.getElementById(place), radio = card.querySelector('input[value=CONFORMS]');
  const began = performance.now();
  const look = () => {
    const line = document.getElementById(place).querySelector('[data-state]');
    if (line.dataset.now === 'here') requestAnimationFrame(() => done(performance.now() - began));
    else setTimeout(look, 1);
  };
  radio.click();
  look();
})"""


@contextmanager
def phone(server: Server, home: Installation) -> Iterator[tuple[Page, CDPSession]]:
    """A signed-in officer's phone in Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, has_touch=True, base_url=f"http://127.0.0.1:{server.port}"
        )
        page = context.new_page()
        page.goto("/login")
        page.locator("[name=login]").fill(OFFICER)
        page.locator("[name=password]").fill(home.passwords[OFFICER])
        page.locator("button[type=submit]").click()
        page.wait_for_url(lambda url: not url.endswith("/login"))
        yield page, context.new_cdp_session(page)
        browser.close()


def jpeg(seed: int) -> bytes:
    """About 300 KB that nothing can make smaller."""
    noise = Image.frombytes("RGB", (740, 545), random.Random(seed).randbytes(740 * 545 * 3))
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=84)
    return out.getvalue()


def basement(server: Server, home: Installation, visits: list[str], goals: Goals) -> None:
    """Both promises of the work without a good network."""
    with phone(server, home) as (page, session):
        goals.add(_photos(page, session, visits[2]))
    with phone(server, home) as (page, session):
        goals.add(_answers(page, session, visits[3]))


def _photos(page: Page, session: CDPSession, visit: str) -> Goal:
    page.goto(f"{visit}/checklist")
    page.evaluate(COUNT)
    pictures: list[Any] = [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(number)}
        for number in range(PHOTOS)
    ]
    session.send("Network.enable")
    slow = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": LINK, "uploadThroughput": LINK}
    session.send("Network.emulateNetworkConditions", slow)
    link = sum(len(one["buffer"]) for one in pictures) / LINK + LATENCY_MS / 1000
    began = monotonic()
    page.locator("#q-1 input[data-origin=GALLERY]").set_input_files(pictures)
    page.wait_for_function("count => window.heldPhotos === count", arg=PHOTOS, timeout=300_000)
    took = monotonic() - began
    print(f"    {PHOTOS} photos took {took:.1f} s, the link itself needs {link:.1f} s")
    return Goal(f"{PHOTOS} photos of 300 KB on 1 Mbit/s: × the link's own time", took / link, 1.3, "×")


def _answers(page: Page, session: CDPSession, visit: str) -> Goal:
    page.goto(f"{visit}/checklist")
    page.context.set_offline(True)
    page.evaluate(FILL, [visit, WAITING])
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    places = page.locator(".check:has(input[value=CONFORMS])").evaluate_all("all => all.map(one => one.id)")
    took = [page.evaluate(TAP, place) for place in places[1 : 1 + TAPS]]
    print(f"    an answer with {WAITING} waiting: {', '.join(f'{one:.0f}' for one in took)} ms")
    return Goal(f"an answer is on the phone with {WAITING} waiting", statistics.median(took), 100, "ms")
