"""Codes on papers: the content code people compare, the code that opens the copy, and the id in the QR."""

import secrets

#: No 0 O 1 I L: read aloud over a phone, nobody asks which one it was.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
COPY_CODE = 6
CONTENT_CODE = 8


def public_id() -> str:
    """22 characters, 128 bits: cannot be guessed or counted through."""
    return secrets.token_urlsafe(16)


def copy_code() -> str:
    """Opens the whole paper without an account."""
    return "".join(secrets.choice(LETTERS) for _ in range(COPY_CODE))


def content_code(content_sha256: str) -> str:
    """The first eight characters of the content's hash, in two groups."""
    head = content_sha256[:CONTENT_CODE].upper()
    return f"{head[:4]} {head[4:]}" if head else ""


def cleaned(typed: str) -> str:
    """A code as somebody typed it: any case, with spaces or dashes."""
    return "".join(letter for letter in typed.upper() if letter in LETTERS)
