"""The registers over HTTP."""

from inspectapp.subjects.routes import parts, reveals, sections, units
from inspectapp.subjects.routes.blueprint import bp

__all__ = ["bp", "parts", "reveals", "sections", "units"]
