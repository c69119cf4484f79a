"""The steps of `make run`: done once for the same input, clear about what is missing, and who brings it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("bash", "sed", "sort", "tr", "cat", "dirname", "grep", "python3", "sha256sum", "cut")


def bash(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-c", f". {ROOT}/tools/lib.sh\n{script}"]
    return subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, text=True)


def test_a_step_is_done_once_for_the_same_input(tmp_path):
    (tmp_path / "lock.txt").write_text("one")
    step = 'now=$(fingerprint lock.txt); fresh mark "$now" && echo kept || { stamp mark "$now"; echo done; }'
    assert bash(step, tmp_path).stdout == "done\n"
    assert bash(step, tmp_path).stdout == "kept\n"
    (tmp_path / "lock.txt").write_text("two")
    assert bash(step, tmp_path).stdout == "done\n"


def test_a_step_that_fails_is_named_with_its_log_and_stops(tmp_path):
    result = bash("watched fetching . sh -c 'echo no route; exit 7'; echo went on", tmp_path)
    assert result.returncode == 1
    assert "“fetching”没有完成。完整记录在 build/logs/fetching.log" in result.stderr
    assert "no route" in result.stderr
    assert "went on" not in result.stdout


def test_progress_is_visible(tmp_path):
    result = bash("watched fetching '^Get' printf 'Get %s\\nnoise\\n' a b c", tmp_path)
    assert "1  Get a" in result.stdout
    assert (tmp_path / "build/logs/fetching.log").read_text().count("noise") == 3


@pytest.fixture
def ordinary_user(tmp_path) -> dict[str, str]:
    """A machine where nothing is installed and the person is neither root nor in sudo."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NEEDED:
        (folder / name).symlink_to(shutil.which(name) or name)
    for name, line in {"id": "echo 1000", "dpkg-query": "exit 1", "apt-get": "exit 9"}.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder), "HOME": str(tmp_path)}


def test_missing_packages_are_named_with_the_command_that_brings_them(ordinary_user):
    result = subprocess.run(
        ["bash", str(ROOT / "tools/system.sh"), "run"], env=ordinary_user, capture_output=True, text=True
    )
    assert result.returncode == 1
    assert (
        "缺少系统组件" in result.stderr
        and "请让管理员运行：apt-get update && apt-get install" in result.stderr
    )
    listed = (ROOT / "tools/packages/run.txt").read_text().splitlines()
    assert all(name in result.stderr for name in listed if not name.startswith("#"))


def test_the_locale_of_the_machine_does_not_matter(tmp_path):
    assert (
        bash("echo $LC_ALL $PYTHONUTF8", tmp_path, LANG="zh_CN.GB18030", LC_ALL="POSIX").stdout
        == "C.UTF-8 1\n"
    )
