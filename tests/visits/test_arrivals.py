"""Both officers arrive, each with the own phone: whoever is heard of second is as welcome as the first."""

from datetime import timedelta

import pytest

from inspectapp.people.models import Person
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.ledger import checking
from inspectapp.visits import actions, queries
from inspectapp.visits.rules import filled_in
from inspectapp.visits.words import IdCheck, Sex, State
from tests.client import seen
from tests.visits.conftest import visit_of

MET = {"place": "302教室", "host_name": "苗经理", "host_duty": "校长"}
ELSEWHERE = MET | {
    "place": "地下一层实训室", "host_name": "许老师",
    "latitude": "35.49", "longitude": "112.85", "accuracy": "18",
}  # fmt: skip

GIVEN = {"verdict": "FAILS", "text": "签到表没有时间", "severity": "SERIOUS", "version": "1"}


def looked_at(visits, visit_id):
    with db.read_session() as session:
        visit = visit_of(session, visits.person("zhifa1"), visit_id)
        return visit, queries.arrivals_of(session, visit)


def told(visit_id):
    with db.read_session() as session:
        return [(line.act, line.by_name) for line in ledger.history(session, "visits", visit_id)]


def put_in(visits, visit_id, state):
    with db.write_session() as session:
        by = visits.person("zhifa1")
        visit = visit_of(session, by, visit_id)
        visit.state = state
        ledger.note(session, visit, "试验", by=by, at=clock.now())


def expire(person, login, day):
    with db.write_session() as session:
        session.get_one(Person, person(login).id).certificate_valid_to = day


def test_the_second_phone_arrives_like_the_first_and_its_words_and_position_are_kept(visits, browser_of):
    visit_id = visits.prepare()
    here = f"/visits/{visit_id}"
    assert browser_of("zhifa1").post(f"{here}/arrival", MET).status_code == 303
    with clock.freeze(clock.now() + timedelta(minutes=3)):
        second = browser_of("zhifa2").post(f"{here}/arrival", ELSEWHERE)
    assert second.status_code == 303
    assert second.headers["Location"].endswith(f"{here}/introduction")
    visit, arrivals = looked_at(visits, visit_id)
    assert (visit.state, visit.place, visit.host_name) == (State.ARRIVED, "302教室", "苗经理")
    assert visit.arrived_at == clock.now()
    assert [(one.name, one.place) for one in arrivals] == [
        ("江一帆", "302教室"), ("梁䶮", "地下一层实训室")
    ]  # fmt: skip
    assert arrivals[1].position == {"latitude": 35.49, "longitude": 112.85, "accuracy": 18.0}
    assert ("登记到场人员", "梁䶮") in told(visit_id)
    page = seen(browser_of("kezhang").get(here))
    assert "梁䶮到场" in page
    assert "地下一层实训室，许老师" in page


@pytest.mark.parametrize("state", [State.ARRIVED, State.CHECKING, State.SIGNING], ids=str)
def test_who_arrives_once_more_out_of_an_old_page_has_arrived_once(visits, browser_of, person, state):
    visit_id, phone = visits.prepare(), browser_of("zhifa1")
    first = phone.post(f"/visits/{visit_id}/arrival", MET)
    put_in(visits, visit_id, state)
    before = told(visit_id)
    expire(person, "zhifa1", clock.today() - timedelta(days=1))
    again = phone.post(f"/visits/{visit_id}/arrival", MET)
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])
    assert told(visit_id) == before
    visit, arrivals = looked_at(visits, visit_id)
    assert (visit.state, [one.name for one in arrivals]) == (state, ["江一帆"])


def test_who_arrives_once_more_and_tells_more_is_not_lost(visits, browser_of):
    visit_id = visits.prepare()
    for words in (MET, MET | PAPERS):
        assert browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", words).status_code == 303
    assert host_at(visits, visit_id).witness == "魏明，东山镇"
    assert len(looked_at(visits, visit_id)[1]) == 1


def test_who_arrives_once_more_with_other_words_keeps_both(visits, browser_of):
    visit_id = visits.prepare()
    for words in (MET, ELSEWHERE, ELSEWHERE):
        assert browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", words).status_code == 303
    visit, arrivals = looked_at(visits, visit_id)
    assert visit.host_name == "苗经理"
    assert sorted(one.host_name for one in arrivals) == ["苗经理", "许老师"]


