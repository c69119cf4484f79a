"""State machines as tables of data: what may follow what, and the word the user sees."""

from collections.abc import Mapping
from enum import Enum

from inspectapp.shared.refusals import NotNow

Transitions = Mapping[Enum, frozenset[Enum]]


class Titled(Enum):
    """An enum whose value is the Chinese word users see; the name is what is stored."""

    @property
    def title(self) -> str:
        return str(self.value)


def may_become(transitions: Transitions, old: Enum, new: Enum) -> bool:
    """Is this step in the table?"""
    return new in transitions.get(old, frozenset())


def check_step(transitions: Transitions, old: Enum, new: Enum, sentence: str) -> None:
    """Refuse a step that is not in the table, with the sentence of the act that wanted it."""
    if not may_become(transitions, old, new):
        raise NotNow(sentence)
