"""Before one sets out: which pages the phone takes along, rendered as they will be needed, sent once."""

from datetime import timedelta

import pytest

from inspectapp.shared import clock, db, ledger
from inspectapp.visits import actions as visit_actions
from inspectapp.visits import queries
from inspectapp.visits.words import State
from tests.client import seen
from tests.evidence.conftest import Site, visits
from tests.visits.conftest import visit_of

__all__ = ["visits"]
AHEAD = {"X-Prepare": "1"}


def taken_along(browser):
    answer = browser.get("/prepare/manifest")
    assert answer.headers["Cache-Control"] == "no-store"
    return {one["visit"]: one["urls"] for one in answer.get_json()}


def sealed(site):
    with db.write_session() as session:
        by, visit, _ = site.at(session)
        visit_actions.take_to_signing(session, visit, [], True, by=by, at=clock.now())
        visit_actions.seal(session, visit, by=by, at=clock.now())


def test_what_is_due_today_and_tomorrow_is_taken_along_by_its_officers_only(visits, browser_of):
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    due = [str(visits.prepare(planned_day=day)) for day in (today - timedelta(days=3), today, tomorrow)]
    later = str(visits.prepare(planned_day=tomorrow + timedelta(days=1)))
    for login in ("zhifa1", "zhifa2"):
        assert list(taken_along(browser_of(login))) == ["", *due]
    assert later not in taken_along(browser_of("zhifa1"))
    assert list(taken_along(browser_of("zhifa3"))) == [""]


def test_every_page_and_picture_on_the_list_opens(visits, browser_of):
    site = Site(visits)
    site.find()
    site.take()
    sealed(site)
    with clock.freeze(clock.now() + timedelta(days=1)):
        again = Site(visits)
        photo_id = again.take()
        browser = browser_of("zhifa1")
        urls = [url for several in taken_along(browser).values() for url in several]
        assert f"/visits/{again.id}/photos/{photo_id}/thumb" in urls
        assert any(url.startswith(f"{site.url}/photos/") for url in urls)
        assert len(urls) == len(set(urls))
        assert [(url, 200) for url in urls] == [
            (url, browser.get(url, headers=AHEAD).status_code) for url in urls
        ]


def test_the_photos_of_the_last_findings_stand_beside_them(visits, browser_of):
    site = Site(visits)
    site.find()
    photo_id = site.take()
    sealed(site)
    with clock.freeze(clock.now() + timedelta(days=1)):
        later = visits.prepare()
        page = browser_of("zhifa1").get(f"/visits/{later}/earlier-findings").get_data(as_text=True)
    assert f"{site.url}/photos/{photo_id}/thumb" in page


def test_a_page_that_did_not_change_is_not_sent_again(visits, browser_of):
    visit_id = visits.prepare()
    browser = browser_of("zhifa1")
    for url in taken_along(browser)[str(visit_id)]:
        first = browser.get(url, headers=AHEAD)
        later = {**AHEAD, "If-None-Match": first.headers["ETag"], "Accept-Encoding": "br"}
        with clock.freeze(clock.now() + timedelta(minutes=5)):
            again = browser_of("zhifa1").get(url, headers=later)
        assert (again.status_code, again.data) == (304, b""), url
        assert again.headers["Cache-Control"] == "no-store"


def test_what_changed_is_sent_again_and_somebody_who_looks_always_gets_the_page(visits, browser_of):
    visit_id = visits.prepare()
    browser, url = browser_of("zhifa1"), f"/visits/{visit_id}"
    tag = browser.get(url, headers=AHEAD).headers["ETag"]
    assert browser.get(url, headers={"If-None-Match": tag}).status_code == 200
    assert "ETag" not in browser.get(url).headers
    visits.arrive(visit_id)
    assert browser.get(url, headers={**AHEAD, "If-None-Match": tag}).status_code == 200


def test_before_the_arrival_only_the_pages_taken_along_can_be_filled_in(visits, browser_of):
    visit_id = visits.prepare()
    browser, here = browser_of("zhifa1"), f"/visits/{visit_id}"
    assert "disabled" in browser.get(f"{here}/checklist").get_data(as_text=True)
    assert "disabled" not in browser.get(f"{here}/checklist", headers=AHEAD).get_data(as_text=True)
    assert "开始检查" not in seen(browser.get(f"{here}/introduction"))
    assert "开始检查" in seen(browser.get(f"{here}/introduction", headers=AHEAD))


@pytest.mark.parametrize("state", [State.SIGNING, State.SEALED, State.STOPPED])
def test_what_is_over_is_taken_along_for_reading(visits, browser_of, state):
    site = Site(visits)
    with db.write_session() as session:
        by, visit, _ = site.at(session)
        visit.state = state
        ledger.note(session, visit, "试验", by=by, at=clock.now())
    browser = browser_of("zhifa1")
    assert "disabled" in browser.get(f"{site.url}/checklist", headers=AHEAD).get_data(as_text=True)


def test_asking_ahead_weakens_no_rule(visits, browser_of):
    visit_id = visits.prepare()
    browser, here = browser_of("zhifa1"), f"/visits/{visit_id}"
    refused = browser.post(f"{here}/introduction", headers=AHEAD)
    assert refused.status_code == 409
    with db.read_session() as session:
        by = visits.person("zhifa1")
        visit = visit_of(session, by, visit_id)
        answer_id = queries.answers_of(session, visit)[0].id
    refused = browser.post(
        f"{here}/answers/{answer_id}", {"verdict": "CONFORMS", "version": "1"}, headers=AHEAD
    )
    assert refused.status_code == 409
    assert "还没有到场" in seen(refused)


def test_what_was_left_to_say_waits_for_a_page_that_somebody_looks_at(visits, browser_of):
    visit_id = visits.prepare()
    browser, here = browser_of("zhifa1"), f"/visits/{visit_id}"
    met = {"place": "302教室", "host_name": "苗经理", "host_duty": "校长"}
    browser.post(f"{here}/arrival", met)
    assert "已记录到场" not in seen(browser.get(here, headers=AHEAD))
    assert "已记录到场" in seen(browser.get(here))


def test_officers_find_the_way_there_on_their_first_page(visits, browser_of):
    visits.prepare()
    browser = browser_of("zhifa1")
    assert "下载今日任务" in seen(browser.get("/"))
    assert "下载今日任务" in seen(browser.get("/today"))
    assert "下载今日任务" not in seen(browser_of("fazhi").get("/"))
