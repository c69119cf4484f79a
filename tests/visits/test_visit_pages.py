"""The pages around the walk: preparing, agreeing or stepping back, arriving, ending early, the cap."""

from datetime import timedelta

import pytest

from inspectapp.people.models import Person
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable
from inspectapp.subjects import actions as subjects
from inspectapp.visits import actions, queries
from inspectapp.visits.words import Consent, State
from tests.client import seen
from tests.visits.conftest import subjects_unit, visit_of

MET = {"place": "302教室", "host_name": "苗经理", "host_duty": "校长"}


def visit(visits, visit_id, login="zhifa1"):
    with db.read_session() as session:
        return visit_of(session, visits.person(login), visit_id)


def test_a_closed_unit_is_not_visited(visits, person):
    with db.write_session() as session:
        by = person("zhifa1")
        unit = subjects_unit(session, by, visits.unit_id)
        subjects.close(session, unit, "注销登记", by=by, at=clock.now())
    with pytest.raises(Unreadable, match="已注销"):
        visits.prepare()


def test_a_visit_needs_a_checklist(visits, browser_of, person):
    form = {
        "unit_id": visits.unit_id, "source": "PLAN", "purpose": "专项检查", "planned_day": "2026-11-21",
        "companions": [str(person("zhifa2").id)],
    }  # fmt: skip
    refused = browser_of("zhifa1").post("/visits", form)
    assert refused.status_code == 422
    assert "请至少选择一份检查表" in seen(refused)


@pytest.mark.parametrize(
    ("unit_id", "status"), [("", 422), ("没有", 422), ("00000000-0000-4000-8000-000000000000", 404)]
)
def test_a_visit_needs_a_unit(visits, browser_of, unit_id, status):
    assert browser_of("zhifa1").post("/visits", {"unit_id": unit_id}).status_code == status


@pytest.mark.parametrize("experts", ["王某某", "王某某，", "，某公司", "王某某，某公司\n李某某"])
def test_every_expert_comes_with_a_unit(visits, browser_of, experts):
    form = {"unit_id": visits.unit_id, "source": "PLAN", "purpose": "专项检查", "experts": experts}
    refused = browser_of("zhifa1").post("/visits", form | {"planned_day": "2026-11-21"})
    assert refused.status_code == 422
    assert "每行写一名专家" in seen(refused)


def test_over_the_cap_the_page_asks_for_the_reason_before_anything_is_sent(visits, browser_of):
    head, officer = browser_of("kezhang"), browser_of("zhifa1")
    assert head.post("/visits/cap", {"most": "0", "source": "计划"}).status_code == 422
    assert head.post("/visits/cap", {"most": "1", "source": "年度检查计划"}).status_code == 303
    assert head.post("/visits/cap", {"most": "2", "source": "调整后的计划"}).status_code == 303
    assert "调整后的计划" in head.get("/visits/cap").get_data(as_text=True)
    assert officer.get("/visits/cap").status_code == 403
    visits.prepare()
    assert "今年已安排1次检查，上限2次" in seen(officer.get(f"/visits/new?unit={visits.unit_id}"))
    visits.prepare()
    page = seen(officer.get(f"/visits/new?unit={visits.unit_id}"))
    assert "公布的上限是2次。请写明再次检查的理由" in page
    assert "超过年度上限的理由" in page


@pytest.mark.parametrize("most", [0, 100])
def test_a_cap_is_between_one_and_ninety_nine(visits, person, most):
    with db.write_session() as session, pytest.raises(Unreadable, match="1到99次"):
        actions.set_cap(session, most, "计划", by=person("kezhang"), at=clock.now())


def test_a_stopped_visit_does_not_count_against_the_cap(visits, person):
    first = visits.prepare()
    with db.write_session() as session:
        by = person("zhifa1")
        unit = subjects_unit(session, by, visits.unit_id)
        assert queries.checks_this_year(session, unit, 2026) == 1
        actions.stop(session, visit_of(session, by, first), "停电无法检查", by=by, at=clock.now())
        assert queries.checks_this_year(session, unit, 2026) == 0
        assert queries.checks_this_year(session, unit, 2025) == 0


def test_the_companion_agrees_on_the_own_phone_and_may_still_step_back(visits, browser_of):
    visit_id = visits.prepare(confirmed=False)
    phone, place = browser_of("zhifa2"), f"/visits/{visit_id}"
    assert "有没有利害关系" in seen(phone.get(f"{place}/consent"))
    assert "您被安排参加这次检查" in seen(phone.get(place))
    assert phone.post(f"{place}/consent").status_code == 303
    assert "您已确认参加" in seen(phone.get(f"{place}/consent"))
    again = phone.post(f"{place}/consent")
    assert again.status_code == 409
    assert "已经确认过" in seen(again)
    assert phone.post(f"{place}/recusal", {"reason": ""}).status_code == 422
    assert phone.post(f"{place}/recusal", {"reason": "配偶在该单位任职"}).status_code == 303
    assert "您已申请回避：配偶在该单位任职" in seen(phone.get(f"{place}/consent"))
    assert phone.get(f"{place}/scene").status_code == 403
    assert "已对这次检查申请回避" in seen(phone.post(f"{place}/consent"))
    assert "您不是这次检查的执法人员" in seen(browser_of("kezhang").get(f"{place}/consent"))


