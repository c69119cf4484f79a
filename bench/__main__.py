"""`make bench`: every race once, the limit and the product side by side, printed as one table.

BENCH_UNITS (50000) and BENCH_SECONDS (3) make it smaller for a quick look; each run is bounded.
"""

import asyncio
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench import races
from bench.load import Result
from bench.servers import Installation, Server, limit

SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
FEW, MANY = 500, int(os.environ.get("BENCH_UNITS", "50000"))
HEAD = ("race", "c", "per s", "p50", "p95", "CPU ms", "× limit", "PSS", "others", "wrong")
WIDTHS = (30, 4, 9, 8, 8, 8, 8, 7, 7, 6)


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


async def growth(small: tuple[Server, Installation], large: tuple[Server, Installation]) -> None:
    """The same lists and searches with few and with many units."""
    for people in (1, 8):
        for path in races.QUERIES:
            waits = []
            for size, (server, home) in ((FEW, small), (MANY, large)):
                phones = await races.several(server, home, people)
                result = await races.race(races.getting(path), phones, server, min(SECONDS, 2))
                waits.append(show(f"{path} of {size}", result).wait_ms(0.95))
            print(f"    p95 at {MANY} = {waits[1] / waits[0]:.2f} × p95 at {FEW} (bar: 3)")


def main() -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        print(f"building {FEW} and {MANY} units …", flush=True)
        few, many = Installation(folder / "few", FEW), Installation(folder / "many", MANY)
        print(f"    took {time.monotonic() - began:.0f} s", flush=True)
        bare = stack.enter_context(limit(folder))
        small, large = stack.enter_context(few.serving()), stack.enter_context(many.serving())
        line(HEAD)
        asyncio.run(pages(bare, small))
        asyncio.run(signed_in_pages(bare, small, few))
        asyncio.run(edits(bare, small, few))
        asyncio.run(growth((small, few), (large, many)))
    print(f"the whole took {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
