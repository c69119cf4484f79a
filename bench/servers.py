"""Start the limit (gunicorn, 2 workers of 4 threads) and the product as it serves: own port, own folder."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHAPE = ("--workers", "2", "--worker-class", "gthread", "--threads", "4")


@dataclass(frozen=True)
class Server:
    """A running server: where it listens and the process whose family does the work."""

    port: int
    pid: int


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def running(
    command: list[str], path: str, port: int, environment: dict[str, str], log: Path
) -> Iterator[Server]:
    """Serve until the block ends; its own process group is ended with it."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 60
        while not answers(port, path):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{' '.join(command)} did not serve:\n{log.read_text()[-3000:]}")
            time.sleep(0.1)
        yield Server(port, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


@contextmanager
def limit(folder: Path) -> Iterator[Server]:
    from bench.limit_app import prepare

    port, database = free_port(), folder / "limit.db"
    prepare(str(database))
    command = [sys.executable, "-m", "gunicorn", *SHAPE, "--bind", f"127.0.0.1:{port}", "bench.limit_app:app"]
    with running(command, "/hello", port, {"LIMIT_DATABASE": str(database)}, folder / "limit.log") as server:
        yield server


class Installation:
    """One product of its own: data folder, demo people, and as many units as asked."""

    def __init__(self, folder: Path, units: int = 0, database_url: str = "") -> None:
        folder.mkdir(parents=True)
        self.folder, self.port = folder, free_port()
        self.environment = {
            "INSPECTAPP_DATA": str(folder), "HOST": "127.0.0.1", "PORT": str(self.port),
            "WORKERS": "2",
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'inspectapp.db'}",
            "FILES_URL": (folder / "files").as_uri(),
        }  # fmt: skip
        self.call("inspectapp", "db", "upgrade")
        told = json.loads(self.call("inspectapp", "demo", "--json"))
        self.passwords = {account["login"]: account["password"] for account in told["accounts"]}
        if units:
            self.call("bench.world", str(units))

    def visits(self, *counts: int) -> list[str]:
        """Visits in the middle of checklists of so many questions each: their addresses."""
        return json.loads(self.call("bench.walks", *map(str, counts)))

    def call(self, module: str, *words: str) -> str:
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[Server]:
        command = [sys.executable, "-m", "inspectapp", "serve"]
        with running(command, "/login", self.port, self.environment, self.folder / "serve.log") as server:
            yield server
