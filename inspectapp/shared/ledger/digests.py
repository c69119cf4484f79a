"""Digests of the ledger: canonical text in, SHA-256 and SM3 out, each kind of text in a domain of its own."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

HAS_SM3 = "sm3" in hashlib.algorithms_available
#: Looking the algorithm up takes longer than digesting a line: it is done once, and copied.
_SM3 = hashlib.new("sm3") if HAS_SM3 else None


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):  # the most frequent by far
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.name
    return str(value)


#: Made once: `json.dumps` with words of its own makes another one for each text.
_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode


def canonical(values: Mapping[str, Any]) -> bytes:
    """The same values always give the same bytes: sorted keys, no spaces, UTF-8."""
    return _encoded(values).encode()


def sha256(domain: str, body: bytes) -> str:
    """Digest within a domain, so that a line can never be passed off as a row or a root."""
    return hashlib.sha256(domain.encode() + b"\0" + body).hexdigest()


def sm3(domain: str, body: bytes) -> str:
    """The national digest beside the international one, where this OpenSSL has it."""
    if _SM3 is None:
        return ""
    digest = _SM3.copy()
    digest.update(domain.encode() + b"\0" + body)
    return digest.hexdigest()


def row_values(row: Any) -> dict[str, Any]:
    """All recorded columns of a row."""
    return settled({name: getattr(row, name) for name in recorded_names(type(row))})


def recorded_names(model: Any) -> list[str]:
    """The columns of a table that no one may change without a line."""
    unrecorded: frozenset[str] = getattr(model, "unrecorded", frozenset())
    return [column.key for column in model.__table__.columns if column.key not in unrecorded]


def settled(values: Mapping[str, Any]) -> dict[str, Any]:
    """A whole float equals its integer: PostgreSQL and SQLite differ there."""
    return {name: _settle(value) for name, value in values.items()}


def _settle(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def line_id(line_sha256: str) -> uuid.UUID:
    """A line's own id says nothing that its content does not say: changing it alone is seen."""
    return uuid.UUID(hex=line_sha256[:32])


def mac(key: bytes, *parts: object) -> str:
    """Only who holds the key can write a head that passes."""
    return hmac.digest(key, "\0".join(map(str, parts)).encode(), "sha256").hex()


def fold(fingerprint: str, thing: uuid.UUID) -> str:
    """Order-free fingerprint of a set of ids: addition modulo 2^256 of their digests."""
    added = int(fingerprint or "0", 16) + int(sha256("thing", thing.bytes), 16)
    return f"{added % 2**256:064x}"
