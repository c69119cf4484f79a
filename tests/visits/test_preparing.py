"""Preparing a visit: whatever is refused, the form comes back whole; nobody is named who cannot open it."""

from datetime import date, timedelta

import pytest

from inspectapp.checklists import queries as checklists
from inspectapp.people.models import Person
from inspectapp.people.refused import FieldRefused
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import NotAllowed
from inspectapp.visits import actions
from inspectapp.visits.words import Source
from tests.client import seen
from tests.fixtures.waiting import meanwhile
from tests.visits.conftest import subjects_unit, visit_of
from tests.visits.test_arrivals import expire, looked_at


def form(visits, person, *companions, **more):
    return {
        "unit_id": visits.unit_id, "source": "COMPLAINT", "purpose": "核查群众举报",
        "planned_day": "2026-11-21",
        "approval_number": "云审〔2026〕7号", "experts": "王某某，某安全技术公司",
        "versions": [str(visits.version_id)], "companions": [str(person(one).id) for one in companions],
    } | more  # fmt: skip


def everything_is_kept(page, visits, person, *companions):
    for typed in ("核查群众举报", "云审〔2026〕7号", "王某某，某安全技术公司", "2026-11-21"):
        assert typed in page.text
    for box in (visits.version_id, *(person(one).id for one in companions)):
        assert f'value="{box}" checked' in page.text
    assert '<option value="COMPLAINT" selected>' in page.text


@pytest.mark.parametrize("login", ["zhifa1", "zhifa2"])
def test_without_a_valid_certificate_the_form_comes_back_whole(visits, browser_of, person, login):
    expire(person, login, clock.today() - timedelta(days=1))
    refused = browser_of("zhifa1").post("/visits", form(visits, person, "zhifa2", "kezhang"))
    assert refused.status_code == 409
    assert "执法证有效期到2026年11月20日为止，不能参加检查" in seen(refused)
    assert 'id="f-companions-error"' in refused.text
    everything_is_kept(refused, visits, person, "zhifa2", "kezhang")
    assert "今年已安排0次检查" in seen(refused)


def test_over_the_cap_the_form_comes_back_whole(visits, browser_of, person):
    browser_of("kezhang").post("/visits/cap", {"most": "1", "source": "年度检查计划"})
    visits.prepare()
    refused = browser_of("zhifa1").post("/visits", form(visits, person, "zhifa2"))
    assert refused.status_code == 422
    assert 'id="f-over_cap_reason-error"' in refused.text
    everything_is_kept(refused, visits, person, "zhifa2")
    sent = form(visits, person, "zhifa2", over_cap_reason="收到群众举报需核查")
    assert browser_of("zhifa1").post("/visits", sent).status_code == 303


def test_the_checks_of_the_year_that_is_planned_for_are_counted(visits, browser_of, person):
    expire(person, "zhifa2", date(2028, 1, 1))
    browser_of("kezhang").post("/visits/cap", {"most": "1", "source": "年度检查计划"})
    visits.prepare()
    browser = browser_of("zhifa1")
    next_year = form(visits, person, "zhifa2", planned_day="2027-03-01")
    assert browser.post("/visits", next_year).status_code == 303
    second = browser.post("/visits", next_year)
    assert second.status_code == 422
    assert "2027年对这家单位已检查1次，公布的上限是1次" in seen(second)
    assert "2027年已安排1次检查" in seen(second)


def test_who_may_not_go_there_is_refused_beside_the_others(visits, browser_of, person):
    refused = browser_of("zhifa1").post("/visits", form(visits, person, "zhifa2", "zhifa3"))
    assert refused.status_code == 422
    assert "有人现在不能参加这家单位的检查" in seen(refused)
    everything_is_kept(refused, visits, person, "zhifa2")


def test_the_city_is_offered_only_who_can_open_the_visit(visits, browser_of, person):
    """The city sees both counties; an officer of the other one would get nothing but 404."""
    city = browser_of("ducha")
    offered = seen(city.get(f"/visits/new?unit={visits.unit_id}"))
    assert "江一帆" in offered
    assert "段石桥" not in offered
    assert city.post("/visits", form(visits, person, "zhifa3")).status_code == 422
    made = city.post("/visits", form(visits, person, "zhifa1"))
    assert made.status_code == 303
    here = made.headers["Location"]
    assert browser_of("zhifa1").get(f"{here}/consent").status_code == 200
    assert "段石桥" not in seen(city.get(f"{here}/officers/new"))
    assert city.post(f"{here}/officers", {"person": str(person("zhifa3").id)}).status_code == 422


def test_the_action_itself_takes_nobody_who_cannot_open_the_visit(visits, person):
    visit_id = visits.prepare()
    with db.write_session() as session, pytest.raises(NotAllowed, match="只能选择本辖区"):
        by, found = person("ducha"), session.get_one(Person, person("zhifa3").id)
        actions.add_officer(session, visit_of(session, by, visit_id), found, by=by, at=clock.now())


def test_an_added_officer_without_a_certificate_is_told_at_the_form(visits, browser_of, person):
    visit_id = visits.prepare()
    expire(person, "kezhang", clock.today() - timedelta(days=1))
    refused = browser_of("zhifa1").post(f"/visits/{visit_id}/officers", {"person": str(person("kezhang").id)})
    assert refused.status_code == 409
    assert 'id="f-person-error"' in refused.text
    assert f'value="{person("kezhang").id}" checked' in refused.text
    assert looked_at(visits, visit_id)[0].id == visit_id


def test_two_visits_planned_at_once_are_both_counted(visits, person, on_postgres):
    with db.write_session() as session:
        actions.set_cap(session, 1, "年度检查计划", by=person("kezhang"), at=clock.now())

    def prepares(session, login, other):
        by = person(login)
        unit = subjects_unit(session, by, visits.unit_id)
        versions = [checklists.version_for(session, by, visits.version_id)[1]]
        values = {"source": Source.PLAN, "purpose": "专项检查", "planned_day": clock.today()}
        companion = session.get_one(Person, person(other).id)
        actions.prepare(session, unit, values, [companion], versions, by=by, at=clock.now())

    def prepares_too():
        with db.write_session() as session:
            prepares(session, "zhifa2", "zhifa1")

    late = meanwhile(lambda session: prepares(session, "zhifa1", "zhifa2"), prepares_too, on_postgres)
    with pytest.raises(FieldRefused, match="理由"):
        late.result(30)
