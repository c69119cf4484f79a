"""What the package holds, found by walking through it: modules, state tables, words that users read."""

import importlib
from functools import cache

from inspectapp.shared.states import Titled
from tools.draw_architecture import modules, state_tables

__all__ = ["modules", "state_tables", "words"]


@cache
def words() -> tuple[type[Titled], ...]:
    """Every enum whose values users read."""
    for name in modules():
        importlib.import_module(name)
    return tuple(sorted(_below(Titled), key=lambda kind: kind.__name__))


def _below(kind: type) -> set[type]:
    return {one for child in kind.__subclasses__() for one in (child, *_below(child))}
