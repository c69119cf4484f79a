"""An office appoints the clerk of a unit, and takes the post back."""

import pytest

from inspectapp.people.actor import Role
from inspectapp.shared import db
from inspectapp.subjects import queries
from tests.client import seen


@pytest.fixture
def clerk(office, person):
    return person("jingban")


def unit_of(clerk):
    with db.read_session() as session:
        return queries.unit_of_clerk(session, clerk.id)


def test_a_post_is_taken_back_and_given_at_another_unit(office, clerk):
    browser, old, new = office.browser(), f"/subjects/{office.unit}", f"/subjects/{office.neighbour}"
    assert "取消经办" in seen(browser.get(old))
    assert "没有可以指定的账号" in seen(browser.get(f"{new}/clerks/new"))
    assert browser.post(f"{old}/clerk-endings", {"person": str(clerk.id)}).status_code == 303
    assert unit_of(clerk) is None
    assert "还没有机构经办人" in seen(browser.get(old))
    assert "jingban" in seen(browser.get(f"{new}/clerks/new"))
    assert browser.post(f"{new}/clerks", {"person": str(clerk.id)}).status_code == 303
    assert unit_of(clerk) == office.neighbour


def test_who_works_for_another_unit_cannot_be_taken_from_it(office, clerk):
    refused = office.browser().post(f"/subjects/{office.neighbour}/clerks", {"person": str(clerk.id)})
    assert refused.status_code == 422
    assert "没有可以指定的账号" in seen(refused)
    assert unit_of(clerk) == office.unit


@pytest.mark.parametrize("typed", ["", "x", "zhifa2"])
def test_only_an_account_of_a_clerk_can_be_chosen(office, clerk, person, typed):
    chosen = str(person(typed).id) if typed == "zhifa2" else typed
    refused = office.browser().post(f"/subjects/{office.neighbour}/clerks", {"person": chosen})
    assert refused.status_code == 422


def test_a_clerk_of_another_county_is_not_offered(office, clerk, person):
    office.browser().post(f"/subjects/{office.unit}/clerk-endings", {"person": str(clerk.id)})
    with db.read_session() as session:
        assert [one.role for one in queries.clerks_without_unit(session, person("zhifa1"))] == [Role.CLERK]
        assert queries.clerks_without_unit(session, person("zhifa3")) == []


@pytest.mark.parametrize("typed", ["", "x", "clerk"])
def test_a_post_that_is_not_there_cannot_be_taken_back(office, clerk, typed):
    named = {"person": str(clerk.id) if typed == "clerk" else typed}
    gone = office.browser().post(f"/subjects/{office.neighbour}/clerk-endings", named)
    assert gone.status_code == 409
    assert unit_of(clerk) == office.unit
