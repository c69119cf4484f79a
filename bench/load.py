"""Closed-loop load: so many people at once, each sending the next request when the last one was answered."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench.client import Answer, Phone

Step = Callable[[Phone, int], Awaitable[Answer]]
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Result:
    """One run of one race."""

    people: int
    done: int
    wrong: int
    seconds: float
    waits: list[float]
    cpu_ms: float
    pss_mib: float
    others: float

    @property
    def rate(self) -> float:
        return self.done / self.seconds

    def wait_ms(self, share: float) -> float:
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        if stat := read(entry / "stat"):
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def cpu_seconds(pid: int) -> float:
    """CPU of the whole family, ended children included."""
    stats = [read(Path(f"/proc/{member}/stat")) for member in family(pid)]
    return sum(sum(map(int, stat.rpartition(")")[2].split()[11:15])) for stat in stats if stat) / TICK


def pss_mib(pid: int) -> float:
    """Memory of the whole family; a shared page counts once."""
    rolls = [read(Path(f"/proc/{member}/smaps_rollup")) for member in family(pid)]
    lines = [line for roll in rolls for line in roll.splitlines() if line.startswith("Pss:")]
    return sum(int(line.split()[1]) for line in lines) / 1024


def busy_seconds() -> float:
    """CPU that the whole machine has used."""
    user, nice, system, _, _, irq, soft, stolen = map(
        int, read(Path("/proc/stat")).splitlines()[0].split()[1:9]
    )
    return (user + nice + system + irq + soft + stolen) / TICK


async def drive(step: Step, phones: list[Phone], until: float, most: int) -> tuple[list[float], int, float]:
    waits: list[float] = []
    wrong, began, turns = 0, time.perf_counter(), iter(range(most))

    async def person(phone: Phone) -> None:
        nonlocal wrong
        for turn in turns:
            if time.perf_counter() - began > until:
                return
            answer = await step(phone, turn)
            waits.append(answer.seconds)
            wrong += answer.status >= 400

    await asyncio.gather(*map(person, phones))
    return waits, wrong, time.perf_counter() - began


async def run(
    step: Step, phones: list[Phone], server: int, *, seconds: float = 3, most: int = 20000
) -> Result:
    """Warm up a little, then count; bounded in time and number."""
    await drive(step, phones, min(1.0, seconds / 3), most)
    cpu, own, machine = cpu_seconds(server), time.process_time(), busy_seconds()
    waits, wrong, took = await drive(step, phones, seconds, most)
    used, self_used = cpu_seconds(server) - cpu, time.process_time() - own
    others = max(0.0, busy_seconds() - machine - used - self_used) / took
    done = max(1, len(waits))
    return Result(len(phones), len(waits), wrong, took, waits, used * 1000 / done, pss_mib(server), others)
