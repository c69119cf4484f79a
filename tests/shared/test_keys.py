"""Keys are made once, for all workers the same, readable by this account only, kept when damaged."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from inspectapp.shared.keys import SIZE, Keyring


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keys"


def test_a_key_is_made_on_the_first_run_and_stays(folder):
    first = Keyring(folder).get("cookies")
    assert len(first) == SIZE
    assert Keyring(folder).get("cookies") == first
    assert Keyring(folder).get("fields") != first


def test_nobody_else_on_the_machine_can_read_it(folder):
    Keyring(folder).get("cookies")
    assert oct(folder.stat().st_mode)[-3:] == "700"
    assert [oct(path.stat().st_mode)[-3:] for path in folder.iterdir()] == ["600"]


def test_workers_starting_at_once_agree_on_one_key(folder):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: Keyring(folder).get("cookies"), range(24)))
    assert len(keys) == 1
    assert [path.name for path in folder.iterdir()] == ["cookies.key"]


def test_looking_makes_no_key(folder):
    assert Keyring(folder).missing(("cookies", "fields")) == ["cookies", "fields"]
    assert not folder.exists()
    Keyring(folder).get("cookies")
    assert Keyring(folder).missing(("cookies", "fields")) == ["fields"]


@pytest.mark.parametrize("left", [b"", b"short", b"x" * (SIZE + 1)])
def test_a_damaged_key_stops_the_start_instead_of_being_replaced(folder, left):
    Keyring(folder).get("fields")
    (folder / "fields.key").write_bytes(left)
    with pytest.raises(SystemExit, match="请从备份中恢复"):
        Keyring(folder).get("fields")
    assert (folder / "fields.key").read_bytes() == left
