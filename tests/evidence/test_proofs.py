"""Which photo proves which finding: said when it is taken, changed afterwards, given back to the question."""

import uuid

import pytest

from inspectapp.evidence import actions, queries
from inspectapp.evidence.models import Finding, Photo
from inspectapp.evidence.words import Severity
from inspectapp.shared import clock, db, ledger
from tests.client import seen
from tests.evidence.conftest import picture

COLOURS = [(tone, 40, 90) for tone in (10, 90, 170)]


def card(site):
    with db.read_session() as session:
        _, visit, answer = site.at(session)
        return queries.question(session, visit, answer)


def proofs(site):
    """Photo ids by the text of the finding they prove."""
    with db.read_session() as session:
        _, visit, _ = site.at(session)
        texts = {row.id: row.text for row in card(site).findings}
        found = queries.proofs_of(session, visit).items()
        return {texts[id]: {photo.id for photo in some} for id, some in found}


def sent(site, browser, number, finding_id=None):
    told = {"finding_id": str(finding_id)} if finding_id else {}
    own = str(uuid.uuid4())
    replied = site.send(browser, picture(colour=COLOURS[number]), op_id=own, **told)
    assert replied.status_code == 200
    return uuid.UUID(own), replied.get_data(as_text=True)


def take_back(site, finding_id):
    with db.write_session() as session:
        by, visit, _ = site.at(session)
        actions.withdraw(
            session, visit, session.get_one(Finding, finding_id), "看错了", 1, by=by, at=clock.now()
        )


def test_two_findings_of_a_question_have_each_their_own_photos(site, browser_of):
    browser = browser_of("zhifa1")
    first, second = site.find("签到表没有时间"), site.find("请假条没有签字")
    one, told = sent(site, browser, 0, first)
    assert f'data-finding="{first}"' in told
    other, _ = sent(site, browser, 1, second)
    loose, told = sent(site, browser, 2)
    assert "data-finding" not in told
    assert proofs(site) == {"签到表没有时间": {one}, "请假条没有签字": {other}}
    assert [photo.id for photo in card(site).loose] == [loose]
    page = browser.get(f"{site.url}/checklist").get_data(as_text=True)
    block = page.split(f'id="finding-{first}"')[1].split("</form>")[0]
    assert str(one) in block and str(other) not in block and f'name="finding_id" value="{first}"' in block


def test_photos_of_a_question_with_one_finding_prove_that(site, browser_of):
    site.find("签到表没有时间")
    taken, _ = sent(site, browser_of("zhifa1"), 0)
    assert proofs(site) == {"签到表没有时间": {taken}}
    site.find("请假条没有签字")
    assert proofs(site) == {"签到表没有时间": set(), "请假条没有签字": set()}


def test_a_photo_that_comes_before_its_finding_waits_for_it(site, browser_of, op_id):
    browser = browser_of("zhifa1")
    site.find("请假条没有签字")
    early, _ = sent(site, browser, 0, op_id)
    assert proofs(site) == {"请假条没有签字": set()}
    place = f"{site.url}/answers/{site.answer_id}/findings"
    told = {"text": "签到表没有时间", "severity": "GENERAL", "op_id": op_id}
    assert browser.post(place, told, htmx=True).status_code == 200
    assert proofs(site) == {"请假条没有签字": set(), "签到表没有时间": {early}}
    with db.read_session() as session:
        assert session.get_one(Photo, early).finding_id == uuid.UUID(op_id)
        acts = [line.act for line in ledger.history(session, "visits", site.id)]
    assert acts[-2:] == ["记录问题", queries.PUT]


@pytest.mark.parametrize("strange", ["kein", "0" * 36, "none"])
def test_a_strange_name_of_a_finding_keeps_no_photo_back(site, browser_of, strange):
    site.find()
    sent(site, browser_of("zhifa1"), 0, strange)
    assert len(card(site).loose) == 1