def test_a_reason_of_one_sign_is_none(visits, person):
    visit_id = visits.prepare()
    with db.write_session() as session, pytest.raises(Unreadable, match="回避的原因"):
        by = person("zhifa2")
        actions.recuse(session, visit_of(session, by, visit_id), "亲", by=by, at=clock.now())


def test_somebody_takes_the_place_of_who_stepped_back(visits, browser_of, person):
    visit_id, browser = visits.prepare(), browser_of("zhifa1")
    place = f"/visits/{visit_id}/officers"
    assert "请选择一名执法人员" in seen(browser.post(place, {"person": "没有"}))
    with db.write_session() as session:
        head = session.get_one(Person, person("kezhang").id)
        head.certificate_number, head.certificate_valid_to = "", None
    head_id = str(person("kezhang").id)
    refused = browser.post(place, {"person": head_id})
    assert "没有登记执法证号，不能参加检查" in seen(refused)
    with db.write_session() as session:
        head = session.get_one(Person, person("kezhang").id)
        head.certificate_number, head.certificate_valid_to = "云E00000777", clock.today().replace(year=2027)
    assert browser.post(place, {"person": head_id}).status_code == 303
    assert "云E00000777" in seen(browser.get(f"/visits/{visit_id}"))
    with db.write_session() as session:
        by, found = person("zhifa1"), session.get_one(Person, person("kezhang").id)
        with pytest.raises(Unreadable, match="已经在这次检查的人员里"):
            actions.add_officer(session, visit_of(session, by, visit_id), found, by=by, at=clock.now())
        found.region_id = person("zhifa3").region_id
        with pytest.raises(NotAllowed, match="只能选择本辖区的执法人员"):
            other = visit_of(session, by, visits_prepared(session, visits))
            actions.add_officer(session, other, found, by=by, at=clock.now())


def visits_prepared(session, visits):
    """One more visit inside the same transaction."""
    made = visit_of(session, visits.person("zhifa1"), visits_first(session, visits))
    copy = type(made)(**made.model_dump(exclude={"id"}))
    session.add(copy)
    session.flush()
    for one in queries.officers_of(session, made)[:1]:
        session.add(type(one)(**one.model_dump(exclude={"id", "visit_id"}), visit_id=copy.id))
    session.flush()
    return copy.id


def visits_first(session, visits):
    return queries.mine(session, visits.person("zhifa1"))[0][0].id


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"latitude": "35.49", "longitude": "112.85", "accuracy": "18"}, {"latitude": 35.49}),
        ({"latitude": "95", "longitude": "112.85", "accuracy": "18"}, {"missing": "手机没有提供位置"}),
        ({"latitude": "nan", "longitude": "112.85", "accuracy": "18"}, {"missing": "手机没有提供位置"}),
        ({"latitude": "inf", "longitude": "1", "accuracy": "1"}, {"missing": "手机没有提供位置"}),
        ({"latitude": "35.49", "longitude": "北京", "accuracy": ""}, {"missing": "手机没有提供位置"}),
        ({"no_position": "没有允许使用位置"}, {"missing": "没有允许使用位置"}),
        ({}, {"missing": "手机没有提供位置"}),
    ],
)
def test_a_nonsense_position_never_stops_an_arrival(visits, browser_of, told, wanted):
    visit_id = visits.prepare()
    answer = browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", MET | told)
    assert answer.status_code == 303
    assert wanted.items() <= visit(visits, visit_id).position.items()


def test_arriving_with_the_other_officer(visits, browser_of):
    browser, alone = browser_of("zhifa1"), visits.prepare(confirmed=False)
    refused = browser.post(f"/visits/{alone}/arrival", MET)
    assert refused.status_code == 409
    assert "至少要2名执法人员" in seen(refused)
    visit_id = visits.prepare()
    assert browser.post(f"/visits/{visit_id}/arrival", MET | {"place": ""}).status_code == 422
    phone = MET | {"device_at": "2026-11-21T14:01:00+08:00", "host_phone": "13800001101"}
    assert browser.post(f"/visits/{visit_id}/arrival", phone).status_code == 303
    with db.read_session() as session:
        line = next(one for one in ledger.history(session, "visits", visit_id) if one.act == "到场")
        assert line.device_at.isoformat() == "2026-11-21T06:01:00+00:00"


