"""What runs once and what runs on both pairs of stores is decided by fixtures, and nothing slips through."""

import ast
from pathlib import Path

import pytest

from tests.conftest import knows_the_stores

TESTS = Path(__file__).parents[1]
#: Whoever holds one of these holds the stores of this pass.
STORES = {
    "settings",
    "app",
    "wired",
    "template",
    "standing",
    "person",
    "browser_of",
    "asking",
    "planted",
    "world",
}
#: Files whose tests hold stores and show words, pages and papers only; more are not let off by accident.
ALIKE = {
    "documents/test_pdf.py", "evidence/test_weight.py", "records/test_clean_records.py",
    "records/test_many.py", "records/test_paper.py", "structure/test_scopes.py",
    "structure/test_templates.py", "web/test_headers.py",
}  # fmt: skip
#: Asked for by name while a test runs, and the same in both passes.
SAME = {"s3_url"}


def functions():
    for path in sorted(TESTS.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def asked_by_name(function):
    """The names of fixtures that a function asks for while it runs."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    asking = [one for one in calls if getattr(one.func, "attr", "") == "getfixturevalue"]
    return {ast.literal_eval(one.args[0]) for one in asking}


def test_only_one_fixture_tells_which_stores_there_are():
    """Neither the option nor its spelling is read anywhere else."""
    readers = {
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        if path != Path(__file__) and ("getoption" in path.read_text() or '"--stores' in path.read_text())
    }
    assert readers == {"conftest.py"}


def test_whoever_asks_for_a_fixture_by_name_is_seen_to_know_the_stores():
    hidden = [
        f"{path.name}: {function.name}"
        for path, function in functions()
        if asked_by_name(function) - SAME
        and not {"on_postgres", "app"} & {one.arg for one in function.args.args}
    ]
    assert hidden == []


def test_nothing_that_holds_a_store_runs_only_once(request):
    """Of all tests collected here, browser journeys aside: they have an installation of their own."""
    once = [
        item
        for item in request.session.items
        if not knows_the_stores(item) and not item.get_closest_marker("browser") and not let_off(item)
    ]
    slipped = [item.nodeid for item in once if STORES & set(item.fixturenames)]
    assert slipped == []


def let_off(item):
    return item.get_closest_marker("stores_alike") and str(item.path.relative_to(TESTS)) in ALIKE


@pytest.mark.parametrize("asked", ["settings", "app", "standing", "person", "browser_of", "wired"])
def test_each_way_to_the_stores_is_seen(asked, request):
    assert "on_postgres" in fixtures_below(request, asked)


def fixtures_below(request, name):
    """All fixtures that this one uses, through however many others."""
    manager = request.session._fixturemanager
    found, ahead = set(), [name]
    while ahead:
        one = ahead.pop()
        if one in found or one == "request":
            continue
        found.add(one)
        for definition in manager.getfixturedefs(one, request.node) or ():
            ahead += definition.argnames
    return found
