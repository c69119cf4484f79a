"""One officer takes the record back while the other collects signatures: nothing is signed meanwhile."""

import json
from datetime import timedelta

import pytest

from inspectapp.documents import actions as documents
from inspectapp.documents import content
from inspectapp.documents import queries as document_queries
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.house import house
from inspectapp.documents.words import Mode, Outcome, State
from inspectapp.records import field, papers, values
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import NotNow
from inspectapp.visits.words import State as VisitState
from tests.client import seen
from tests.conftest import NOW
from tests.documents.conftest import hand
from tests.documents.test_signing import upgraded
from tests.evidence.conftest import picture

WAIT = "检查已退回修改，请等重新生成后再签"

REFUSED = Told(Outcome.REFUSED, reason="认为内容不属实，阅读后拒绝签名。")
LATE = {
    "invites the unit": lambda pair: pair.do(documents.begin, Mode.HANDED_OVER),
    "records a refusal": lambda pair: pair.do(documents.record_outcome, REFUSED),
    "confirms a refusal": lambda pair: pair.do(documents.confirm, login="zhifa2"),
}


@pytest.mark.parametrize("act", LATE)
def test_nothing_is_signed_on_a_record_that_was_taken_back(pair, act):
    pair.desk.compose()
    pair.take_back()
    with pytest.raises(NotNow, match=WAIT):
        LATE[act](pair)
    assert pair.outcome() is Outcome.PENDING


def test_the_unit_reads_while_the_other_officer_takes_the_record_back(pair):
    pair.desk.compose()
    opened = pair.do(documents.begin, Mode.HANDED_OVER)
    pair.take_back()
    with pytest.raises(NotNow, match=WAIT):
        pair.sign(opened)
    pair.desk.find("请假条没有签字")
    with pytest.raises(NotNow, match=WAIT):
        pair.sign(opened)
    pair.desk.compose()
    with pytest.raises(NotNow, match="不是最新内容"):
        pair.sign(opened)
    pair.sign(pair.do(documents.begin, Mode.HANDED_OVER))
    assert pair.outcome() is Outcome.SIGNED


def test_the_signers_page_says_why_it_cannot_be_signed_now(pair, browser_of):
    pair.desk.compose()
    link = f"/s/{house().token(pair.do(documents.begin, Mode.OWN_PHONE).id)}"
    stranger = browser_of(None)
    assert "全文到此为止" in seen(stranger.get(link))
    pair.take_back()
    told = {"agreed": "on", "read_to_end": "yes", "strokes": json.dumps(hand(1)), "ended": ""}
    for answer in (stranger.get(link), stranger.post(f"{link}/signatures", told)):
        assert answer.status_code == 409
        assert WAIT in seen(answer)


def test_a_table_is_not_sealed_while_the_checking_goes_on(two_papers):
    pair = two_papers
    pair.sign_all(papers.TABLE, hands=40)
    pair.take_back()
    with pytest.raises(NotNow, match=WAIT):
        pair.seal(papers.TABLE)
    pair.desk.compose()
    assert pair.state() is VisitState.SIGNING


def test_with_a_sealed_table_the_visit_goes_back_only_after_it_was_voided(two_papers):
    pair = two_papers
    pair.sign_and_seal(papers.TABLE, hands=40)
    with pytest.raises(NotNow, match="日常检查表》已经封存，不能退回检查。请先请科室负责人作废"):
        pair.take_back()
    assert pair.state() is VisitState.SIGNING
    with db.write_session() as session:
        head = pair.desk.visits.person("kezhang")
        documents.void(session, pair.paper(papers.TABLE, session), "检查表有误", by=head, at=clock.now())
    pair.take_back()
    pair.desk.find("请假条没有签字")
    pair.desk.compose()
    assert pair.paper(papers.TABLE).state is State.FROZEN


