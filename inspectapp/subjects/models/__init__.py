"""The registers' tables: units and everything in their files."""

from inspectapp.subjects.models.base import Part
from inspectapp.subjects.models.certificates import Certificate, Trade
from inspectapp.subjects.models.exchanges import RegisterExchange, RegisterUpload
from inspectapp.subjects.models.papers import Agreement, RuleDocument
from inspectapp.subjects.models.rooms import Room
from inspectapp.subjects.models.search import UnitSearch
from inspectapp.subjects.models.staff import HourRecord, InsuranceMonth, Staff
from inspectapp.subjects.models.units import ClerkPost, Contact, EarlierName, Unit

__all__ = [
    "Agreement",
    "Certificate",
    "ClerkPost",
    "Contact",
    "EarlierName",
    "HourRecord",
    "InsuranceMonth",
    "Part",
    "RegisterExchange",
    "RegisterUpload",
    "Room",
    "RuleDocument",
    "Staff",
    "Trade",
    "Unit",
    "UnitSearch",
]
