"""The other half of the kills: two more seeds, for another worker to take."""

import pytest

from tests.operations.test_kills import KILLS, KILLS_ON_POSTGRES, installation, survive

__all__ = ["installation"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["bing", "ding"])
def test_killed_at_random_moments_again(installation, tmp_path, on_postgres, seed, capsys):
    survive(installation, tmp_path / "log", KILLS_ON_POSTGRES if on_postgres else KILLS, seed, capsys)
