"""Who signs a record, what it says of them, and what becomes of who refuses or cannot come."""

import pytest

from inspectapp.documents import actions as documents
from inspectapp.documents import content
from inspectapp.documents import queries as document_queries
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.words import Mode, Outcome, State
from inspectapp.people.models import Person
from inspectapp.records import actions, correcting, refusals, values
from inspectapp.records.correcting import Corrected
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import NotAllowed, NotNow
from inspectapp.subjects import actions as subjects
from inspectapp.subjects.models import Contact, Unit
from inspectapp.visits import actions as visits
from inspectapp.visits import queries as visit_queries
from inspectapp.visits.words import IdCheck, Sex
from tests.client import seen
from tests.records.test_paper import officers_sign, refuse

WITNESS = "魏䶮𬭚，东山镇应急消防管理站"
WHOLE = "11010519491231002X"


def said(document):
    with db.read_session() as session:
        return content.read(document_queries.current_version(session, document))


def facts_of(desk):
    with db.read_session() as session:
        return dict(values.facts(values.gather(session, desk.at(session)[1])))


def change_unit(desk, **fields):
    with db.write_session() as session:
        unit = session.get_one(Unit, desk.visits.unit_id)
        for name, value in fields.items():
            setattr(unit, name, value)


def third_officer(desk):
    """Somebody else of the bureau goes along and confirms."""
    with db.write_session() as session:
        by, visit, _ = desk.at(session)
        head = desk.visits.person("kezhang")
        visits.add_officer(session, visit, session.get_one(Person, head.id), by=by, at=clock.now())
        visits.confirm(session, visit, by=head, at=clock.now())


# --- what the form asks for
def test_who_answers_for_the_unit_stands_there_with_post_and_telephone(desk):
    change_unit(desk, legal_representative="邢万里", head="苗青禾", phone="0356-2012345")
    assert facts_of(desk)["法定代表人（负责人）"] == "邢万里　职务：未登记　联系电话：0356-2012345"
    with db.write_session() as session:
        by = desk.visits.person("zhifa1")
        unit = session.get_one(Unit, desk.visits.unit_id)
        told = {"name": "邢万里", "duty": "董事长", "phone": "13800001111"}
        subjects.add(session, unit, Contact, told, by=by, at=clock.now())
    assert facts_of(desk)["法定代表人（负责人）"].startswith("邢万里　职务：董事长　")


def test_of_whom_one_met_only_what_was_told_is_printed(desk):
    assert facts_of(desk)["现场负责人"] == "苗经理　职务：校长　联系电话：未提供"
    desk.met(host_sex=Sex.MALE, host_id_check=IdCheck.CARD, host_id_tail="002X")
    assert facts_of(desk)["现场负责人"] == (
        "苗经理　性别：男　职务：校长　联系电话：未提供　证件核对：已查看居民身份证，号码后四位002X"
    )


def test_the_whole_number_of_an_identity_card_is_neither_taken_nor_kept(visits, browser_of):
    from tests.evidence.conftest import Site

    site, browser = Site(visits), browser_of("zhifa1")
    form = {"place": "302教室", "host_name": "苗经理", "host_duty": "校长", "host_id_check": "CARD"}
    refused = browser.post(f"{site.url}/scene", form | {"host_id_tail": WHOLE})
    assert refused.status_code == 422 and "后四位" in seen(refused)
    assert browser.post(f"{site.url}/scene", form | {"host_id_tail": "002x"}).status_code == 303
    with db.read_session() as session:
        host = visit_queries.host_of(session, site.at(session)[1])
    assert (host.host_id_tail, host.host_id_check) == ("002X", IdCheck.CARD)
    assert 'value="002X"' in browser.get(f"{site.url}/scene").get_data(as_text=True)


def test_a_named_witness_signs_as_the_last(desk):
    desk.met(witness=WITNESS)
    desk.compose()
    desk.sign_all()
    with pytest.raises(NotNow, match="见证人魏䶮𬭚，东山镇应急消防管理站还没有签署"):
        desk.seal()
    desk.sign("witness", "zhifa1", Mode.HANDED_OVER, 9)
    assert desk.seal().state is State.SEALED
    slots = said(desk.record())["slots"]
    assert [one["role"] for one in slots] == ["被检查单位现场负责人", "执法人员", "执法人员", "见证人"]
    assert slots[-1]["sentence"] == "以上情况我在现场见证。"
    assert dict(said(desk.record())["values"]["facts"])["见证人"] == WITNESS


