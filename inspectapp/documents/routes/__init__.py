"""Pages of papers: the bureau's, the signer's, and those that are open to everybody."""

from inspectapp.documents.routes import checking, copies, ending, outcomes, reading, signing
from inspectapp.documents.routes.blueprint import bp

__all__ = ["bp", "checking", "copies", "ending", "outcomes", "reading", "signing"]
