"""Photos, signatures, sealed papers by the hash of their bytes: in a folder, or in an S3-compatible store."""

from inspectapp.shared.files.opened import current, derived, use
from inspectapp.shared.files.store import Missing, Store, Stored, Tampered, open_store

__all__ = ["Missing", "Store", "Stored", "Tampered", "current", "derived", "open_store", "use"]