def test_a_witness_who_left_keeps_nothing_back(desk):
    desk.met(witness=WITNESS)
    desk.compose()
    desk.sign("unit", "zhifa1", Mode.HANDED_OVER, 8)
    with db.write_session() as session:
        mine = session.get_one(type(desk.record()), desk.record().id)
        slot = document_queries.slots_on(session, mine)[-1]
        told = Told(Outcome.ABSENT, reason="见证人有急事先行离开")
        documents.record_outcome(session, mine, slot, told, by=desk.visits.person("zhifa1"), at=clock.now())
    officers_sign(desk)
    assert desk.seal().state is State.SEALED


# --- the lists behind the signatures belong to what is signed
def test_whoever_signs_says_that_the_annexes_were_read(desk):
    desk.take()
    desk.compose()
    told = said(desk.record())
    assert told["values"]["annexes"] == ["问题清单", "检查项目及结果", "现场照片"]
    assert told["slots"][0]["sentence"] == "以上内容及附件我已阅读，情况属实。"
    with db.read_session() as session:
        version = document_queries.current_version(session, desk.record())
    assert version.field_sha256 and '"annexes":["问题清单"' in version.text


def test_only_annexes_that_are_there_are_listed(desk, browser_of):
    desk.compose()
    assert said(desk.record())["values"]["annexes"] == ["问题清单", "检查项目及结果"]
    page = browser_of("zhifa1").get(f"/documents/{desk.record().id}/paper").get_data(as_text=True)
    assert "附：1.问题清单　2.检查项目及结果</p>" in page


# --- a refusal is reported
def test_a_refusal_waits_on_the_heads_page_until_it_is_noted(desk, browser_of):
    desk.compose()
    head = browser_of("kezhang")
    assert "须向本部门报告" not in seen(head.get("/"))
    refuse(desk)
    shown = seen(head.get("/"))
    assert "拒绝签名，须向本部门报告" in shown and "认为不属实" in shown and desk.record().number in shown
    assert "须向本部门报告" not in seen(browser_of("zhifa2").get("/"))
    with db.read_session() as session:
        (one,) = refusals.waiting(session, desk.visits.person("kezhang"))
    assert head.post(f"{desk.url}/record/refusals", {"slot": str(one.slot.id)}).status_code == 303
    assert "须向本部门报告" not in seen(head.get("/"))
    assert "科室负责人已知悉拒签" in seen(head.get(f"/documents/{desk.record().id}"))
    assert head.post(f"{desk.url}/record/refusals", {"slot": str(one.slot.id)}).status_code == 303


def test_a_refusal_of_a_record_that_was_changed_or_voided_is_reported_no_more(desk):
    desk.compose()
    refuse(desk)
    with db.write_session() as session:
        by, visit, _ = desk.at(session)
        actions.take_back(session, visit, by=by, at=clock.now())
    desk.find("请假条没有签字")
    desk.compose()
    with db.read_session() as session:
        assert refusals.waiting(session, desk.visits.person("kezhang")) == []


@pytest.mark.parametrize("login", ["zhifa1", "zhifa3"])
def test_only_the_head_of_this_bureau_notes_it(desk, browser_of, login):
    desk.compose()
    refuse(desk)
    answer = browser_of(login).post(f"{desk.url}/record/refusals", {"slot": "x"})
    assert answer.status_code in (403, 404)


# --- an officer who cannot come
def test_one_absent_officer_of_three_does_not_keep_the_record(desk, browser_of):
    third_officer(desk)
    desk.compose()
    desk.sign_all()
    with pytest.raises(NotNow, match="还没有签署"):
        desk.seal()
    browser = browser_of("zhifa1")
    page = seen(browser.get(f"{desk.url}/record"))
    assert "有执法人员不能签字" in page
    assert "请先在检查文书页退回检查" in seen(browser.get(f"{desk.url}/release"))
    assert browser.post(f"{desk.url}/record/returns").status_code == 303
    officer = place_of(desk, "kezhang")
    answer = browser.post(f"{desk.url}/release", {"officer": str(officer.id), "reason": "因病住院不能签字"})
    assert answer.status_code == 303
    assert "已退出" in seen(browser.get(desk.url))
    desk.compose()
    assert len(said(desk.record())["slots"]) == 3 and desk.record().version == 2
    desk.sign_all(hands=10)
    assert desk.seal().state is State.SEALED


