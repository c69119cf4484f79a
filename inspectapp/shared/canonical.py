"""Canonical JSON: the same values always give the same bytes (after RFC 8785, texts in NFC)."""

import hashlib
import json
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from inspectapp.shared.ledger.digests import HAS_SM3


def plain(value: Any) -> Any:
    """A value in the words of JSON; anything that has no single written form is refused."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [plain(one) for one in value]
    return _written(value)


def _written(value: Any) -> Any:
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date | uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, float) and value == value and abs(value) < 1e15:
        return int(value) if value.is_integer() else str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def text(value: Any) -> str:
    """The canonical text: keys by their UTF-16 units, no spaces, nothing escaped that need not be."""
    return json.dumps(_sorted(plain(value)), ensure_ascii=False, separators=(",", ":"))


def sha256(value: Any) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(text(value).encode()).hexdigest()


def sm3(value: Any) -> str:
    """The national digest beside it, where this OpenSSL has it."""
    return hashlib.new("sm3", text(value).encode()).hexdigest() if HAS_SM3 else ""


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _sorted(value[key]) for key in keys}
    return [_sorted(one) for one in value] if isinstance(value, list) else value
