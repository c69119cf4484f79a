"""Pages of checklists: read by the bureau, written by heads of section and the city's supervisors."""

from inspectapp.checklists.routes import editing, intake, reading
from inspectapp.checklists.routes.blueprint import bp

__all__ = ["bp", "editing", "intake", "reading"]
