"""What a phone keeps for a person lies under this key: the same on every phone and after every sign-in."""

import uuid

from inspectapp.shared import secrets

PURPOSE = "phone"


def key_of(person_id: uuid.UUID) -> bytes:
    """256 bits; released to this person only, never stored."""
    return secrets.derived(PURPOSE, person_id.bytes)