def test_the_second_phone_begins_like_the_first(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    here, phone = f"/visits/{visit_id}", browser_of("zhifa2")
    assert phone.post(f"{here}/arrival", MET).status_code == 303
    begun = phone.post(f"{here}/introduction")
    assert begun.status_code == 303
    assert begun.headers["Location"].endswith(f"{here}/checklist")
    assert looked_at(visits, visit_id)[0].state is State.CHECKING
    assert told(visit_id)[-1] == ("出示证件并告知权利", "梁䶮")


def test_while_the_record_is_being_signed_a_late_arrival_changes_nothing_and_stops_nothing(
    visits, browser_of
):
    visit_id = visits.arrive(visits.prepare())
    put_in(visits, visit_id, State.SIGNING)
    phone, here = browser_of("zhifa2"), f"/visits/{visit_id}"
    assert phone.post(f"{here}/arrival", ELSEWHERE).status_code == 303
    assert phone.post(f"{here}/introduction").status_code == 303
    visit, _ = looked_at(visits, visit_id)
    assert (visit.state, visit.place) == (State.SIGNING, "302教室")


@pytest.mark.parametrize(
    ("state", "sentence"), [(State.SEALED, "已经封存"), (State.STOPPED, "已经中止")], ids=lambda one: str(one)
)
def test_at_what_is_over_the_phone_is_told_where_its_words_can_go(visits, browser_of, state, sentence):
    visit_id = visits.arrive(visits.prepare())
    put_in(visits, visit_id, state)
    with db.read_session() as session:
        first = queries.answers_of(session, visit_of(session, visits.person("zhifa1"), visit_id))[0]
    steps = ["arrival", "introduction", "scene", f"answers/{first.id}", f"answers/{first.id}/findings"]
    # Without its record a sealed visit is one whose record was voided: a new one may be made.
    for step in [*steps, *(["record"] if state is State.STOPPED else [])]:
        refused = browser_of("zhifa2").post(f"/visits/{visit_id}/{step}", MET | GIVEN)
        assert refused.status_code == 409
        assert sentence in seen(refused)
        assert "另存为文件，交科室负责人" in seen(refused)


def test_nobody_begins_before_anybody_has_arrived(visits, browser_of):
    refused = browser_of("zhifa2").post(f"/visits/{visits.prepare()}/introduction")
    assert refused.status_code == 409
    assert "请先到场" in seen(refused)


@pytest.mark.parametrize("login", ["zhifa1", "zhifa2"])
def test_a_certificate_that_ran_out_since_the_planned_day_keeps_everybody_at_the_door(
    visits, browser_of, person, login
):
    visit_id = visits.prepare(planned_day=clock.today() - timedelta(days=9))
    expire(person, login, clock.today() - timedelta(days=1))
    refused = browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", MET)
    assert refused.status_code == 409
    assert "执法证有效期到2026年11月20日为止，不能参加检查" in seen(refused)
    assert looked_at(visits, visit_id)[0].state is State.PREPARED
    expire(person, login, clock.today())
    assert browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", MET).status_code == 303


def test_who_arrives_later_with_an_old_certificate_is_refused_alone(visits, browser_of, person):
    visit_id = visits.prepare()
    assert browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", MET).status_code == 303
    expire(person, "zhifa2", clock.today() - timedelta(days=1))
    assert browser_of("zhifa2").post(f"/visits/{visit_id}/arrival", MET).status_code == 409
    assert browser_of("zhifa1").post(f"/visits/{visit_id}/introduction").status_code == 303


def test_the_day_that_counts_is_the_one_the_phone_tells_of(visits, browser_of, person):
    with clock.freeze(clock.now() - timedelta(days=2)):
        visit_id = visits.prepare()
    expire(person, "zhifa2", clock.today() - timedelta(days=1))
    yesterday = (clock.now() - timedelta(days=1)).isoformat()
    sent = MET | {"device_at": yesterday}
    assert browser_of("zhifa1").post(f"/visits/{visit_id}/arrival", sent).status_code == 303


def test_both_phones_press_at_the_same_moment_and_the_first_words_stand(visits):
    """The second one has read the visit before the first one was through."""
    visit_id = visits.prepare()
    values = {**MET, "host_phone": None, "position": {"missing": "没有取到位置"}}
    with db.read_session() as session:
        early = visit_of(session, visits.person("zhifa2"), visit_id)
        assert early.state is State.PREPARED
    with db.write_session() as session:
        by = visits.person("zhifa1")
        actions.arrive(session, visit_of(session, by, visit_id), values, by=by, at=clock.now())
    with db.write_session() as session:
        early = session.merge(early, load=False)
        by = visits.person("zhifa2")
        actions.arrive(session, early, values | {"place": "别处"}, by=by, at=clock.now())
    visit, arrivals = looked_at(visits, visit_id)
    assert (visit.place, visit.version) == ("302教室", 2)
    assert len(arrivals) == 2


def renew(person, login, number):
    with db.write_session() as session:
        session.get_one(Person, person(login).id).certificate_number = number


def numbers(visits, visit_id):
    with db.read_session() as session:
        found = queries.officers_of(session, visit_of(session, visits.person("zhifa1"), visit_id))
        return [one.certificate_number for one in found]


def test_what_is_read_out_in_the_door_is_the_certificate_of_that_day(visits, browser_of, person):
    visit_id = visits.prepare()
    old, here = numbers(visits, visit_id), f"/visits/{visit_id}"
    renew(person, "zhifa2", "14990199887")
    assert numbers(visits, visit_id) == old
    assert browser_of("zhifa1").post(f"{here}/arrival", MET).status_code == 303
    assert numbers(visits, visit_id) == [old[0], "14990199887"]
    read_out = seen(browser_of("zhifa1").get(f"{here}/introduction"))
    assert "14990199887" in read_out and old[1] not in read_out
    acts = [act for act, _ in told(visit_id)]
    assert acts.count("更新执法证信息") == 1


def test_who_confirms_goes_with_the_certificate_of_that_moment(visits, person):
    visit_id = visits.prepare(confirmed=False)
    renew(person, "zhifa2", "14990199887")
    with db.write_session() as session:
        by = person("zhifa2")
        actions.confirm(session, visit_of(session, by, visit_id), by=by, at=clock.now())
    assert numbers(visits, visit_id)[1] == "14990199887"


PAPERS = {"host_sex": "FEMALE", "host_id_check": "CARD", "host_id_tail": "002x", "witness": "魏明，东山镇"}


def host_at(visits, visit_id):
    with db.read_session() as session:
        return queries.host_of(session, visit_of(session, visits.person("zhifa1"), visit_id))


def test_the_second_officer_fills_in_what_the_first_left_blank_and_each_word_is_kept(visits, browser_of):
    visit_id = visits.prepare()
    here = f"/visits/{visit_id}"
    first = MET | {"host_id_check": "CARD", "witness": "苏平，东山镇"}
    assert browser_of("zhifa1").post(f"{here}/arrival", first).status_code == 303
    assert browser_of("zhifa2").post(f"{here}/arrival", MET | PAPERS).status_code == 303
    host = host_at(visits, visit_id)
    assert (host.host_sex, host.host_id_check, host.host_id_tail) == (Sex.FEMALE, IdCheck.CARD, "002X")
    assert host.witness == "苏平，东山镇"
    assert "女，已查看居民身份证，证件号码后四位002X，见证人：魏明，东山镇" in seen(
        browser_of("kezhang").get(here)
    )
    with checking.snapshot() as connection:
        assert checking.check(connection) == []


def test_papers_of_somebody_else_do_not_come_to_stand_beside_the_name_of_the_first(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    assert browser_of("zhifa2").post(f"/visits/{visit_id}/arrival", ELSEWHERE | PAPERS).status_code == 303
    host = host_at(visits, visit_id)
    assert (host.host_sex, host.host_id_check, host.host_id_tail) == (None, None, "")
    assert host.witness == "魏明，东山镇"
    assert "许老师，校长，女，已查看居民身份证" in seen(browser_of("zhifa1").get(f"/visits/{visit_id}"))


def test_while_the_record_is_being_signed_the_second_arrival_fills_in_nothing(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    put_in(visits, visit_id, State.SIGNING)
    assert browser_of("zhifa2").post(f"/visits/{visit_id}/arrival", MET | PAPERS).status_code == 303
    assert host_at(visits, visit_id) is None


def test_a_form_opened_before_does_not_take_away_unseen_what_was_filled_in(visits, browser_of):
    visit_id = visits.arrive(visits.prepare())
    assert browser_of("zhifa2").post(f"/visits/{visit_id}/arrival", MET | PAPERS).status_code == 303
    refused = browser_of("zhifa1").post(f"/visits/{visit_id}/scene", MET | {"seen": "1"})
    assert refused.status_code == 409
    assert "梁䶮在" in seen(refused)
    assert host_at(visits, visit_id).host_id_tail == "002X"


BLANK = {"host_name": "苗经理", "host_sex": None, "host_id_check": None, "host_id_tail": "", "witness": ""}


@pytest.mark.parametrize(
    ("stands", "told", "added"),
    [
        ({}, {"host_id_check": IdCheck.CARD, "host_id_tail": "1234"}, ["host_id_check", "host_id_tail"]),
        ({"host_id_check": IdCheck.NOT_SHOWN}, {"host_id_check": IdCheck.CARD, "host_id_tail": "1234"}, []),
        (
            {"host_id_check": IdCheck.CARD},
            {"host_id_check": IdCheck.CARD, "host_id_tail": "1234"},
            ["host_id_tail"],
        ),
        ({"host_id_check": IdCheck.CARD}, {"host_id_tail": "1234"}, []),
        ({"witness": "苏平"}, {"witness": "魏明"}, []),
        ({}, {"host_name": "许老师", "host_sex": Sex.MALE, "witness": "魏明"}, ["witness"]),
    ],
)
def test_what_is_filled_in(stands, told, added):
    found = filled_in(BLANK | stands, {"host_name": "苗经理"} | told)
    assert sorted(found) == added
