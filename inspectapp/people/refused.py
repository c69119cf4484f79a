"""A refusal that names the field to mend, so that the form can show the sentence under it."""

from inspectapp.shared.refusals import Unreadable


class FieldRefused(Unreadable):
    """One field cannot stand as typed."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
