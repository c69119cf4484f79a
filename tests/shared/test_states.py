"""A thing goes from state to state along a table, and nowhere else."""

from itertools import product

import pytest

from inspectapp.shared.refusals import NotNow
from inspectapp.shared.states import Titled, check_step, may_become


class Light(Titled):
    RED = "红灯"
    GREEN = "绿灯"
    OFF = "已关闭"


STEPS = {Light.RED: frozenset({Light.GREEN, Light.OFF}), Light.GREEN: frozenset({Light.RED})}
ALLOWED = {(Light.RED, Light.GREEN), (Light.RED, Light.OFF), (Light.GREEN, Light.RED)}


@pytest.mark.parametrize(("old", "new"), list(product(Light, Light)))
def test_only_the_steps_of_the_table_are_taken(old, new):
    assert may_become(STEPS, old, new) == ((old, new) in ALLOWED)


def test_another_step_is_refused_with_the_words_of_the_act():
    check_step(STEPS, Light.RED, Light.GREEN, "灯已关闭。请先打开。")
    with pytest.raises(NotNow) as refused:
        check_step(STEPS, Light.OFF, Light.GREEN, "灯已关闭。请先打开。")
    assert (refused.value.sentence, refused.value.status) == ("灯已关闭。请先打开。", 409)


def test_people_read_the_word_and_the_database_the_name():
    assert (Light.OFF.title, Light.OFF.name) == ("已关闭", "OFF")
