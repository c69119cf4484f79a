"""Keys of this installation: made on the first run, kept beside the database, never inside it."""

import os
import secrets
from pathlib import Path

SIZE = 64
DAMAGED = "密钥文件{path}已损坏，服务没有启动。请从备份中恢复这个文件。"


class Keyring:
    """Hands out a key by name and makes a missing one, readable by this account only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, bytes] = {}

    def get(self, name: str) -> bytes:
        """The key called `name`: 64 random bytes, the same on every start and in every worker."""
        if name not in self._held:
            self._held[name] = self._read(name) or self._make(name)
        return self._held[name]

    def missing(self, names: tuple[str, ...]) -> list[str]:
        """Which of these keys do not exist yet: `doctor` asks, nobody makes one by looking."""
        return [name for name in names if not self._path(name).exists()]

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.key"

    def _read(self, name: str) -> bytes | None:
        path = self._path(name)
        key = path.read_bytes() if path.exists() else None
        if key is not None and len(key) != SIZE:
            raise SystemExit(DAMAGED.format(path=path))
        return key

    def _make(self, name: str) -> bytes:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.folder / f".{name}.{secrets.token_hex(8)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(secrets.token_bytes(SIZE))
            out.flush()
            os.fsync(out.fileno())
        try:
            # link() refuses to overwrite, so of two workers starting at once one key wins for both.
            os.link(fresh, self._path(name))
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        self._keep_names()
        return self._path(name).read_bytes()

    def _keep_names(self) -> None:
        # A key that outlives a power cut is in its folder's list of names, too.
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
