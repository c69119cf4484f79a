"""A card that has not changed is not set anew: it says the same, with once ids of its own."""

import re

import pytest

from inspectapp.evidence.routes import cards
from inspectapp.shared import db

ONCE = re.compile(r'name="op_id" value="([^"]*)"')


@pytest.fixture(autouse=True)
def nothing_kept():
    cards._kept.clear()


def opened(browser, site):
    return browser.get(f"{site.url}/checklist").get_data(as_text=True)


def without_ids(html):
    return re.sub(r'data-now="[^"]*"', "", ONCE.sub("", html))


def test_opened_again_it_says_the_same_under_other_once_ids(site, browser_of):
    site.find()
    site.take()
    browser = browser_of("zhifa1")
    first, again = opened(browser, site), opened(browser, site)
    assert without_ids(first) == without_ids(again)
    ids = ONCE.findall(first) + ONCE.findall(again)
    assert len(set(ids)) == len(ids) > 4


@pytest.mark.parametrize("change", ["answer", "finding", "photo", "behind the back of all rules"])
def test_whatever_changes_is_set_anew(site, browser_of, change):
    browser = browser_of("zhifa1")
    before = opened(browser, site)
    if change == "answer":
        place = f"{site.url}/answers/{site.answer_id}"
        version = re.search(r'data-version="(\d+)"', before)[1]
        given = {"verdict": "CONFORMS", "note": "三天都有签到", "version": version}
        assert browser.post(place, given, htmx=True).status_code == 200
    elif change == "finding":
        site.find("签到表由他人代签，第三天")
    elif change == "photo":
        site.take()
    else:
        with db.write_session() as session:
            site.at(session)[2].note = "三天没有签到"
    after = opened(browser, site)
    assert without_ids(after) != without_ids(before)
    cards._kept.clear()
    assert without_ids(opened(browser, site)) == without_ids(after)


def test_who_may_only_read_is_not_shown_the_forms_of_who_may_write(site, browser_of):
    assert "check__answer" in opened(browser_of("zhifa1"), site)
    reading = opened(browser_of("ducha"), site)
    assert "finding__form" not in reading and "data-photo=" not in reading


def test_only_so_many_are_kept(site, browser_of, monkeypatch):
    monkeypatch.setattr(cards, "MOST_KEPT", 2)
    opened(browser_of("zhifa1"), site)
    assert 0 < len(cards._kept) <= 2
