"""Searching a unit by the initials of its name."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectapp.shared.pinyin import initials


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("晋城市", "jcs"),
        ("泽州县应急管理局", "zzxyjglj"),
        ("阳城 A1 培训学校", "yca1pxxx"),
        ("", ""),
        ("（，）", ""),
        ("欧阳㛃", "oyj"),
    ],
)
def test_a_name_is_found_by_its_initials(name, typed):
    assert initials(name) == typed


def test_a_name_with_two_readings_is_found_by_both():
    assert set(initials("单雄信").split()) == {"dxx", "sxx"}
    assert initials("重庆").split() == ["cq", "zq"]


def test_many_readings_stay_few_variants():
    assert len(initials("重单曾解查翟长行").split()) == 4


@given(st.text(st.characters(exclude_categories=())))
def test_initials_are_plain_letters_whatever_is_written(text):
    found = initials(text)
    assert found.isascii()
    assert found == found.lower()


def test_the_dictionary_is_not_loaded_before_it_is_needed():
    asked = "import sys, inspectapp.shared.pinyin; print('pypinyin' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
