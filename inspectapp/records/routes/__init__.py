"""Pages of a visit's papers: for the office, and for a phone without network."""

from inspectapp.records.routes import correcting, field, papers
from inspectapp.records.routes.blueprint import bp

__all__ = ["bp", "correcting", "field", "papers"]
