"""Columns that must not be readable in the database file: ID numbers and phones.

AES-SIV is deterministic: equal plaintexts can be found by equality, and a row's digest stays the same.
"""

import base64
import binascii
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

from inspectapp.shared.keys import Keyring

KEY_NAME = "fields"
UNREADABLE = "〔无法解读〕"
_cipher: list[AESSIV] = []
_master: list[bytes] = []
DERIVED_SIZE = 32


def unlock(keyring: Keyring) -> None:
    """Called once at start: from here on Secret columns can be read and written."""
    _master[:] = [keyring.get(KEY_NAME)]
    _cipher[:] = [AESSIV(_master[0])]


def derived(purpose: str, whom: bytes) -> bytes:
    """256 bits for one purpose and one person: always the same, and telling nothing of the others."""
    return HKDF(hashes.SHA256(), DERIVED_SIZE, salt=None, info=purpose.encode() + b"\0" + whom).derive(
        _master[0]
    )


def seal_text(text: str) -> str:
    """The form in which a secret lies in the database."""
    return base64.urlsafe_b64encode(_cipher[0].encrypt(text.encode(), None)).decode()


def open_text(stored: str) -> str:
    """The secret itself; a tampered or foreign value is shown as unreadable instead of breaking the page."""
    try:
        sealed = base64.urlsafe_b64decode(stored)
        if base64.urlsafe_b64encode(sealed).decode() != stored:
            return UNREADABLE  # letters outside the alphabet are skipped: the text was touched
        return _cipher[0].decrypt(sealed, None).decode()
    except (InvalidTag, binascii.Error, ValueError):
        return UNREADABLE


class Secret(TypeDecorator[str]):
    """A text column encrypted at rest."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return seal_text(value) if value else value

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return open_text(value) if value else value
