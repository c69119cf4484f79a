"""On the signer's glass: what was not seen is not signed, and two dots are no name."""

import uuid

import pytest
from playwright.sync_api import expect

from inspectapp.demo import accounts
from inspectapp.documents import actions
from inspectapp.documents.house import house
from inspectapp.documents.kinds import register
from inspectapp.shared import clock, db
from tests.documents.conftest import SAMPLE, slots_for
from tests.documents.photos import photo
from tests.fixtures.hand import SHORTEST_MS, read_to_end

pytestmark = pytest.mark.browser
END = """() => document.getElementById("end").scrollIntoView({ block: "center" })"""


@pytest.fixture
def paper(app):
    """A paper with a photo that waits for zhifa1; its address."""
    register(SAMPLE)
    shown = house().files.put_bytes(photo()).sha256
    with db.write_session() as session:
        first, second = accounts.actor(session, "zhifa1"), accounts.actor(session, "zhifa2")
        made = actions.draft(
            session, "sample", of=("visit", uuid.uuid4()), region_id=first.region_id,
            values={"facts": [], "sections": [{"title": "", "photos": [{"sha256": shown, "caption": ""}]}]},
            slots=slots_for(first, second), by=first, at=clock.now(), unit_name="澄溪县安泰职业培训学校",
        )  # fmt: skip
        actions.freeze(session, made, by=first, at=clock.now())
        return f"/documents/{made.id}"


def test_a_photo_that_does_not_come_is_not_taken_for_seen_and_is_asked_for_again(paper, phone_of):
    phone, photos = phone_of("zhifa1"), "**/s/*/files/*"
    phone.page.route(
        photos, lambda route: route.fulfill(status=200, content_type="image/jpeg", body="broken")
    )
    phone.open(paper)
    phone.tap("阅读并签名")
    phone.is_at("^/s/[0-9a-f]{32}$")
    ready = phone.page.locator("#have-read")
    phone.page.evaluate(END)
    expect(ready).to_have_text("有照片没显示，点这里再试")
    phone.press(ready)
    expect(ready).to_have_text("有照片没显示，点这里再试")
    expect(phone.page.locator("#sign-form")).to_be_hidden()
    phone.page.unroute(photos)
    phone.press(ready)
    phone.page.evaluate(END)
    expect(ready).to_have_text("我已看完，去签名")
    phone.press(ready)
    expect(phone.page.locator("#sign-form")).to_be_visible()


def test_two_dots_are_no_signature(paper, phone_of):
    phone = phone_of("zhifa1")
    phone.open(paper)
    phone.tap("阅读并签名")
    phone.is_at("^/s/[0-9a-f]{32}$")
    read_to_end(phone.page)
    phone.tap("我已看完，去签名")
    phone.press(phone.page.locator("#open-pad"))
    dot_twice(phone.page)
    phone.tap("写好了")
    expect(phone.page.get_by_role("alert").filter(has_text="签名太简单")).to_be_visible()
    expect(phone.page.locator("#pad")).to_be_visible()


def dot_twice(page):
    """Far apart, and as slowly as a name is written."""
    glass = page.locator(".pad__glass")
    expect(glass).to_be_visible()
    box, begun = glass.bounding_box(), page.evaluate("Date.now()")
    page.mouse.click(box["x"] + 100, box["y"] + 100)
    page.wait_for_function("([begun, least]) => Date.now() - begun >= least", arg=[begun, SHORTEST_MS + 100])
    page.mouse.click(box["x"] + 200, box["y"] + 500)
