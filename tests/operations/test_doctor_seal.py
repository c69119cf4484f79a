"""The doctor says in time that papers will not be sealed any more, and what to do."""

from datetime import timedelta

import pytest

from inspectapp.documents import keeping
from inspectapp.operations.doctor import seal
from inspectapp.shared import clock, db
from inspectapp.shared.seal import credentials


@pytest.fixture
def sealing(app, settings):
    """An installation whose certificate is in the register."""
    with db.write_session() as session:
        keeping.renew(session, "澄溪县应急管理局", at=clock.now())
    return settings


def lines(settings):
    return [(one.bad, one.line) for one in seal.look(settings)]


def test_before_the_first_paper_there_is_nothing_to_miss(app, settings):
    ((wrong, line),) = lines(settings)
    assert not wrong and "第一次封存时建立" in line


def test_a_fresh_certificate_is_well(sealing):
    ((wrong, line),) = lines(sealing)
    assert not wrong and "可以封存到" in line


@pytest.mark.parametrize(("days", "wrong"), [(61, False), (59, True), (1, True)])
def test_sixty_days_before_the_end_it_asks_for_a_new_one(sealing, days, wrong):
    ends = credentials.load(sealing.keys / "seal").ends
    with clock.freeze(ends - timedelta(days=days)):
        ((said, line),) = lines(sealing)
    assert said is wrong
    assert ("renew-seal" in line) is wrong


def lose(folder):
    folder.rename(folder.with_name("elsewhere"))


def spoil(folder):
    (folder / credentials.KEY).write_bytes(b"x")


def swap(folder):
    lose(folder)
    credentials.make(folder, "别的单位", at=clock.now())


@pytest.mark.parametrize(
    ("harm", "said"), [(lose, "不见了"), (spoil, "读不出来"), (swap, "不是登记的那一把")]
)
def test_a_key_that_no_longer_seals_is_named_with_the_way_back(sealing, harm, said):
    harm(sealing.keys / "seal")
    ((wrong, line),) = lines(sealing)
    assert wrong and said in line and "从备份中恢复" in line


def test_a_key_that_others_can_read(sealing):
    (sealing.keys / "seal" / credentials.KEY).chmod(0o644)
    assert any(wrong and "chmod 600" in line for wrong, line in lines(sealing))
