"""Draws the stages and the state tables into docs/architecture.md, from the code itself.

Run it after a stage or a step of a state table changed: `python -m tools.draw_architecture`.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path

import inspectapp
from inspectapp.workflow import STAGES

FILE = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn: {} -->", "<!-- end of drawing -->"
GROUND = (
    ("web", "HTTP manners, no stage"),
    ("shared", "clock, database, ledger, files, text: no word of inspection"),
)

Steps = Mapping[Enum, frozenset[Enum]]


@cache
def modules() -> tuple[str, ...]:
    """Every module of the product."""
    found = pkgutil.walk_packages(inspectapp.__path__, "inspectapp.")
    return tuple(info.name for info in found if not info.name.endswith("__main__"))


@cache
def state_tables() -> dict[str, Steps]:
    """Every TRANSITIONS, by the stage and the words it is about."""
    found: dict[str, Steps] = {}
    for name in modules():
        steps: Steps | None = vars(importlib.import_module(name)).get("TRANSITIONS")
        if steps is not None:
            found[f"{name.split('.')[1]}: {type(next(iter(steps))).__name__}"] = steps
    return dict(sorted(found.items()))


def stages() -> Iterator[str]:
    """The layers, the last stage on top; an arrow means "may use"."""
    yield "flowchart TB"
    layers = [(stage.name, stage.title) for stage in reversed(STAGES)] + list(GROUND)
    for name, title in layers:
        yield f'  {name}["<b>{name}</b><br/>{title}"]'
    names = [name for name, _ in layers]
    yield "  " + " --> ".join(names)


def states(steps: Steps) -> Iterator[str]:
    """One state table; the first state is where a thing begins."""
    yield "stateDiagram-v2"
    for state in steps:
        yield f'  state "{state.value}" as {state.name}'
    yield f"  [*] --> {next(iter(steps)).name}"
    for state, nexts in steps.items():
        for step in sorted(nexts, key=list(steps).index):
            yield f"  {state.name} --> {step.name}"


def drawings() -> dict[str, str]:
    """Name of a drawing to its text."""
    drawn = {"stages": _fenced(stages())}
    parts = [f"**{name}**\n\n{_fenced(states(steps))}" for name, steps in state_tables().items()]
    return drawn | {"states": "\n\n".join(parts)}


def _fenced(lines: Iterator[str]) -> str:
    return "\n".join(("```mermaid", *lines, "```"))


def redrawn(text: str) -> str:
    """The page with every drawing as it should be now."""
    for name, drawing in drawings().items():
        before, begin, rest = text.partition(BEGIN.format(name))
        _, end, after = rest.partition(END)
        if not begin or not end:
            raise SystemExit(f"docs/architecture.md has no place for the drawing of the {name}")
        text = f"{before}{begin}\n{drawing}\n{end}{after}"
    return text


def main() -> int:
    old = FILE.read_text(encoding="utf-8")
    new = redrawn(old)
    FILE.write_text(new, encoding="utf-8")
    print("docs/architecture.md is " + ("as it was" if new == old else "drawn anew"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
