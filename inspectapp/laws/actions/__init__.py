"""Verbs on the law catalogue: loaded as shipped, amended, added to, offered versions adopted or declined."""

from inspectapp.laws.actions.amending import add, adopt, amend, decline
from inspectapp.laws.actions.discretion import add_tier, change_instrument, change_tier, switch_tier
from inspectapp.laws.actions.loading import load_catalogue

__all__ = [
    "add", "add_tier", "adopt", "amend", "change_instrument", "change_tier", "decline", "load_catalogue",
    "switch_tier",
]  # fmt: skip
