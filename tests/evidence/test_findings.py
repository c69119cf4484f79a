"""Findings: proposed words, the law of the day beside them, two officers at one sentence, taking back."""

import uuid

import pytest
from sqlmodel import select

from inspectapp.checklists.content import ItemContent
from inspectapp.checklists.words import Verdict
from inspectapp.evidence import actions, queries, rules
from inspectapp.evidence.models import Finding
from inspectapp.laws.models import LawEntry, LawVersion
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.refusals import NotNow, Unreadable
from inspectapp.visits import actions as visit_actions
from inspectapp.visits.rules import Given
from tests.client import seen

WORDS = {"text": "签到表没有时间", "severity": "GENERAL", "place": "302教室"}


def stored(finding_id):
    with db.read_session() as session:
        return session.get_one(Finding, finding_id)


def test_usual_wordings_are_proposed_and_a_number_brings_its_own_sentence():
    item = ItemContent("a", "师资", "专职教师不少于3人", findings=("专职教师不足", "教师无证"))
    assert rules.proposed(item) == ["专职教师不足", "教师无证"]
    said = "实际2人，要求不少于3人，少1人，不符合。"
    assert rules.proposed(item, said)[0] == f"专职教师不足。{said}"
    assert rules.proposed(ItemContent("b", "师资", "教师持证上岗。")) == ["教师持证上岗不符合要求。"]


@pytest.mark.parametrize(
    ("text", "sentence"), [("没有", "至少4个字"), ("很" * 1001, "最多1000个字，现在有1001个字")]
)
def test_a_finding_is_a_sentence_neither_a_sign_nor_a_novel(text, sentence):
    with pytest.raises(Unreadable, match=sentence):
        rules.check_text(text)


def test_the_card_proposes_the_words_of_the_checklist_and_its_law(site, browser_of):
    page = seen(browser_of("zhifa1").get(f"{site.url}/checklist"))
    assert "签到表无时间" in page
    assert "没有对应的处罚条款，可责令改正" in page


def test_the_law_of_the_day_stays_when_the_law_is_edited_later(site):
    before = stored(site.find()).basis
    assert before[0]["offers_fine"] is True
    assert "第九十七条" in before[0]["line"]
    with db.write_session() as session:
        law = session.scalars(select(LawEntry).where(LawEntry.code == "LB02")).one()
        for version in session.scalars(select(LawVersion).where(LawVersion.entry_id == law.id)):
            version.violation = "后来改写的违法行为"
    finding_id = site.find(text="后来的另一个问题")
    assert stored(finding_id).basis[0]["violation"] == "后来改写的违法行为"
    with db.read_session() as session:
        first = session.scalars(select(Finding).where(Finding.text == "签到表没有时间")).one()
        assert first.basis == before


def test_a_duty_without_a_national_fine_says_so_and_offers_none(site):
    with db.read_session() as session:
        copied = actions.findings.basis_on(session, ["LD01"], clock.today())[0]
    assert copied["offers_fine"] is False
    assert "不得罚款" in copied["sentence"]


def test_an_unknown_law_is_refused(site):
    with pytest.raises(Unreadable, match="不在目录里"):
        site.find(codes=("LB99",))


def test_the_same_law_twice_stands_once(site):
    assert len(stored(site.find(codes=("LB02", "LB02"))).basis) == 1


def test_the_second_correction_over_an_old_version_shows_both_texts(site, browser_of):
    finding_id = site.find()
    place = f"{site.url}/findings/{finding_id}"
    first = browser_of("zhifa2").post(place, WORDS | {"text": "缺少三天签到", "version": "1"}, htmx=True)
    assert first.status_code == 200
    stale = browser_of("zhifa1").post(place, WORDS | {"text": "签到没有时间栏", "version": "1"}, htmx=True)
    assert stale.status_code == 409
    assert "梁䶮在2026年11月21日 14:05已修改这个问题" in seen(stale)
    assert "缺少三天签到" in seen(stale)
    assert "签到没有时间栏" in seen(stale)
    assert stored(finding_id).text == "缺少三天签到"


def test_an_old_page_does_not_take_back_words_that_it_never_showed(site, browser_of):
    place = f"{site.url}/findings/{(finding_id := site.find())}"
    browser_of("zhifa2").post(place, WORDS | {"text": "缺少三天签到", "version": "1"}, htmx=True)
    told = {"why": "看错了日期", "version": "1"}
    refused = browser_of("zhifa1").post(f"{place}/withdrawal", told, htmx=True)
    assert refused.status_code == 409
    said = seen(refused)
    assert "梁䶮在2026年11月21日 14:05已修改这个问题，没有撤回" in said and "缺少三天签到" in said
    assert 'value="看错了日期"' in refused.get_data(as_text=True)
    assert stored(finding_id).withdrawn_at is None
    again = browser_of("zhifa1").post(f"{place}/withdrawal", told | {"version": "2"}, htmx=True)
    assert again.status_code == 200 and stored(finding_id).withdrawn_at is not None


