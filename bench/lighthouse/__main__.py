"""`make lighthouse`: sign-in page, home and a unit's page in Debian's Chromium, as a phone on a slow network.

The product is served by gunicorn from an installation of its own. Bars: performance 95, access 100, 60 KB.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import races
from bench.servers import ROOT, Installation, Server

HERE = Path(__file__).parent
PERFORMANCE, ACCESSIBILITY, KILOBYTES = 95, 100, 60


def tools() -> dict[str, str]:
    """Node of this machine, or the one that the install step put into the environment."""
    return os.environ | {"PATH": f"{os.environ['PATH']}:{ROOT / '.venv/bin'}"}


def install() -> None:
    """Only what the lock names, each package checked by its hash, none of their scripts run."""
    npm = shutil.which("npm", path=tools()["PATH"])
    if not (HERE / "node_modules/lighthouse").exists():
        command = [npm or "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=HERE, env=tools(), check=True)


async def pages(server: Server, home: Installation) -> list[dict[str, str]]:
    phone = await races.signed_in(server, home)
    unit = (await races.open_units(phone))[0]
    phone.close()
    cookie, site = "; ".join(f"{k}={v}" for k, v in phone.cookies.items()), f"http://127.0.0.1:{server.port}"
    wanted = (
        ("sign-in", "/login", ""),
        ("home", "/", cookie),
        ("units", "/subjects", cookie),
        ("one unit", unit, cookie),
    )
    return [{"name": name, "url": site + path, "cookie": cookie} for name, path, cookie in wanted]


def good(found: dict) -> bool:
    enough = found["performance"] >= PERFORMANCE and found["accessibility"] >= ACCESSIBILITY
    return enough and found["kilobytes"] <= KILOBYTES


def show(found: dict) -> None:
    numbers = f"{found['performance']:>6} {found['accessibility']:>6} {found['kilobytes']:>8.1f}"
    times = f"{found['requests']:>6} {found['paint']:>9.0f} {found['largest']:>9.0f}"
    print(
        f"{'✓' if good(found) else '✗'} {found['name']:<12}{numbers} {times}  {', '.join(found['failing'])}",
        flush=True,
    )


def main() -> int:
    install()
    print(
        f"  {'page':<12}{'perf':>6} {'access':>6} {'KB':>8} {'files':>6} {'paint ms':>9} {'largest':>9} wrong"
    )
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as name:
        home = Installation(Path(name) / "data")
        with home.serving() as server:
            asked = json.dumps(asyncio.run(pages(server, home)))
            command = ["node", str(HERE / "measure.mjs"), asked]
            done = subprocess.run(
                command, cwd=HERE, env=tools(), stdout=subprocess.PIPE, text=True, check=True
            )
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for page in found:
        show(page)
    return 0 if found and all(map(good, found)) else 1


if __name__ == "__main__":
    sys.exit(main())
