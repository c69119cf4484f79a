"""Over a link that loses, doubles, cuts, delays and lies: each thing arrives, and arrives once."""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from inspectapp.checklists.words import Verdict
from inspectapp.evidence import queries as evidence
from inspectapp.shared import clock, db
from inspectapp.web.once import Op
from tests.conftest import NOW
from tests.evidence.conftest import picture
from tests.evidence.phones import BigVisits, Phone
from tests.fixtures.bad_link import bad_link
from tests.fixtures.server import serving
from tests.visits.conftest import visit_of

pytestmark = pytest.mark.browser
SEEDS = range(1, 11)
CONFORM, CHANGED, FAILS = (7, 8, 9, 10), 8, 11
#: What the page was told to be held by the server: op id, and the digest of the file if there was one.
LISTEN = """() => {
  window.said = [];
  const told = entry => [entry.id, entry.file ? entry.file.sha256 : ''];
  window.outbox.listen(entry => entry.state === 'held' && window.said.push(told(entry)));
}"""
#: A hand that presses again and again: how long the page would wait by itself is told elsewhere.
PRESS = "() => { window.hand = setInterval(() => window.outbox.resume(), 300); }"
#: A photo that is still being made smaller waits nowhere yet.
EMPTY = "() => window.outbox.waiting() === 0 && window.said.filter(([, photo]) => photo).length >= 2"


@pytest.fixture
def visits(app, person):
    with clock.freeze(NOW):
        yield BigVisits(person)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_said_to_be_held_is_held_once(app, chromium, browser_of, visits, seed):
    at_work = visits.arrive(visits.prepare())
    token = browser_of("zhifa1").get_cookie("inspectapp").value
    with serving(app) as address, bad_link(address, seed) as (through, link):
        phone = Phone(chromium, through, token)
        phone.open(f"/visits/{at_work}/checklist")
        phone.page.evaluate(LISTEN)
        phone.page.evaluate(PRESS)
        link.bad = True
        work(phone)
        phone.page.wait_for_function(EMPTY, timeout=120_000)
        told = phone.page.evaluate("window.said")
        phone.context.close()
        assert sum(link.fates[fate] for fate in link.fates if fate != "passes") >= 4, link.fates
        assert phone.errors == []
    compare(visits, at_work, told)


def work(phone):
    """What an officer does in a minute."""
    for number in CONFORM:
        phone.tap(number, "符合")
    phone.tap(FAILS, "不符合")
    phone.photograph(FAILS, picture((1200, 900)))
    phone.photograph(FAILS, picture((900, 1200)))
    phone.tap(CHANGED, "不适用")
    save = phone.card(FAILS).get_by_role("button", name="保存问题")
    expect(save).to_be_visible(timeout=60_000)
    save.click()


def compare(visits, visit_id, told):
    """The server against the phone's word."""
    with db.read_session() as session:
        visit = visit_of(session, visits.person("zhifa1"), visit_id)
        walked = {one.answer.position: one for one in evidence.walk(session, visit)}
        held = {str(one) for one in session.scalars(select(Op.id))}
    assert {entry for entry, _ in told} <= held
    verdicts = {place: one.answer.verdict for place, one in walked.items()}
    expected = dict.fromkeys(CONFORM, Verdict.CONFORMS) | {
        CHANGED: Verdict.NOT_APPLICABLE, FAILS: Verdict.FAILS,
    }  # fmt: skip
    assert {place: verdicts[place] for place in expected} == expected
    assert all(verdicts[place] is Verdict.UNCHECKED for place in walked if place not in expected)
    # A version more would be a second arrival.
    assert {place: walked[place].answer.version for place in (7, 9, 10, FAILS)} == dict.fromkeys(
        (7, 9, 10, FAILS), 2
    )
    assert len(walked[FAILS].findings) == 1
    assert sorted(photo.sha256 for photo in walked[FAILS].photos) == sorted(sha for _, sha in told if sha)