def test_the_finding_of_another_question_is_not_proved_here(site, browser_of):
    from inspectapp.checklists.words import Verdict
    from inspectapp.visits import actions as visit_actions
    from inspectapp.visits import queries as visit_queries
    from inspectapp.visits.rules import Given

    with db.write_session() as session:
        by, visit, _ = site.at(session)
        other = visit_queries.answers_of(session, visit)[1]
        visit_actions.answer(session, visit, other, Given(Verdict.FAILS), 1, by=by, at=clock.now())
        told = {"text": "别处的问题", "severity": Severity.GENERAL, "place": ""}
        elsewhere = actions.find(session, visit, other, told, by=by, at=clock.now()).id
    taken, _ = sent(site, browser_of("zhifa1"), 0, elsewhere)
    assert [photo.id for photo in card(site).loose] == [taken]


def test_afterwards_a_photo_is_put_to_another_finding_or_to_none(site, browser_of):
    browser = browser_of("zhifa1")
    first, second = site.find("签到表没有时间"), site.find("请假条没有签字")
    photo, _ = sent(site, browser, 0, first)
    place = f"{site.url}/photos/{photo}"
    page = browser.get(place).get_data(as_text=True)
    assert "签到表没有时间" in page and "请假条没有签字" in page and f'name="seen" value="{first}"' in page
    moved = browser.post(f"{place}/finding", {"finding_id": str(second), "seen": str(first)})
    assert moved.status_code == 303
    assert proofs(site) == {"签到表没有时间": set(), "请假条没有签字": {photo}}
    late = browser_of("zhifa2").post(f"{place}/finding", {"finding_id": "none", "seen": str(first)})
    assert late.status_code == 409
    assert "江一帆在2026年11月21日 14:05已改过这张照片归哪个问题" in seen(late)
    assert browser.post(f"{place}/finding", {"finding_id": "none", "seen": str(second)}).status_code == 303
    take_back(site, second)
    assert proofs(site) == {"签到表没有时间": set()}  # of none on purpose, even where one finding is left


def test_photos_of_a_finding_taken_back_belong_to_the_question_again(site, browser_of):
    browser = browser_of("zhifa1")
    first, _ = site.find("签到表没有时间"), site.find("请假条没有签字")
    photo, _ = sent(site, browser, 0, first)
    take_back(site, first)
    assert [one.id for one in card(site).loose] == [photo]
    assert proofs(site) == {"请假条没有签字": set()}
    refused = browser.post(
        f"{site.url}/photos/{photo}/finding", {"finding_id": str(first), "seen": str(first)}
    )
    assert refused.status_code == 409
    assert "这个问题已经撤回" in seen(refused)


def test_the_other_phone_hears_that_a_photo_was_put_elsewhere(site, browser_of):
    browser = browser_of("zhifa1")
    first, second = site.find("签到表没有时间"), site.find("请假条没有签字")
    photo, _ = sent(site, browser, 0, first)
    later = clock.now().replace(hour=7)
    with clock.freeze(later):
        told = {"finding_id": str(second), "seen": str(first)}
        browser_of("zhifa1").post(f"{site.url}/photos/{photo}/finding", told)
        since = {"since": later.isoformat()}
        changes = browser_of("zhifa2").get(f"{site.url}/changes", query_string=since, htmx=True)
    assert f"/photos/{photo}/thumb" in changes.get_data(as_text=True)


def test_what_is_said_of_a_photo_sent_by_both_is_said_of_the_one_that_is_there(site, browser_of):
    one, other = browser_of("zhifa1"), browser_of("zhifa2")
    first, _ = sent(site, one, 0)
    again, told = sent(site, other, 0)
    assert f"/photos/{first}/thumb" in told
    assert [photo.id for photo in card(site).photos] == [first]
    assert "照片" in seen(other.get(f"{site.url}/photos/{again}"))
    said = other.post(f"{site.url}/photos/{again}", {"what": "签到表第三页", "version": "0"}, htmx=True)
    assert said.status_code == 200
    assert card(site).photos[0].what == "签到表第三页"
    late = one.post(f"{site.url}/photos/{first}", {"what": "签到表封面", "version": "0"}, htmx=True)
    assert late.status_code == 409
    assert "梁䶮在" in seen(late)
    with db.read_session() as session:
        acts = [line.act for line in ledger.history(session, "visits", site.id)]
    assert acts.count("收到照片") == acts.count("同一张照片再次送达") == 1
