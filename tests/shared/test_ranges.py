"""Long rows of numbers on paper."""

import pytest

from inspectapp.shared.text import ranges


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], ""), ([7], "7"), ([1, 2], "1、2"), ([1, 2, 3], "1—3"), (range(1, 41), "1—40"),
        ([1, 3, 4, 5, 9, 10], "1、3—5、9、10"),
    ],
)  # fmt: skip
def test_three_in_a_row_are_told_by_their_ends(numbers, words):
    assert ranges(numbers) == words
