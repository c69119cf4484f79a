"""What is typed into the registers, read field by field."""

from inspectapp.subjects.forms.fields import MASK, RegisterForm
from inspectapp.subjects.forms.parts import FORMS, kept
from inspectapp.subjects.forms.units import ReasonForm, RevealForm, StatusForm, UnitForm

__all__ = ["FORMS", "MASK", "ReasonForm", "RegisterForm", "RevealForm", "StatusForm", "UnitForm", "kept"]
