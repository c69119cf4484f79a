"""Every installed file is known by its hash, and the tests run on the versions that the product runs on."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?==(\S+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text()))


@pytest.mark.parametrize("name", LOCKS)
def test_each_python_package_is_pinned_and_hashed(name):
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    bare = [
        block.splitlines()[0]
        for block in blocks
        if not block.startswith("#") and not (PIN.match(block) and "--hash=sha256:" in block)
    ]
    assert blocks and bare == []


def test_tests_run_on_the_versions_of_the_product():
    tested = pins("requirements-dev.txt")
    assert {name: tested.get(name) for name in pins("requirements.txt")} == pins("requirements.txt")


@pytest.mark.parametrize("folder", ["", "bench/lighthouse"])
def test_each_browser_package_is_hashed_and_names_no_host(folder):
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [
        name for name, entry in packages.items() if not entry.get("integrity") or "resolved" in entry
    ] == []


def test_asked_for_and_locked_agree():
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
