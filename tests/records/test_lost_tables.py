"""A table that was voided after the record was sealed: it is made again and signed anew, the record stays."""

import pytest

from inspectapp.documents import actions as documents
from inspectapp.documents import content
from inspectapp.documents import queries as document_queries
from inspectapp.documents.words import State
from inspectapp.records import actions, papers, queries
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import NotAllowed, NotNow
from tests.client import seen
from tests.fixtures.waiting import meanwhile, nothing_looks_tampered_with
from tests.records.test_correcting import Corrected, correct


@pytest.fixture
def lost(two_papers):
    """Record and table are sealed; then the head of the section voids the table."""
    two_papers.sign_and_seal(papers.RECORD, hands=40)
    two_papers.sign_and_seal(papers.TABLE, hands=60)
    void(two_papers, papers.TABLE)
    return two_papers


def void(pair, kind, login="kezhang"):
    with db.write_session() as session:
        by = pair.desk.visits.person(login)
        documents.void(session, pair.paper(kind, session), "签名人写错", by=by, at=clock.now())


def make_again(pair, login="zhifa1"):
    with db.write_session() as session:
        by, visit, _ = pair.desk.at(session, login)
        return actions.compose_lost_tables(session, visit, by=by, at=clock.now())


def sayings(pair, *states):
    """What the tables in these states say, the oldest first."""
    with db.read_session() as session:
        visit = pair.desk.at(session)[1]
        both = [*queries.past_papers_of(session, visit), *queries.papers_of(session, visit)]
        return [
            content.read(document_queries.current_version(session, one))["values"]
            for one in both
            if one.kind == papers.TABLE and one.state in states
        ]


def test_it_is_made_again_with_the_same_words_signed_and_sealed(lost):
    lost_before, record = sayings(lost, State.VOID), lost.paper()
    assert len(make_again(lost)) == 1
    lost.sign_and_seal(papers.TABLE, hands=80)
    assert sayings(lost, State.SEALED) == lost_before
    assert (lost.paper().id, lost.paper().version) == (record.id, record.version)
    assert sayings(lost, State.VOID) == lost_before


def test_it_may_be_voided_and_made_again_before_the_record_is_sealed(two_papers):
    void(two_papers, papers.TABLE, login="zhifa1")
    make_again(two_papers, login="zhifa2")
    two_papers.sign_and_seal(papers.TABLE, hands=40)
    two_papers.sign_and_seal(papers.RECORD, hands=60)
    assert two_papers.paper(papers.TABLE).state is State.SEALED


def test_it_is_signed_by_whom_the_corrected_record_names(lost):
    name = {"现场负责人": "苗镕　职务：校长　联系电话：未提供"}
    correct(lost.desk, Corrected("姓名写错", name))
    lost.sign_and_seal(papers.RECORD, hands=80)
    table = make_again(lost)[0]
    with db.read_session() as session:
        assert document_queries.slots_on(session, table)[0].name == "苗镕"


def goes_back(pair):
    void(pair, papers.RECORD)
    pair.take_back()


REFUSED = {
    "nothing is lost": (make_again, "检查表没有作废的"),
    "the record is voided too": (lambda pair: void(pair, papers.RECORD), "请先生成检查记录"),
    "the visit went back to the checklist": (goes_back, "请先生成检查记录"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_otherwise_nothing_is_made_and_it_is_said_what_to_do(lost, case):
    before, sentence = REFUSED[case]
    before(lost)
    with pytest.raises(NotNow, match=sentence):
        make_again(lost)


def test_only_officers_of_the_visit_make_it_again(lost):
    with pytest.raises(NotAllowed), db.write_session() as session:
        _, visit, _ = lost.desk.at(session)
        by = lost.desk.visits.person("kezhang")
        actions.compose_lost_tables(session, visit, by=by, at=clock.now())


def test_of_two_officers_at_the_same_moment_one_makes_it(lost, on_postgres):
    def first(session):
        by, visit, _ = lost.desk.at(session)
        return actions.compose_lost_tables(session, visit, by=by, at=clock.now())

    late = meanwhile(first, lambda: make_again(lost, "zhifa2"), on_postgres)
    with pytest.raises(NotNow, match="检查表没有作废的"):
        late.result(30)
    nothing_looks_tampered_with()
    assert len(sayings(lost, State.FROZEN)) == 1


def test_the_page_says_so_and_has_the_button(lost, browser_of):
    url = f"{lost.desk.url}/record"
    here = browser_of("zhifa1")
    page = seen(here.get(url))
    assert "日常检查表》已作废，检查记录仍然有效" in page
    assert "重新生成检查表" in page
    assert "重新生成检查表" not in seen(browser_of("kezhang").get(url))
    answer = here.post(f"{url}/tables", {})
    assert answer.status_code == 303
    assert "检查表已作废" not in seen(here.get(url))
    again = here.post(f"{url}/tables", {})
    assert (again.status_code, "检查表没有作废的" in seen(again)) == (409, True)
