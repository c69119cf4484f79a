"""`make bench`: every race once, the limit and the product side by side, printed as one table.

BENCH_UNITS (50000) and BENCH_SECONDS (3) make it smaller for a quick look; BENCH_STORES="sqlite" leaves
PostgreSQL out, "visit" runs only what officers do in the room. Each run is bounded. Ends with 1 when a goal
is missed: read `others` before believing it.
"""

import asyncio
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench import pages as checklist_pages
from bench import photos, races, records
from bench.answers import answers
from bench.basement import basement
from bench.goals import Goals
from bench.load import Result
from bench.readiness import readiness
from bench.servers import ROOT, Installation, Server, limit
from tests.fixtures.postgres import cluster

SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
BAR = 3.0
FEW, MANY = 500, int(os.environ.get("BENCH_UNITS", "50000"))
HEAD = ("race", "c", "per s", "p50", "p95", "CPU ms", "× limit", "PSS", "others", "wrong")
WIDTHS = (50, 4, 9, 8, 8, 8, 8, 7, 7, 6)


def line(cells: tuple[object, ...]) -> None:
    first, *rest = (f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells)
    print(
        first.ljust(WIDTHS[0]),
        *(cell.rjust(width) for cell, width in zip(rest, WIDTHS[1:], strict=True)),
        flush=True,
    )


def show(name: str, result: Result, against: Result | None = None) -> Result:
    ratio = result.cpu_ms / against.cpu_ms if against and against.cpu_ms else "-"
    waits = (result.wait_ms(0.5), result.wait_ms(0.95))
    line(
        (
            name,
            result.people,
            result.rate,
            *waits,
            result.cpu_ms,
            ratio,
            result.pss_mib,
            result.others,
            result.wrong,
        )
    )
    return result


async def pages(bare: Server, small: Server) -> None:
    for people in (1, 8):
        hello = show(
            "limit: hello",
            await races.race(races.getting("/hello"), races.strangers(bare, people), bare, SECONDS),
        )
        show(
            "health page",
            await races.race(races.getting("/healthz"), races.strangers(small, people), small, SECONDS),
            hello,
        )
        page = show(
            "limit: page",
            await races.race(races.getting("/page"), races.strangers(bare, people), bare, SECONDS),
        )
        show(
            "sign-in page",
            await races.race(races.getting("/login"), races.strangers(small, people), small, SECONDS),
            page,
        )


async def signed_in_pages(bare: Server, small: Server, home: Installation) -> None:
    """What an officer opens all day."""
    page = await races.race(races.getting("/page"), races.strangers(bare, 8), bare, SECONDS)
    first = await races.signed_in(small, home)
    unit = (await races.open_units(first))[0]
    first.close()
    for name, path in (("home", "/"), ("one unit", unit)):
        phones = await races.several(small, home, 8)
        show(name, await races.race(races.getting(path), phones, small, SECONDS), page)


async def edits(bare: Server, small: Server, home: Installation) -> None:
    """A register edit with its ledger line against one bare row; then what was answered must be stored."""
    for people in (1, 8, 32):
        row = show(
            "limit: one row", await races.race(races.limit_edit, races.strangers(bare, people), bare, SECONDS)
        )
        phones = await races.several(small, home, people)
        units = await races.open_units(phones[0])
        editing = races.Editing(units)
        before = [await races.version_of(phones[0], unit) for unit in units[:people]]
        show("edit of a unit", await races.race(editing.step, phones, small, SECONDS), row)
        after = [await races.version_of(phones[0], unit) for unit in units[:people]]
        stored = sum(after) - sum(before)
        verdict = "equal" if stored == editing.saved else "NOT EQUAL"
        print(f"    answered {editing.saved}, stored {stored}: {verdict}")


async def growth(small: tuple[Server, Installation], large: tuple[Server, Installation]) -> float:
    """The same lists and searches with few and with many units; the worst ratio of p95."""
    worst = 0.0
    for people in (1, 8):
        for query in races.QUERIES:
            waits = []
            for size, (server, home) in ((FEW, small), (MANY, large)):
                path = races.growing(query, size)
                phones = await races.several(server, home, people)
                result = await races.race(races.getting(path), phones, server, min(SECONDS, 2))
                waits.append(show(f"{size}: {path[9:] or path}", result).wait_ms(0.95))
            worst = max(worst, waits[1] / waits[0])
            print(f"    p95 at {MANY} = {waits[1] / waits[0]:.2f} × p95 at {FEW} (bar: 3)")
    return worst


def at_a_visit(folder: Path, goals: Goals) -> None:
    """What officers do in the room: answers, photos, the page they walk through."""
    home = Installation(folder / "visit")
    visits = home.visits(20, 20, 20, 60)
    with limit(folder) as bare, home.serving() as server:
        line(HEAD)
        asyncio.run(answers(bare, server, home, visits[:3], goals, show))
        asyncio.run(photos.photos(bare, server, home, visits[0], goals, show))
        asyncio.run(checklist_pages.pages(bare, server, home, visits, goals, show))
        readiness(server, home, visits[2], goals)
        basement(server, home, visits, goals)
        records.held_against(home, goals)


def on_sqlite(folder: Path, stack: ExitStack) -> None:
    """The races of lists and registers."""
    few, many = Installation(folder / "few", FEW), Installation(folder / "many", MANY)
    bare = stack.enter_context(limit(folder))
    small, large = stack.enter_context(few.serving()), stack.enter_context(many.serving())
    line(HEAD)
    asyncio.run(pages(bare, small))
    asyncio.run(signed_in_pages(bare, small, few))
    asyncio.run(edits(bare, small, few))
    told("SQLite", asyncio.run(growth((small, few), (large, many))))


def on_postgres(folder: Path, stack: ExitStack) -> None:
    """Growth alone, on a cluster of its own."""
    server = stack.enter_context(cluster())
    few = Installation(folder / "pg-few", FEW, server.database())
    many = Installation(folder / "pg-many", MANY, server.database())
    small, large = stack.enter_context(few.serving()), stack.enter_context(many.serving())
    line(HEAD)
    told("PostgreSQL", asyncio.run(growth((small, few), (large, many))))


def told(store: str, worst: float) -> None:
    verdict = "held" if worst <= BAR else "NOT HELD"
    print(
        f"{store}: p95 at {MANY} units is at worst {worst:.2f} × p95 at {FEW}; the bar of {BAR} is {verdict}"
    )


def importing() -> None:
    print("import of a workbook (everybody else waits at most 8 s for the write lock):")
    subprocess.run([sys.executable, "-m", "bench.importing"], cwd=ROOT, check=True)


def main() -> int:
    began = time.monotonic()
    wanted = os.environ.get("BENCH_STORES", "sqlite postgres").split()
    print(f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}")
    goals = Goals()
    if {"sqlite", "visit"} & set(wanted):
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            at_a_visit(Path(name), goals)
    if wanted != ["visit"]:
        importing()
    for store, races_on in (("sqlite", on_sqlite), ("postgres", on_postgres)):
        if store in wanted:
            print(f"{store}: building {FEW} and {MANY} units …", flush=True)
            with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
                races_on(Path(name), stack)
    goals.tell()
    print(f"the whole took {time.monotonic() - began:.0f} s")
    return 0 if goals.held else 1


if __name__ == "__main__":
    sys.exit(main())
