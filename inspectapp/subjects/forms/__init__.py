"""What is typed into the registers, read field by field."""

from inspectapp.subjects.forms.parts import FORMS
from inspectapp.subjects.forms.units import ClerkForm, ReasonForm, RevealForm, StatusForm, UnitForm
from inspectapp.web.careful import MASK, CarefulForm, kept

__all__ = [
    "FORMS",
    "MASK",
    "CarefulForm",
    "ClerkForm",
    "ReasonForm",
    "RevealForm",
    "StatusForm",
    "UnitForm",
    "kept",
]