def test_a_table_is_still_signed_after_the_record_was_sealed(two_papers):
    two_papers.sign_and_seal(papers.RECORD, hands=40)
    assert two_papers.state() is VisitState.SEALED
    two_papers.sign_and_seal(papers.TABLE, hands=60)
    assert two_papers.paper(papers.TABLE).state is State.SEALED


def test_stopping_a_visit_voids_what_nobody_will_sign_any_more(two_papers):
    pair = two_papers
    opened, record = pair.do(documents.begin, Mode.HANDED_OVER), pair.paper()
    made = [record, pair.paper(papers.TABLE)]
    pair.stop()
    with db.read_session() as session:
        ended = [session.get_one(type(one), one.id) for one in made]
    assert {(one.state, one.ended_why) for one in ended} == {(State.VOID, "检查中止")}
    with pytest.raises(NotNow, match="文书已经封存或作废，不能再签名"):
        pair.sign(opened)
    with pytest.raises(NotNow, match="检查已经中止，文书不用再签"), db.write_session() as session:
        by = pair.desk.visits.person("zhifa1")
        documents.seal(session, session.get_one(type(record), record.id), by=by, at=clock.now())


def test_a_sealed_table_outlives_the_visit_that_is_stopped(two_papers):
    two_papers.sign_and_seal(papers.TABLE, hands=40)
    table, record = two_papers.paper(papers.TABLE), two_papers.paper()
    two_papers.stop()
    with db.read_session() as session:
        states = [session.get_one(type(one), one.id).state for one in (table, record)]
    assert states == [State.SEALED, State.VOID]


def period(pair):
    with db.read_session() as session:
        version = document_queries.current_version(session, pair.paper(session=session))
        return dict(content.read(version)["values"]["facts"])["检查时间"]


LATER = {
    "nothing": (lambda desk: None, "2026年11月21日 14:05至2026年11月21日 14:25"),
    "a finding": (
        lambda desk: desk.find("请假条没有签字"), "2026年11月21日 14:05至2026年11月22日 10:05",
    ),
    "a photo": (
        lambda desk: desk.take(picture(colour=(1, 2, 3))), "2026年11月21日 14:05至2026年11月22日 10:05",
    ),
}  # fmt: skip


@pytest.mark.parametrize("given", LATER)
def test_a_record_made_anew_the_next_day_does_not_say_that_one_checked_until_then(pair, given):
    does, wanted = LATER[given]
    with clock.freeze(NOW + timedelta(minutes=20)):
        pair.desk.compose()
    with clock.freeze(NOW + timedelta(hours=20)):
        pair.take_back()
        does(pair.desk)
    with clock.freeze(NOW + timedelta(hours=21)):
        pair.desk.compose()
    assert period(pair) == wanted


def test_what_was_given_after_the_first_end_counts_for_every_later_paper(pair):
    for hours in (1, 20, 40):
        with clock.freeze(NOW + timedelta(hours=hours)):
            if hours == 20:
                pair.take_back()
                pair.desk.find("请假条没有签字")
            elif hours == 40:
                pair.take_back()
            pair.desk.compose()
    assert period(pair).endswith("至2026年11月22日 10:05")


def test_after_an_upgrade_that_sets_the_record_otherwise_taking_it_back_lets_it_be_signed_and_sealed(
    pair, monkeypatch
):
    pair.desk.compose()
    pair.sign_all(papers.RECORD, 1)
    upgraded(monkeypatch)
    with pytest.raises(NotNow, match="请退回检查后重新生成"):
        pair.seal(papers.RECORD)
    pair.take_back()
    pair.desk.compose()
    pair.sign_and_seal(papers.RECORD, 11)
    assert pair.paper().state is State.SEALED


def test_while_it_is_taken_back_the_phone_gets_no_frozen_words(pair):
    pair.desk.compose()
    assert frozen(pair) is not None
    pair.take_back()
    assert frozen(pair) is None


def frozen(pair):
    with db.read_session() as session:
        by, visit, _ = pair.desk.at(session)
        return field.frame(session, values.gather(session, visit), by=by, at=clock.now())["frozen"]
