"""Pages of evidence: the walk through the checklist with its findings, and photos."""

from inspectapp.evidence.routes import answering, finding, photo, walking
from inspectapp.evidence.routes.blueprint import bp

__all__ = ["answering", "bp", "finding", "photo", "walking"]
