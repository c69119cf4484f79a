"""Both officers go down into the basement, each with a phone: what both gave arrives, whoever is first."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from inspectapp.demo import accounts
from inspectapp.shared import db, ledger
from inspectapp.visits import queries
from inspectapp.visits.words import State
from tests.journeys.basement import arrive_here, download, house, in_the_basement, on_this_phone, phone
from tests.journeys.visiting import Walk, prepare, publish

__all__ = ["house", "phone"]
pytestmark = pytest.mark.browser
PATIENCE = 120_000


def test_two_phones_arrive_without_a_network_and_everything_of_both_is_delivered(phone, house):
    publish("两人检查表", 4)
    one, other = phone("zhifa1"), phone("zhifa2")
    visit = prepare(one, other, "两人检查表")
    download(one)
    download(other)
    with in_the_basement(one, house):
        other.cut_off = True
        other.context.set_offline(True)
        for hand, number, word in ((one, 1, "符合"), (other, 2, "不适用")):
            hand.open(visit)
            arrive_here(hand, visit)
            Walk(hand, visit).answer(number, word)
            on_this_phone(hand, 3)
    one.open("/outbox?now")
    expect(one.page.locator("#queue")).to_be_hidden(timeout=PATIENCE)
    other.context.set_offline(False)
    other.cut_off = False
    other.open("/outbox?now")
    expect(other.page.get_by_text("都已送达")).to_be_visible(timeout=PATIENCE)
    expect(other.page.locator("#queue")).to_be_hidden()
    arrived_together(visit)
    other.open(visit + "/checklist")
    expect(other.page.locator("#progress b")).to_have_text("2/4")
    other.open(visit)
    other.sees("梁䶮到场")
    other.picture("two-arrivals")
    other.is_accessible()


def arrived_together(visit):
    """Both stood in the door, both answers are there, and the ledger tells of both."""
    with db.read_session() as session:
        by = accounts.actor(session, "zhifa1")
        found = queries.visit_for(session, by, UUID(visit.rpartition("/")[2]))
        answered = [row.verdict.name for row in queries.answers_of(session, found)]
        acts = [(line.act, line.by_name) for line in ledger.history(session, "visits", found.id)]
        assert found.state is State.CHECKING
        assert answered[:2] == ["CONFORMS", "NOT_APPLICABLE"]
        assert {one.name for one in queries.arrivals_of(session, found)} == {"江一帆", "梁䶮"}
    assert [act for act in acts if act[0] == "登记到场人员"] == [
        ("登记到场人员", "江一帆"), ("登记到场人员", "梁䶮")
    ]  # fmt: skip
