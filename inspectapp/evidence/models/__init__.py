"""Tables of evidence."""

from inspectapp.evidence.models.findings import Finding
from inspectapp.evidence.models.photos import Photo

__all__ = ["Finding", "Photo"]
