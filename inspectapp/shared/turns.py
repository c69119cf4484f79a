"""Whose turn it is to write: first among the threads of one process, then among the processes of one machine.

SQLite itself only lets waiters ask again and again: late comers overtake, and the slowest of eight waits
twenty times as long as the median. Here everybody sleeps until it is their turn.
"""

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FairLock:
    """A lock that is handed to whoever has waited longest."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def acquire(self, seconds: float = -1) -> bool:
        """True when it is this thread's turn, False when that took longer than `seconds`."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        return turn.acquire(timeout=seconds) or not self._gave_up(turn)

    def _gave_up(self, turn: threading.Lock) -> bool:
        with self._guard:
            if turn not in self._waiting:
                return False  # the turn came in the last moment
            self._waiting.remove(turn)
            return True

    def hand_over(self) -> bool:
        """To whoever has waited longest; False when nobody waits, and it is still this thread's turn."""
        with self._guard:
            if not self._waiting:
                return False
            self._waiting.popleft().release()
            return True

    def release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class FileTurn:
    """One process at a time, by two locked files: whoever comes next waits holding the gate, so that the one
    at the desk cannot sit down again before it. The kernel lets go of both for a process that dies.
    Threads of one process must already have taken turns among themselves."""

    def __init__(self, database: Path) -> None:
        self.gate, self.desk = f"{database}-gate", f"{database}-turn"
        self._held = -1

    def acquire(self, seconds: float) -> bool:
        """True when it is this process's turn, False when that took longer than `seconds`."""
        gate, desk = _opened(self.gate), _opened(self.desk)
        if _free(gate) and _free(desk):
            os.close(gate)
        elif not _Waiter(gate, desk).waited(seconds):
            return False
        self._held = desk
        return True

    def release(self) -> None:
        """The next process may write."""
        os.close(self._held)


def _opened(path: str) -> int:
    # A lock belongs to the opened file: opened anew each time, it is never shared by accident. Reading is
    # enough to lock, so a file made by the administrator's command line also serves the service's account.
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _free(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Places:
    """So many at once over all threads and processes of this machine; who finds none free is told at once."""

    def __init__(self, folder: Path, name: str, most: int) -> None:
        self.paths = [str(folder / f"{name}-{place}.place") for place in range(1, most + 1)]

    @contextmanager
    def one(self) -> Iterator[bool]:
        """True while a place is held, False when all are taken."""
        held = next((file for file in map(_opened, self.paths) if _free_or_closed(file)), None)
        try:
            yield held is not None
        finally:
            if held is not None:
                os.close(held)


def _free_or_closed(file: int) -> bool:
    if _free(file):
        return True
    os.close(file)
    return False


class _Waiter:
    """Sleeps in the kernel until the turn comes: in a thread of its own, as that sleep has no time limit."""

    def __init__(self, gate: int, desk: int) -> None:
        self.files = gate, desk
        self.guard, self.came = threading.Lock(), threading.Lock()
        self.left = False

    def waited(self, seconds: float) -> bool:
        """True when the turn came in time; one that comes too late is given back."""
        self.came.acquire()
        threading.Thread(target=self._sleep, name="turn", daemon=True).start()
        if self.came.acquire(timeout=seconds):
            return True
        with self.guard:
            self.left = not self.came.acquire(blocking=False)
            return not self.left

    def _sleep(self) -> None:
        gate, desk = self.files
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(desk, fcntl.LOCK_EX)
        os.close(gate)
        with self.guard:
            if self.left:
                os.close(desk)
            else:
                self.came.release()


class Queue:
    """Both together: what stands before the write lock of one database file.

    A process whose turn it is lets a few of its own waiting threads write before the next process: to change
    over costs as much as a small write.
    """

    MOST_IN_A_ROW = 4

    def __init__(self, database: Path) -> None:
        self.threads, self.processes = FairLock(), FileTurn(database)
        self._kept, self._in_a_row = False, 0

    def acquire(self, seconds: float) -> bool:
        """True when it is this thread's turn on this machine, False when that took longer than `seconds`."""
        until = time.monotonic() + seconds
        if not self.threads.acquire(seconds):
            return False
        came, self._kept = self._kept, False
        try:
            came = came or self.processes.acquire(max(0.0, until - time.monotonic()))
        finally:
            if not came:
                self.threads.release()
        return came

    def release(self) -> None:
        """The next one, please."""
        self._in_a_row += 1
        self._kept = self._in_a_row < self.MOST_IN_A_ROW
        if self._kept and self.threads.hand_over():
            return
        self._kept, self._in_a_row = False, 0
        self.processes.release()
        self.threads.release()
