"""Settings from the environment, read once at start."""

import os
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """Everything the environment may decide; each has a working default."""

    data: Path
    database_url: str
    files_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_proxies: int = 0
    workers: int = 2
    threads: int = 16
    idle_minutes: int = 30
    absolute_hours: int = 12
    upload_limit: int = 25 * MEGABYTE
    #: The address printed on papers and put into their codes; the one people open from outside.
    public_url: str = ""
    #: A time-stamp authority (RFC 3161); empty: papers are sealed with this server's time and say so.
    tsa_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where people reach this installation."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def keys(self) -> Path:
        """Keys lie beside the database, never in it."""
        return self.data / "keys"


def from_environment(env: dict[str, str] | None = None) -> Settings:
    """Read INSPECTAPP_DATA, DATABASE_URL, FILES_URL, HOST, PORT and the limits."""
    env = dict(os.environ) if env is None else env
    data = Path(env.get("INSPECTAPP_DATA", "data")).resolve()
    return Settings(
        data=data,
        database_url=env.get("DATABASE_URL", f"sqlite:///{data / 'inspectapp.db'}"),
        files_url=env.get("FILES_URL", (data / "files").as_uri()),
        host=env.get("HOST", "127.0.0.1"),
        port=int(env.get("PORT", "8000")),
        trusted_proxies=int(env.get("TRUSTED_PROXIES", "0")),
        workers=int(env.get("WORKERS", "2")),
        threads=int(env.get("THREADS", "16")),
        idle_minutes=int(env.get("IDLE_MINUTES", "30")),
        absolute_hours=int(env.get("ABSOLUTE_HOURS", "12")),
        public_url=env.get("PUBLIC_URL", "").rstrip("/"),
        tsa_url=env.get("TSA_URL", ""),
        extra={k: v for k, v in env.items() if k.startswith("AWS_")},
    )
