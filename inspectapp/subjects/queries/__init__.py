"""Reads of the registers, each through the eyes of whoever asks."""

from inspectapp.subjects.queries.facts import facts_of, facts_of_all, marks_of, marks_of_all
from inspectapp.subjects.queries.history import Event, events
from inspectapp.subjects.queries.listing import Asked, Listing, found
from inspectapp.subjects.queries.scope import (
    clerk_post,
    clerks_of,
    clerks_without_unit,
    contacts_of,
    earlier_names,
    hour_totals,
    of_staff,
    part_for,
    parts,
    region_of,
    regions_of,
    staff_of,
    unit_by_code,
    unit_for,
    unit_of_clerk,
    units_of,
)

__all__ = [
    "Asked",
    "Event",
    "Listing",
    "clerk_post",
    "clerks_of",
    "clerks_without_unit",
    "contacts_of",
    "earlier_names",
    "events",
    "facts_of",
    "facts_of_all",
    "found",
    "hour_totals",
    "marks_of",
    "marks_of_all",
    "of_staff",
    "part_for",
    "parts",
    "region_of",
    "regions_of",
    "staff_of",
    "unit_by_code",
    "unit_for",
    "unit_of_clerk",
    "units_of",
]
