"""Decisions about the law: what holds on a day, what may be offered, which fine the law allows."""

from inspectapp.laws.rules.choosing import Suggestion, compare, one_fine, suggest, time_bar
from inspectapp.laws.rules.fines import check_fine, in_range
from inspectapp.laws.rules.offering import Line, NoOffer, Offer, offers
from inspectapp.laws.rules.standing import in_force_on, standing

__all__ = [
    "Line", "NoOffer", "Offer", "Suggestion", "check_fine", "compare", "in_force_on", "in_range", "offers",
    "one_fine", "standing", "suggest", "time_bar",
]  # fmt: skip
