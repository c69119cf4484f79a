"""The registers over HTTP."""

from inspectapp.subjects.routes import listing, parts, people, reveals, sections, units
from inspectapp.subjects.routes.blueprint import bp

__all__ = ["bp", "listing", "parts", "people", "reveals", "sections", "units"]
