"""Refusals that carry more than a sentence: the field to mend, or both texts of a stale save."""

from dataclasses import dataclass

from inspectapp.shared.refusals import NotNow, Unreadable


class FieldRefused(Unreadable):
    """One field cannot stand as typed; the form shows the sentence under it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Difference:
    """One field in which the saved and the typed text differ."""

    label: str
    saved: str
    typed: str


class Stale(NotNow):
    """Somebody else saved first: who, when, and what stands against what."""

    def __init__(self, who: str, when: str, differences: list[Difference]) -> None:
        self.who, self.when, self.differences = who, when, differences
        super().__init__(f"{who}在{when}已修改这条记录，您的内容没有保存。请对照后再决定。")
