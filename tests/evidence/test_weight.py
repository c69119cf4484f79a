"""The walk is light enough for a basement: a long checklist is small on the wire."""

import pytest

from tests.client import Browser
from tests.evidence.conftest import Site, picture
from tests.evidence.phones import BigVisits

pytestmark = pytest.mark.stores_alike

PARTS = ("app.css", "app.js", "icons.svg", "phone.js", "walk.js", "walk.css")


@pytest.mark.parametrize(("questions", "most"), [(20, 43_000), (60, 50_000)])
def test_the_whole_walk_with_everything_it_loads(
    visits, person, browser_of, app, monkeypatch, questions, most
):
    monkeypatch.setattr(BigVisits, "wanted", questions)
    site = Site(BigVisits(person, "另一家培训学校"))
    for number in range(3):
        site.find(text=f"签到表由他人代签，第{number}天")
        site.take(picture(colour=(number, 10, 10)))
    browser: Browser = browser_of("zhifa1")
    light = {"Accept-Encoding": "br"}
    sent = len(super(Browser, browser).open(f"{site.url}/checklist", headers=light).data)
    with app.test_request_context():
        addresses = [app.jinja_env.globals["asset"](name) for name in PARTS]
    for address in addresses:
        sent += len(super(Browser, browser).open(address, headers=light).data)
    assert sent < most
