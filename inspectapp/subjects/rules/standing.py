"""How a unit stands on a day 经营状态提示: every check over its facts, in the inspector's order."""

from dataclasses import replace
from datetime import date

from inspectapp.subjects.rules import paper_marks, people_marks, place_marks
from inspectapp.subjects.rules.facts import UnitFacts
from inspectapp.subjects.rules.marks import Mark

CHECKS = (*paper_marks.CHECKS, *people_marks.CHECKS, *place_marks.CHECKS)


def standing(facts: UnitFacts, day: date) -> list[Mark]:
    """All marks on the unit; those resting on another place's rule come last and say so."""
    found = [mark for check in CHECKS for mark in check(facts, day)]
    marks = [replace(mark, borrowed=mark.source.borrowed_in(facts.places)) for mark in found]
    return sorted(marks, key=lambda mark: mark.borrowed)
