"""Sealing a PDF once and last, and looking at one that somebody brings back. Knows keys and files, no paper.

The seal is one certification signature that forbids every later change (PAdES, EC P-256). A later signer with
an outside device or an SM2 seal needs only to answer `seal()` in the same way.
"""

from inspectapp.shared.seal.apart import look_apart
from inspectapp.shared.seal.credentials import Credentials
from inspectapp.shared.seal.reading import Look, look
from inspectapp.shared.seal.signing import Sealed, seal

__all__ = ["Credentials", "Look", "Sealed", "look", "look_apart", "seal"]
