"""Where a row stands on a day: in force, gone, not yet, never to be cited, or waiting for the bureau."""

from datetime import date

from inspectapp.laws.content import Discretion, Entry, Instrument, Tier
from inspectapp.laws.words import Confidence, Kind, Standing


def usable(entry: Entry, tier: Tier) -> bool:
    """May this sum be offered: the law names it, and it is known or was confirmed by the bureau."""
    return tier.has_sum and (
        entry.confirmed or Confidence.UNCERTAIN not in (tier.confidence, entry.confidence)
    )


def standing(entry: Entry, day: date) -> Standing:
    """The one mark a row carries on the day of the act."""
    if entry.kind is Kind.TRAP:
        return Standing.NEVER
    if entry.valid_from and day < entry.valid_from:
        return Standing.NOT_YET
    if entry.valid_to and day > entry.valid_to:
        return Standing.EXPIRED
    return _known(entry)


def _known(entry: Entry) -> Standing:
    sums = [tier for tier in entry.tiers if tier.has_sum]
    doubtful = entry.confidence is Confidence.UNCERTAIN and not entry.confirmed
    if entry.kind is not Kind.PENALTY or any(usable(entry, tier) for tier in sums):
        return Standing.IN_FORCE
    if sums:
        return Standing.UNCONFIRMED
    return Standing.AWAITING if doubtful else Standing.IN_FORCE


def holds(entry: Entry, day: date) -> bool:
    """Is the row within its days, whatever it offers?"""
    return standing(entry, day) not in (Standing.NOT_YET, Standing.EXPIRED)


def in_force_on(instrument: Instrument, day: date) -> Standing:
    """The same question for a law or a notice."""
    if not instrument.in_force:
        return Standing.NEVER
    if instrument.in_force_from and day < instrument.in_force_from:
        return Standing.NOT_YET
    gone = instrument.repealed_from and day >= instrument.repealed_from
    return Standing.EXPIRED if gone else Standing.IN_FORCE


def tier_applies(tier: Discretion, day: date) -> bool:
    """Only a table the bureau has switched on, on a day it is valid."""
    begun = tier.valid_from is None or day >= tier.valid_from
    return tier.enabled and begun and (tier.valid_to is None or day <= tier.valid_to)
