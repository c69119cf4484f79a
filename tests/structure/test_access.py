"""Who may open what: every route, asked by every role of every region, for things here and elsewhere."""

import pytest

from inspectapp.people.access import policy_of
from tests.structure.asking import EVERYBODY, SIGNED, TABLE, UNSAFE, Case
from tests.structure.probes import PROBES, Probe

FOUR = ("zhifa1", "jingban", "ducha", "nobody")


def test_every_route_stands_in_the_table(asking):
    missing = sorted(set(asking.app.view_functions) - set(TABLE["routes"]))
    assert not missing, (
        f"Say in tests/structure/routes.toml who may open {', '.join(missing)}: one line each."
    )
    gone = sorted(set(TABLE["routes"]) - set(asking.app.view_functions))
    assert not gone, f"Take {', '.join(gone)} out of tests/structure/routes.toml: the app has no such route."


def test_the_table_and_the_routes_name_the_same_roles(asking):
    for route in asking.routes:
        policy = policy_of(asking.app, route.endpoint)
        assert policy.public is (route.who == EVERYBODY), route.endpoint
        declared = route.roles if route.who not in (EVERYBODY, SIGNED) else None
        assert policy.roles == declared, route.endpoint


def test_every_route_has_something_to_ask_for(asking):
    empty = [route.endpoint for route in asking.routes if not asking.things_for(route)]
    assert not empty, (
        f"Plant something in tests/structure/planted.py that fills the address of {', '.join(empty)}."
    )


@pytest.mark.slow
def test_every_route_keeps_its_promise_to_everybody(asking, on_postgres):
    """On PostgreSQL four people ask: only the database differs there, not the routes."""
    cases = list(asking.cases(FOUR if on_postgres else None))
    complaints = [said for case in cases for said in asking.complaints(case)]
    assert not complaints, "\n".join(complaints[:40])
    assert len(cases) > (1000 if on_postgres else 3000)


@pytest.mark.parametrize("login", ["zhifa1", "jingban"])
def test_fragments_keep_the_same_promises(asking, login):
    cases = [case for case in asking.cases([login]) if case.route.method == "GET"]
    complaints = [
        said
        for case in cases
        for said in asking.complaints(Case(case.route, case.asker, case.thing, case.path, htmx=True))
    ]
    assert not complaints, "\n".join(complaints[:40])


def test_no_route_answers_another_method(asking):
    asker = asking.world.askers["zhifa1"]
    headers = {"Sec-Fetch-Site": "same-origin", "Cookie": asker.cookie}
    offered = {}
    for route in asking.routes:
        for thing in asking.things_for(route)[:1]:
            path = asking.path_of(route, thing)
            asking.adapter.allowed_methods(path)
            offered.setdefault(path, set()).update(asking.adapter.allowed_methods(path.partition("?")[0]))
    for path, methods in offered.items():
        for method in ({"GET"} | UNSAFE) - methods:
            status = asking.client.open(path, method=method, headers=headers).status_code
            assert status == 405, f"{method} {path}: {status}"


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.__name__)
def test_nothing_foreign_is_reached_through_a_form(asking, probe):
    assert probe(Probe(asking)) == []
