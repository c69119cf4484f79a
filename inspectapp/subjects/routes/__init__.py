"""The registers over HTTP."""

from inspectapp.subjects.routes import clerks, listing, parts, people, reveals, sections, units
from inspectapp.subjects.routes.blueprint import bp

__all__ = ["bp", "clerks", "listing", "parts", "people", "reveals", "sections", "units"]
