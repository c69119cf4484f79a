"""Passwords: hashed with scrypt, compared in the same time whether or not the account exists."""

import secrets

from werkzeug.security import check_password_hash, generate_password_hash

#: Without letters and digits that look alike: these are read off a screen and typed on a phone.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 4
_DUMMY = generate_password_hash(secrets.token_hex(16))


def hashed(password: str) -> str:
    """The form in which a password is stored."""
    return generate_password_hash(password)


def matches(stored: str | None, typed: str) -> bool:
    """An unknown account costs the same scrypt as a known one."""
    return check_password_hash(stored or _DUMMY, typed) and bool(stored)


def made_up() -> str:
    """A random password for handing out: about 79 bits, easy to type."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
