"""Two officers change the same finding or photo at the same moment: neither overwrites the other unseen."""

import pytest

from inspectapp.evidence import actions, queries
from inspectapp.evidence.rules import marks_mark, words_mark
from inspectapp.evidence.words import Severity
from inspectapp.shared import clock, db
from inspectapp.shared.ledger import checking
from inspectapp.shared.refusals import NotNow
from tests.fixtures.waiting import meanwhile


def faults():
    with checking.snapshot() as connection:
        return [fault.sentence for fault in checking.check(connection)]


class Both:
    """The same thing in the hands of both officers; each act is one of `changes`."""

    def __init__(self, site):
        self.site, self.finding, self.photo = site, site.find(), site.take()

    def rewords(self, session, login, words):
        by, visit, _ = self.site.at(session, login)
        finding = queries.finding_for(session, visit, self.finding)
        values = {"text": words, "severity": Severity.GENERAL, "place": "302教室", "codes": ["LB02"]}
        actions.reword(session, visit, finding, values, 1, by=by, at=clock.now())

    def withdraws(self, session, login, words):
        by, visit, _ = self.site.at(session, login)
        finding = queries.finding_for(session, visit, self.finding)
        actions.withdraw(session, visit, finding, words, 1, by=by, at=clock.now())

    def describes(self, session, login, words):
        by, visit, _ = self.site.at(session, login)
        photo, said = queries.photo_for(session, visit, self.photo), {"what": words}
        actions.describe_photo(session, visit, photo, said, words_mark({}), by=by, at=clock.now())

    def puts_aside(self, session, login, words):
        by, visit, _ = self.site.at(session, login)
        photo = queries.photo_for(session, visit, self.photo)
        actions.set_aside(session, visit, photo, words, by=by, at=clock.now())

    def draws(self, session, login, words):
        by, visit, _ = self.site.at(session, login)
        photo = queries.photo_for(session, visit, self.photo)
        drawn = [{"kind": "text", "x1": 0.1, "y1": 0.2, "x2": 0.5, "y2": 0.6, "words": words}]
        actions.draw_on(session, visit, photo, drawn, marks_mark([]), by=by, at=clock.now())

    def apart(self, act, login, words):
        with db.write_session() as session:
            act(session, login, words)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("rewords", "rewords"),
        ("rewords", "withdraws"),
        ("withdraws", "rewords"),
        ("withdraws", "withdraws"),
        ("describes", "describes"),
        ("puts_aside", "puts_aside"),
        ("draws", "draws"),
    ],
)
def test_who_comes_second_is_told(site, on_postgres, first, second):
    both = Both(site)
    late = meanwhile(
        lambda session: getattr(both, first)(session, "zhifa1", "第一个人的话"),
        lambda: both.apart(getattr(both, second), "zhifa2", "第二个人的话"), on_postgres,
    )  # fmt: skip
    with pytest.raises(NotNow):
        late.result(30)
    assert faults() == []


def test_a_photo_described_and_put_aside_at_once_keeps_both(site, on_postgres):
    both = Both(site)
    late = meanwhile(
        lambda session: both.describes(session, "zhifa1", "签到表"),
        lambda: both.apart(both.puts_aside, "zhifa2", "拍得不清楚"), on_postgres,
    )  # fmt: skip
    assert late.result(30) is None
    with db.read_session() as session:
        photo = queries.photo_for(session, site.at(session)[1], both.photo)
        assert (photo.what, photo.aside_why, photo.version) == ("签到表", "拍得不清楚", 3)
    assert faults() == []
