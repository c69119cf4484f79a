"""Every page that a role can reach by tapping, on the phone and at the desk: nobody meets anything broken.

Each kind of page is opened once a role; axe looks at each kind once, by the first role that gets there.
"""

import re
from collections import deque

import pytest

from tests.fixtures.browser import DESK, LATIN, PHONE

pytestmark = pytest.mark.browser
BUREAU, ADMINS = ("kezhang", "zhifa1", "fazhi", "ducha"), ("xitong", "anquan", "shenji")
AREAS = ("subjects", "checklists", "laws", "rest")
WALKS = [
    *((login, area) for login in BUREAU for area in AREAS),
    *(("jingban", area) for area in ("subjects", "rest")),
    *((login, "rest") for login in ADMINS),
]
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)\d+")
LINKS = "() => [...document.querySelectorAll('a[href^=\"/\"]')].map(one => one.getAttribute('href'))"
#: Files to take home are no pages.
FILES = re.compile(r"\.(xlsx|docx|pdf|pem|csv|json)$")
#: The registers of a unit share these pages; one of each is looked at closely.
SHARED = re.compile(r"/[a-z]+(?=(/#)?/(new|edit|ending)$)")
#: How far a role walks among kinds of pages that another role has seen: tab, list, thing.
FAR = 2
looked_at = set()


def shape(link):
    """Pages that differ only in what they show are one kind of page."""
    return ID.sub("#", link.split("?")[0].split("#")[0]).rstrip("/") or "/"


def area_of(kind):
    first = {"registers": "subjects"}.get(kind.split("/")[1], kind.split("/")[1])
    return first if first in AREAS else "rest"


def reach(phone, area):
    """Follow every kind of link of this area once, beginning at the tabs."""
    known, queue = {"/"}, deque([("/", 0)])
    while queue:
        link, steps = queue.popleft()
        phone.open(link)
        if area_of(shape(link)) == area:
            yield shape(link)
        for found in phone.page.evaluate(LINKS):
            kind = shape(found)
            new = kind not in known and area_of(kind) == area and not FILES.search(kind)
            if new and (steps < FAR or SHARED.sub("/*", kind) not in looked_at):
                known.add(kind)
                queue.append((found, steps + 1))


def look_closely(phone, size):
    """As a person with this screen sees it, with axe's eyes."""
    phone.page.set_viewport_size({"width": size[0], "height": size[1]})
    phone.page.evaluate("watched => lookAround(...watched)", [size[0], size == PHONE, LATIN])
    phone.is_accessible()


@pytest.mark.parametrize(("login", "area"), WALKS)
def test_every_page(phone_of, login, area):
    phone, count = phone_of(login), 0
    for count, page in enumerate(reach(phone, area), 1):
        if SHARED.sub("/*", page) in looked_at:
            continue
        look_closely(phone, PHONE)
        if count % 3 == 1:
            look_closely(phone, DESK)
            phone.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        looked_at.add(SHARED.sub("/*", page))
    assert count
