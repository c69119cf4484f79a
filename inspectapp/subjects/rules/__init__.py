"""Pure questions and decisions about units: no session, no request, one answer for the same facts."""

from inspectapp.subjects.rules.certificates import Validity, validity
from inspectapp.subjects.rules.facts import UnitFacts
from inspectapp.subjects.rules.marks import Mark
from inspectapp.subjects.rules.names import canonical
from inspectapp.subjects.rules.people_marks import overlaps
from inspectapp.subjects.rules.place_marks import capacity
from inspectapp.subjects.rules.risk import is_high_risk, risk_word
from inspectapp.subjects.rules.standing import standing
from inspectapp.subjects.rules.trades import specialty_fits

__all__ = [
    "Mark", "UnitFacts", "Validity", "canonical", "capacity", "is_high_risk",
    "overlaps", "risk_word", "specialty_fits", "standing", "validity",
]  # fmt: skip