@pytest.mark.parametrize("htmx", [True, False])
def test_words_for_a_finding_taken_back_meanwhile_come_back_with_the_other_text(site, browser_of, htmx):
    place = f"{site.url}/findings/{(finding_id := site.find())}"
    browser_of("zhifa2").post(f"{place}/withdrawal", {"why": "看错了日期", "version": "1"}, htmx=True)
    mine = WORDS | {"text": "缺少三天签到", "version": "1", "codes": ["LB02"]}
    refused = browser_of("zhifa1").post(place, mine, htmx=htmx)
    assert refused.status_code == 409
    said = seen(refused)
    assert "梁䶮在2026年11月21日 14:05已撤回这个问题，您的修改没有保存" in said and "江一帆在" not in said
    assert "签到表没有时间（302教室），原因：看错了日期" in said and "缺少三天签到（302教室）" in said
    assert (row := stored(finding_id)).text == "签到表没有时间" and row.version == 2
    form = refused.get_data(as_text=True).split(f'data-takes="{place}"')[1].split("</form>")[0]
    assert "缺少三天签到</textarea>" in form and 'value="302教室"' in form


def test_one_finding_taken_back_and_another_written_is_no_card_that_stands_as_it_was(site):
    first = site.find()

    def stamp():
        with db.read_session() as session:
            _, visit, answer = site.at(session)
            return queries.question(session, visit, answer).stamp

    before = stamp()
    with db.write_session() as session:
        by, visit, _ = site.at(session)
        finding = session.get_one(Finding, first)
        actions.withdraw(session, visit, finding, "看错了日期", 1, by=by, at=clock.now())
    site.find("请假条没有签字")
    assert stamp() != before


def test_a_finding_taken_back_leaves_the_record_but_not_the_table(site, browser_of):
    finding_id = site.find()
    browser = browser_of("zhifa1")
    refused = browser.post(f"{site.url}/findings/{finding_id}/withdrawal", {"why": ""}, htmx=True)
    assert refused.status_code == 422
    assert "请填写撤回原因" in seen(refused)
    assert stored(finding_id).withdrawn_at is None
    told = {"why": "看错了日期", "version": "1"}
    done = browser.post(f"{site.url}/findings/{finding_id}/withdrawal", told, htmx=True)
    assert done.status_code == 200
    assert "签到表没有时间" not in seen(done)
    assert stored(finding_id).withdrawn_why == "看错了日期"
    with db.write_session() as session:
        by, visit, _ = site.at(session)
        assert queries.findings_of(session, visit) == {}
        finding = session.get_one(Finding, finding_id)
        with pytest.raises(NotNow, match="已经撤回"):
            actions.withdraw(session, visit, finding, "再撤一次", 2, by=by, at=clock.now())
        assert "撤回问题" in [line.act for line in ledger.history(session, "visits", visit.id)]


def test_taking_back_needs_a_reason(site):
    finding_id = site.find()
    with db.write_session() as session, pytest.raises(Unreadable, match="撤回的原因"):
        by, visit, _ = site.at(session)
        actions.withdraw(session, visit, session.get_one(Finding, finding_id), "错", 1, by=by, at=clock.now())


def test_a_wrong_finding_comes_back_with_every_word(site, browser_of):
    place = f"{site.url}/answers/{site.answer_id}/findings"
    refused = browser_of("zhifa1").post(place, WORDS | {"text": "无", "place": "三楼东侧"}, htmx=True)
    assert refused.status_code == 422
    assert "至少4个字" in seen(refused)
    assert "三楼东侧" in refused.get_data(as_text=True)


def test_the_phone_names_what_it_makes(site, browser_of, op_id):
    """So that a finding can be corrected before the server has heard of it."""
    browser = browser_of("zhifa1")
    place = f"{site.url}/answers/{site.answer_id}/findings"
    assert browser.post(place, WORDS | {"op_id": op_id}, htmx=True).status_code == 200
    told = WORDS | {"text": "签到表缺三天", "version": "1"}
    assert browser.post(f"{site.url}/findings/{op_id}", told, htmx=True).status_code == 200
    assert stored(uuid.UUID(op_id)).text == "签到表缺三天"


def test_without_script_the_refused_card_is_a_whole_page(site, browser_of):
    refused = browser_of("zhifa1").post(f"{site.url}/answers/{site.answer_id}/findings", {"text": "无"})
    assert refused.status_code == 422
    assert "<title>" in refused.get_data(as_text=True)


def test_nothing_is_written_once_the_record_is_being_signed(site, browser_of):
    site.find()
    with db.write_session() as session:
        by, visit, _ = site.at(session)
        visit_actions.take_to_signing(session, visit, [], True, by=by, at=clock.now())
    answer = browser_of("zhifa1").post(f"{site.url}/answers/{site.answer_id}/findings", WORDS, htmx=True)
    assert answer.status_code == 409
    assert "正在签字" in seen(answer)


def test_what_no_longer_fails_can_have_no_new_finding(site):
    with db.write_session() as session:
        by, visit, answer = site.at(session)
        visit_actions.answer(session, visit, answer, Given(Verdict.CONFORMS), 2, by=by, at=clock.now())
    with pytest.raises(NotNow, match="没有选“不符合”"):
        site.find()


def test_the_unit_meets_its_last_findings_again(visits, browser_of):
    from tests.evidence.conftest import Site

    site = Site(visits)
    site.find()
    with db.write_session() as session:
        by, visit, _ = site.at(session)
        visit_actions.take_to_signing(session, visit, [], True, by=by, at=clock.now())
        visit_actions.seal(session, visit, by=by, at=clock.now())
    with clock.freeze(clock.now().replace(day=22)):
        later = visits.prepare()
        page = seen(browser_of("zhifa1").get(f"/visits/{later}/earlier-findings", htmx=True))
    assert "签到表没有时间" in page
    first = seen(browser_of("zhifa1").get(f"{site.url}/earlier-findings"))
    assert "还没有这家单位以前的检查记录" in first
