"""Signing in, one's own page, and the pages of the three administrators."""

from inspectapp.people.routes import (
    accounts,
    audit,
    first_run,
    handing_out,
    outbox,
    own,
    phone,
    regions,
    security,
    signing,
    standing,
)
from inspectapp.people.routes.blueprints import BLUEPRINTS

__all__ = [
    "BLUEPRINTS",
    "accounts",
    "audit",
    "first_run",
    "handing_out",
    "outbox",
    "own",
    "phone",
    "regions",
    "security",
    "signing",
    "standing",
]
