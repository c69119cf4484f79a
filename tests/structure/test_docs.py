"""The description of the house follows the house: its drawings, its links, its decisions."""

import re
from pathlib import Path

from inspectapp.workflow import STAGES
from tools.draw_architecture import FILE, redrawn, state_tables

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_drawings_are_up_to_date():
    text = FILE.read_text(encoding="utf-8")
    assert redrawn(text) == text, "Run `python -m tools.draw_architecture` and commit docs/architecture.md."


def test_the_drawings_show_every_stage_and_every_state():
    text = FILE.read_text(encoding="utf-8")
    assert all(f"<b>{stage.name}</b><br/>{stage.title}" in text for stage in STAGES)
    assert all(f'"{state.value}"' in text for steps in state_tables().values() for state in steps)


def test_a_page_without_a_place_for_a_drawing_is_refused():
    try:
        redrawn("# Nothing here")
    except SystemExit as said:
        assert "no place for the drawing" in str(said)
    else:
        raise AssertionError("the missing place was not noticed")


def test_every_link_between_the_pages_leads_somewhere():
    for page in PAGES:
        for link in re.findall(r"\]\((?!http|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_file_the_pages_name_is_there():
    """`inspectapp/…`, `tests/…` and the like in backquotes are real paths."""
    for page in PAGES:
        named = re.findall(
            r"`((?:inspectapp|tests|tools|templates|docs|static|migrations)/[\w./-]+)`",
            page.read_text("utf-8"),
        )
        gone = [path for path in named if not (ROOT / path).exists() and "vendor" not in path]
        assert gone == [], page.name


def test_decisions_are_numbered_dated_and_say_what_was_decided():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert re.match(r"# .+\n\n\d{4}-\d\d-\d\d\n", text), path.name
        assert "**Decision.**" in text, path.name
