"""The rules of the op id in any order: what was acknowledged is there once, what was refused is not there.

A phone keeps a few things to send. Each try may get lost before the server, get lost after it, arrive twice
at the same moment, come from another person or with other content; the service may restart in between.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from enum import Enum

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from inspectapp.app import open_stores
from inspectapp.people.models import Region
from inspectapp.shared import db
from tests.client import OURS
from tests.web.conftest import fresh

DOOR = "/probe/named-regions"
THINGS, STEPS = 2, 5
RUNS = int(os.environ.get("ANY_ORDER_RUNS", "2000"))
OTHER = "另一个"
ANY = st.integers(0, THINGS - 1)


class Known(Enum):
    """What the phone knows of one thing."""

    NOTHING = "never arrived, or was refused"
    DONE = "acknowledged"
    UNSURE = "sent, and the answer was lost"


class Phones:
    """One person's phone with two tabs, and somebody else's."""

    def __init__(self, caller, settings):
        self.first, self.twin, self.other = caller("zhifa1"), caller("zhifa1"), caller("zhifa2")
        self.settings, self.hands = settings, ThreadPoolExecutor(2)

    def send(self, thing, phone=None, content="", ending="gone on"):
        # Past the reading of every page: the words of the refusals are shown elsewhere.
        sent = {"op_id": thing["id"], "name": thing["name"] + content, "ending": ending}
        return FlaskClient.open(phone or self.first, DOOR, method="POST", data=sent, headers=OURS).status_code

    def send_twice_at_once(self, thing):
        copies = [self.hands.submit(self.send, thing, phone) for phone in (self.first, self.twin)]
        return [copy.result() for copy in copies]

    def restart(self):
        db.current().engine.dispose()
        open_stores(self.settings)


class History(RuleBasedStateMachine):
    """One order of events; at its end the tables are compared with what the phone was told."""

    phones: Phones

    @initialize()
    def type_things(self):
        self.things = [{"id": fresh(), "known": Known.NOTHING} for _ in range(THINGS)]
        for thing in self.things:
            thing["name"] = f"试验{thing['id']}"

    @rule(which=ANY)
    def arrives(self, which):
        assert self.phones.send(self.things[which]) == 303
        self.things[which]["known"] = Known.DONE

    @rule(which=ANY)
    def answer_is_lost(self, which):
        self.phones.send(self.things[which])
        if self.things[which]["known"] is Known.NOTHING:
            self.things[which]["known"] = Known.UNSURE

    @rule(which=ANY, ending=st.sampled_from(["422", "409", "503", "500 answered"]))
    def is_refused(self, which, ending):
        thing = self.things[which]
        # Once it was accepted, other words under its id are a different thing.
        expected = int(ending[:3]) if thing["known"] is Known.NOTHING else 422
        assert self.phones.send(thing, ending=ending) == expected

    @rule(which=ANY)
    def other_content_under_its_id(self, which):
        if self.things[which]["known"] is not Known.NOTHING:
            assert self.phones.send(self.things[which], content=OTHER) == 422

    @rule(which=ANY)
    def somebody_else_uses_its_id(self, which):
        if self.things[which]["known"] is not Known.NOTHING:
            assert self.phones.send(self.things[which], phone=self.phones.other) == 422

    @rule(which=ANY)
    def arrives_twice_at_the_same_moment(self, which):
        assert self.phones.send_twice_at_once(self.things[which]) == [303, 303]
        self.things[which]["known"] = Known.DONE

    @rule()
    def the_service_restarts(self):
        self.phones.restart()

    def teardown(self):
        names = [thing["name"] for thing in self.things]
        wanted = sorted(one["name"] for one in self.things if one["known"] is not Known.NOTHING)
        with db.read_session() as reading:
            asked = Region.name.in_([*names, *(name + OTHER for name in names)])
            assert sorted(reading.scalars(select(Region.name).where(asked))) == wanted


@pytest.fixture
def histories(caller, probes, settings):
    """The machine on this test's own data."""
    phones = Phones(caller, settings)
    yield type("Histories", (History,), {"phones": phones})
    phones.hands.shutdown()


def test_what_is_acknowledged_is_there_once_in_any_order(histories, on_postgres):
    run_state_machine_as_test(
        histories,
        settings=hypothesis_settings(
            # The database differs, the rules do not: a tenth of the histories shows it there.
            max_examples=RUNS // 10 if on_postgres else RUNS,
            stateful_step_count=STEPS, derandomize=True, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
