"""Holes cut into the scope, one at a time: every comparison with who is asking, found in the source itself.

`actor.regions` becomes every region there is; a comparison with the actor's region, unit or id becomes always
right; so does the check that an entry hangs on the thing it was reached through. The code of the running
function is replaced, so that everybody who imported it falls into the hole too.
"""

import ast
import copy
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType

import inspectapp
from inspectapp.workflow import STAGES

WHO = {"actor", "by"}
OWN = {"region_id", "unit_id", "id"}
EVERYWHERE = "_every_region"


@dataclass(frozen=True)
class Hole:
    """One node of one function, and the text that stands there."""

    module: str
    function: str
    place: tuple[int, int]
    text: str

    def __str__(self) -> str:
        return f"{self.module.removeprefix('inspectapp.')}.{self.function}: {self.text}"


def holes() -> list[Hole]:
    """Every place of the stages where a scope stands; what only speaks HTTP or builds the demo has none."""
    return [hole for stage in STAGES for name in _modules(stage.name) for hole in _in_module(name)]


def _modules(stage: str) -> Iterator[str]:
    path = f"{inspectapp.__path__[0]}/{stage}"
    for info in pkgutil.walk_packages([path], f"inspectapp.{stage}."):
        if (not {"routes", "demo", "forms"} & set(info.name.split(".")) and not info.ispkg) or (
            info.ispkg and info.name.rpartition(".")[2] in ("actions", "queries")
        ):
            yield info.name


def _in_module(name: str) -> Iterator[Hole]:
    tree = ast.parse(inspect.getsource(importlib.import_module(name)))
    for function, node in _functions(tree):
        for inner in ast.walk(node):
            if _is_scope(inner):
                yield Hole(name, function, (inner.lineno, inner.col_offset), ast.unparse(inner))


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            yield from (
                (f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef)
            )


def _asks_who(node: ast.AST, names: set[str]) -> bool:
    """`actor.region_id`, `self.actor.regions`, `by.id`."""
    if not isinstance(node, ast.Attribute) or node.attr not in names:
        return False
    return ast.unparse(node.value).rpartition(".")[2] in WHO


def _is_scope(node: ast.AST) -> bool:
    if _asks_who(node, {"regions"}):
        return True
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
        return False
    left, right = node.left, node.comparators[0]
    if _asks_who(left, OWN) or _asks_who(right, OWN):
        return True
    parents = [isinstance(side, ast.Attribute) and side.attr for side in (left, right)]
    hangs_on = parents[1] == "id" and str(parents[0]).endswith("_id") and ".c." not in ast.unparse(node)
    return isinstance(node.ops[0], ast.NotEq) and hangs_on


class _Cut(ast.NodeTransformer):
    def __init__(self, hole: Hole) -> None:
        self.hole = hole

    def visit(self, node: ast.AST) -> ast.AST:
        here = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)) == self.hole.place
        if here and _is_scope(node) and ast.unparse(node) == self.hole.text:
            return ast.copy_location(self._open(node), node)
        return self.generic_visit(node)

    def _open(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Attribute):
            return ast.Name(EVERYWHERE, ast.Load())
        return ast.Constant(isinstance(node.ops[0], ast.Eq))


@contextmanager
def cut(hole: Hole, everywhere: frozenset) -> Iterator[None]:
    """While this lasts, the scope of this one place is gone."""
    module = importlib.import_module(hole.module)
    function = module
    for name in hole.function.split("."):
        function = inspect.unwrap(getattr(function, name))
    whole = function.__code__
    tree = _Cut(hole).visit(copy.deepcopy(ast.parse(inspect.getsource(module))))
    code = compile(ast.fix_missing_locations(tree), whole.co_filename, "exec")
    vars(module)[EVERYWHERE] = everywhere
    function.__code__ = next(one for one in _codes(code) if one.co_qualname == hole.function)
    try:
        yield
    finally:
        function.__code__ = whole
        del vars(module)[EVERYWHERE]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)