def test_of_a_correction_an_officer_who_cannot_come_is_told_a_way_that_works(desk, browser_of):
    """The visit is sealed: it is not taken back as long as the original stands."""
    third_officer(desk)
    desk.compose()
    desk.sign_all()
    desk.sign("officer3", "kezhang", Mode.OWN_LOGIN, 9)
    original, browser = desk.seal(), browser_of("zhifa1")
    with db.write_session() as session:
        by, visit, _ = desk.at(session)
        fixed = Corrected("门牌写错", {"检查场所": "303教室"})
        mark = correcting.mark_of(session.get_one(type(original), original.id))
        correction = correcting.correct(session, visit, fixed, mark, by=by, at=clock.now())
    with db.read_session() as session:
        slots = document_queries.slots_on(session, session.get_one(type(correction), correction.id))
    slot = next(one for one in slots if one.person_id == desk.visits.person("zhifa2").id)
    told = browser.post(
        f"/documents/{correction.id}/slots/{slot.id}/outcome", {"outcome": "ABSENT", "reason": "因病住院"}
    )
    assert told.status_code == 403
    assert "请先作废这份更正文书，再请科室负责人作废原文书，然后退回检查" in seen(told)
    for paper, login in ((correction, "zhifa1"), (original, "kezhang")):
        answer = browser_of(login).post(f"/documents/{paper.id}/voiding", {"reason": "执法人员住院"})
        assert answer.status_code == 303, seen(answer)
    assert browser.post(f"{desk.url}/record/returns").status_code == 303
    release(desk, "zhifa2")
    desk.compose()
    desk.sign_all(hands=20)
    desk.sign("officer2", "kezhang", Mode.OWN_LOGIN, 29)
    assert desk.seal().state is State.SEALED


def place_of(desk, login):
    with db.read_session() as session:
        everybody = visit_queries.officers_of(session, desk.at(session)[1])
    return next(one for one in everybody if one.person_id == desk.visits.person(login).id)


def release(desk, login, by="zhifa1", reason="因病住院"):
    with db.write_session() as session:
        _, visit, _ = desk.at(session)
        officer = next(
            one for one in visit_queries.officers_of(session, visit)
            if one.person_id == desk.visits.person(login).id
        )  # fmt: skip
        visits.release(session, visit, officer, reason, by=desk.visits.person(by), at=clock.now())


def test_two_must_stay(desk):
    with pytest.raises(NotNow, match="已确认的执法人员不足2名"):
        release(desk, "zhifa2")


def test_whoever_was_taken_off_does_no_more(desk):
    third_officer(desk)
    release(desk, "zhifa2", by="kezhang")
    with pytest.raises(NotAllowed, match="您已退出这次检查"):
        desk.find(login="zhifa2")
    with db.read_session() as session:
        assert [one for one in visit_queries.mine(session, desk.visits.person("zhifa2"))] == []


def test_a_record_that_is_being_signed_keeps_its_officers(desk):
    third_officer(desk)
    desk.compose()
    with pytest.raises(NotNow, match="请先退回检查"):
        release(desk, "kezhang")


def test_the_head_takes_off_without_going_along(desk, browser_of):
    """kezhang leads the section and is no officer of this visit."""
    head = browser_of("kezhang")
    assert head.get(f"{desk.url}/release").status_code == 200
    answer = head.post(
        f"{desk.url}/release", {"officer": str(place_of(desk, "zhifa2").id), "reason": "因病住院"}
    )
    assert answer.status_code == 409 and "不足2名" in seen(answer)
    wrong = head.post(f"{desk.url}/release", {"officer": "x", "reason": "因病住院"})
    assert (
        wrong.status_code == 422
        and "请选择退出检查的执法人员" in seen(wrong)
        and "因病住院" in wrong.get_data(as_text=True)
    )
