"""A stranger's file is looked at in a process of its own, with little memory and little time.

Run as a module it is that process: the pinned certificates and the file come in, the look goes out as JSON.
"""

import base64
import dataclasses
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from inspectapp.shared.seal.reading import Look, look

ROOT = Path(__file__).resolve().parents[3]
MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 20
PATIENCE = 40


def look_apart(data: bytes, pinned: Sequence[bytes]) -> Look:
    """The same as `look`; a file that breaks the reader breaks only that process, and was not looked at."""
    told = json.dumps([base64.b64encode(one).decode() for one in pinned]).encode()
    command = [sys.executable, "-m", "inspectapp.shared.seal.apart"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no word from outside
            command, input=told + b"\n" + data, capture_output=True, timeout=PATIENCE, cwd=ROOT, check=False
        )
        return Look(**json.loads(done.stdout))
    except (subprocess.TimeoutExpired, OSError, ValueError, TypeError):
        return Look(looked=False)


def main() -> None:
    """The child: limits first, then read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Those who are at work here come first.
    os.nice(10)
    pinned = [base64.b64decode(one) for one in json.loads(sys.stdin.buffer.readline())]
    sys.stdout.write(json.dumps(dataclasses.asdict(look(sys.stdin.buffer.read(), pinned))))


if __name__ == "__main__":
    main()
