"""What editors type about the law, read into the values the rules judge."""

from inspectapp.laws.forms.asking import LookupForm
from inspectapp.laws.forms.entries import LawForm
from inspectapp.laws.forms.others import InstrumentForm, TierForm

__all__ = ["InstrumentForm", "LawForm", "LookupForm", "TierForm"]