def test_the_scene_shows_a_masked_number_and_keeps_it(visits, browser_of):
    browser, visit_id = browser_of("zhifa1"), visits.prepare()
    browser.post(f"/visits/{visit_id}/arrival", MET | {"host_phone": "13800001101"})
    page = browser.get(f"/visits/{visit_id}/scene").get_data(as_text=True)
    assert "13800001101" not in page
    assert "138****1101" in page
    changed = MET | {"host_phone": "138****1101", "situation": "教室正在上课"}
    assert browser.post(f"/visits/{visit_id}/scene", changed).status_code == 303
    assert visit(visits, visit_id).host_phone == "13800001101"
    assert visit(visits, visit_id).situation == "教室正在上课"
    assert browser.post(f"/visits/{visit_id}/scene", MET | {"host_phone": "1"}).status_code == 422


def test_a_masked_number_on_arrival_is_no_number(visits, browser_of):
    visit_id = visits.prepare()
    browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", MET | {"host_phone": "138****1101"})
    assert visit(visits, visit_id).host_phone is None


def test_the_scene_is_described_only_while_one_is_there(visits, browser_of):
    refused = browser_of("zhifa1").post(f"/visits/{visits.prepare()}/scene", MET)
    assert refused.status_code == 409
    assert "现在不能修改现场信息" in seen(refused)


def test_beginning_comes_after_arriving(visits, browser_of):
    refused = browser_of("zhifa1").post(f"/visits/{visits.prepare()}/introduction")
    assert refused.status_code == 409
    assert "请先到场" in seen(refused)


def test_ending_early_says_why_and_keeps_everything(visits, browser_of):
    visit_id, browser = visits.arrive(visits.prepare()), browser_of("zhifa1")
    assert "都会保留" in seen(browser.get(f"/visits/{visit_id}/stop"))
    for reason, sentence in (("", "请填写中止原因"), ("停电", "至少4个字")):
        refused = browser.post(f"/visits/{visit_id}/stop", {"reason": reason})
        assert refused.status_code == 422
        assert sentence in seen(refused)
    assert browser.post(f"/visits/{visit_id}/stop", {"reason": "停电无法检查"}).status_code == 303
    assert "检查已中止" in seen(browser.get(f"/visits/{visit_id}"))
    assert "每课签到签退" in seen(browser.get(f"/visits/{visit_id}/checklist"))
    again = browser.post(f"/visits/{visit_id}/stop", {"reason": "停电无法检查"})
    assert again.status_code == 409
    assert "已中止" in seen(browser.get("/visits?group=stopped"))


def test_back_from_signing_and_no_seal_before_it(visits, person):
    visit_id = visits.arrive(visits.prepare())
    with db.write_session() as session:
        by = person("zhifa1")
        found = visit_of(session, by, visit_id)
        with pytest.raises(NotNow, match="签字还没有完成"):
            actions.seal(session, found, by=by, at=clock.now())
        with pytest.raises(NotNow, match="现在不能退回检查"):
            actions.take_back(session, found, by=by, at=clock.now())
        actions.take_to_signing(session, found, [], True, by=by, at=clock.now())
        with pytest.raises(NotNow, match="不能再申请回避"):
            actions.recuse(session, found, "配偶任职", by=by, at=clock.now())
        actions.take_back(session, found, by=by, at=clock.now())
        assert (found.state, found.ended_at) == (State.CHECKING, clock.now())
        actions.take_to_signing(session, found, [], True, by=by, at=clock.now())
        actions.seal(session, found, by=by, at=clock.now())
        assert found.state is State.SEALED


def test_what_waits_for_my_word(visits, person):
    visit_id = visits.prepare(confirmed=False)
    with db.read_session() as session:
        assert queries.waits_for(session, person("zhifa2")) == 1
        assert queries.waits_for(session, person("zhifa1")) == 0
        mine = queries.mine(session, person("zhifa2"))
    assert [(one.id, own.consent) for one, _, own in mine] == [(visit_id, Consent.ASKED)]


def test_an_arrival_that_reaches_the_server_later_keeps_the_time_of_the_phone(visits, browser_of):
    visit_id, then = visits.prepare(), clock.now() + timedelta(hours=1)
    with clock.freeze(clock.now() + timedelta(hours=3)):
        told = MET | {"device_at": then.isoformat()}
        assert browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", told).status_code == 303
        assert visit(visits, visit_id).arrived_at == then
        with db.read_session() as session:
            line = ledger.history(session, "visits", visit_id)[-1]
        assert (line.at, line.device_at) == (clock.now(), then)


def test_a_phone_whose_clock_is_days_ahead_arrives_at_the_servers_time(visits, browser_of):
    visit_id = visits.prepare()
    told = MET | {"device_at": (clock.now() + timedelta(days=2)).isoformat()}
    assert browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", told).status_code == 303
    assert visit(visits, visit_id).arrived_at == clock.now()
