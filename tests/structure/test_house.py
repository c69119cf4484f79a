"""One order of the work, everywhere: the stages, the folders, the layers, the routes and the states agree."""

import re
import tomllib
from pathlib import Path

import pytest
from flask import Blueprint, Flask

from inspectapp.people import access
from inspectapp.shared.states import Titled
from inspectapp.workflow import STAGES
from tests.structure.houses import state_tables, words

ROOT = Path(__file__).parents[2]
NAMES = [stage.name for stage in STAGES]
#: Folders of the package that are no stage: the ground floor, and what stands beside the house.
BELOW, BESIDE = {"shared", "web"}, {"operations", "demo"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def folders(where: str) -> set[str]:
    """Those that hold something; what Python leaves behind when it compiles is not part of the house."""
    inside = (path for path in (ROOT / where).iterdir() if path.is_dir() and path.name != "__pycache__")
    return {path.name for path in inside if any(path.glob("[a-z_]*.*"))}


def test_every_folder_of_the_package_is_a_stage_or_stands_below_or_beside():
    assert folders("inspectapp") == set(NAMES) | BELOW | BESIDE


@pytest.mark.parametrize("where", ["templates", "tests"])
def test_every_stage_has_its_pages_and_stories_under_the_same_name(where):
    assert set(NAMES) <= folders(where)


def test_the_import_contract_has_the_stages_in_the_same_order():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = [one["layers"] for one in contracts if one["type"] == "layers"]
    assert layers == [*reversed(NAMES), "web", "shared"]


def test_every_stage_says_what_it_is_for_in_both_languages():
    assert all(CHINESE.search(stage.title) and stage.purpose.endswith(".") for stage in STAGES)
    assert len({stage.title for stage in STAGES}) == len(STAGES)


def test_every_changing_route_is_one_transaction_and_no_reading_one_is(wired):
    for rule in wired.url_map.iter_rules():
        view = wired.view_functions[rule.endpoint]
        changes = bool(rule.methods - {"GET", "HEAD", "OPTIONS"})
        wrapped = hasattr(view, "writes") or hasattr(view, "writes_apart")
        assert changes is wrapped, f"{rule.endpoint}: @writes belongs on every unsafe route and on no other"


def test_no_address_answers_both_reading_and_changing(wired):
    for rule in wired.url_map.iter_rules():
        assert len(rule.methods - {"HEAD", "OPTIONS"}) == 1, rule.endpoint


def test_an_app_with_a_route_nobody_decided_about_does_not_start():
    app, bare = Flask("bare"), Blueprint("bare", "bare")
    bare.add_url_rule("/open", "door", lambda: "open")
    app.register_blueprint(bare)
    with pytest.raises(RuntimeError, match=r"bare\.door"):
        access.check_all_declared(app)


@pytest.mark.parametrize("where", state_tables(), ids=str)
def test_every_state_can_be_reached_and_has_its_line(where):
    """A table of steps begins with its first state; nothing in it leads outside, nothing is left behind."""
    steps = state_tables()[where]
    states = type(next(iter(steps)))
    assert set(steps) == set(states)
    reached, ahead = set(), [next(iter(steps))]
    while ahead:
        state = ahead.pop()
        reached.add(state)
        ahead += [one for one in steps[state] if one not in reached]
    assert reached == set(states)


@pytest.mark.parametrize("kind", words(), ids=lambda kind: kind.__name__)
def test_every_word_is_chinese_and_said_once(kind):
    assert issubclass(kind, Titled)
    titles = [word.title for word in kind]
    assert all(CHINESE.search(title) for title in titles)
    assert len(set(titles)) == len(titles)
