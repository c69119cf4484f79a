"""Are the keys there, whole, and readable by this account alone?"""

from collections.abc import Iterator

from inspectapp.config import Settings
from inspectapp.operations.doctor.findings import Finding, bad, good
from inspectapp.shared import secrets
from inspectapp.shared.keys import SIZE, Keyring
from inspectapp.shared.ledger import roots, writing

#: The key of the cookies is not among them: without it people only sign in again.
NEEDED = (secrets.KEY_NAME, writing.KEY_NAME, roots.KEY_NAME)
BACK = "请停止服务，从备份中恢复这个文件"


def lost(settings: Settings) -> bool:
    """A key that is gone would be made anew, and nothing written with the old one could be read again."""
    held = [settings.keys / f"{name}.key" for name in NEEDED]
    return not all(path.is_file() and path.stat().st_size == SIZE for path in held)


def look(settings: Settings) -> Iterator[Finding]:
    """One line each for what is wrong; one line when all is well."""
    faults = [*_missing(settings), *_damaged(settings), *_open_to_others(settings)]
    yield from faults
    if not faults:
        yield good("密钥文件齐全，只有本账号能读")


def _missing(settings: Settings) -> Iterator[Finding]:
    for name in Keyring(settings.keys).missing(NEEDED):
        yield bad(f"密钥文件 {settings.keys / name}.key 不见了。{BACK}。")


def _damaged(settings: Settings) -> Iterator[Finding]:
    for name in NEEDED:
        path = settings.keys / f"{name}.key"
        if path.is_file() and path.stat().st_size != SIZE:
            yield bad(f"密钥文件 {path} 已损坏。{BACK}。")


def _open_to_others(settings: Settings) -> Iterator[Finding]:
    for path in sorted(settings.keys.glob("*.key")):
        if path.stat().st_mode & 0o077:
            yield bad(f"密钥文件 {path} 别的账号也能读。请运行 chmod 600 {path}。")
    if settings.keys.is_dir() and settings.keys.stat().st_mode & 0o077:
        yield bad(f"密钥文件夹 {settings.keys} 别的账号也能进。请运行 chmod 700 {settings.keys}。")
