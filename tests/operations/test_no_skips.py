"""In CI a test that did not run counts as failed; at a desk it does not."""

import subprocess
import sys
from pathlib import Path

import pytest

CASES = {
    "a skipped test": "import pytest\ndef test_it():\n    pytest.skip('not today')\n",
    "a skipped file": "import pytest\npytest.skip('not here', allow_module_level=True)\n",
    "a missing package": "import pytest\npytest.importorskip('no_such_package')\n",
    "an expected failure": "import pytest\n@pytest.mark."
    + "xfail(reason='known')\ndef test_it():\n    assert 0\n",
    "an unexpected success": "import pytest\n@pytest.mark."
    + "xfail(reason='known')\ndef test_it():\n    pass\n",
}


def outcome(folder: Path, ci: bool) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parents[2])
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": root, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | (
        {"CI": "true"} if ci else {}
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.fixtures.no_skips",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
    ]
    return subprocess.run([*command, str(folder)], env=env, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("case", CASES)
def test_in_ci_it_fails(case, tmp_path):
    (tmp_path / "test_case.py").write_text(CASES[case])
    result = outcome(tmp_path, ci=True)
    assert result.returncode in (1, 2), result.stdout
    assert "nothing may be skipped here" in result.stdout


def test_at_a_desk_a_skip_stays_a_skip(tmp_path):
    (tmp_path / "test_case.py").write_text(CASES["a skipped test"])
    result = outcome(tmp_path, ci=False)
    assert result.returncode == 0, result.stdout
    assert "1 skipped" in result.stdout


def test_in_ci_a_passing_test_passes(tmp_path):
    (tmp_path / "test_case.py").write_text("def test_it():\n    assert 1 + 1 == 2\n")
    assert outcome(tmp_path, ci=True).returncode == 0
