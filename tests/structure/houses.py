"""What the package holds, found by walking through it: modules, state tables, words that users read."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import inspectapp
from inspectapp.shared.states import Titled


@cache
def modules() -> tuple[str, ...]:
    """Every module of the product, imported once."""
    found = pkgutil.walk_packages(inspectapp.__path__, "inspectapp.")
    return tuple(info.name for info in found if not info.name.endswith("__main__"))


@cache
def state_tables() -> dict[str, Mapping]:
    """Every TRANSITIONS, by the module that wrote it."""
    found = {}
    for name in modules():
        steps = vars(importlib.import_module(name)).get("TRANSITIONS")
        if steps is not None and steps not in found.values():
            found[name.removeprefix("inspectapp.")] = steps
    return found


@cache
def words() -> tuple[type[Titled], ...]:
    """Every enum whose values users read."""
    for name in modules():
        importlib.import_module(name)
    return tuple(sorted(_below(Titled), key=lambda kind: kind.__name__))


def _below(kind: type) -> set[type]:
    return {one for child in kind.__subclasses__() for one in (child, *_below(child))}
