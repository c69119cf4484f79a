"""Two act on the same paper at the same moment: what was answered first stands, the other is told so."""

import pytest

from inspectapp.documents import actions
from inspectapp.documents.words import Mode, Outcome, State
from inspectapp.shared.ledger import checking
from inspectapp.shared.refusals import NotAllowed, NotNow
from tests.conftest import NOW
from tests.documents.conftest import REFUSED, ink
from tests.fixtures.waiting import meanwhile


def faults():
    with checking.snapshot() as connection:
        return [fault.sentence for fault in checking.check(connection)]


def the_unit_signs(desk, challenge):
    """On its own phone, by a link that was opened before."""

    def signs(session):
        mine = session.get_one(type(challenge), challenge.id)
        actions.sign(session, mine, actions.Drawn(ink(1), True), by=None, at=NOW)

    return signs


def test_who_signs_is_not_put_down_as_refusing(desk, on_postgres):
    document = desk.frozen()
    challenge = desk.begun(document, "unit", Mode.OWN_PHONE)
    refuses = meanwhile(
        the_unit_signs(desk, challenge), lambda: desk.outcome(document, "unit", REFUSED, by=desk.second),
        on_postgres,
    )  # fmt: skip
    with pytest.raises(NotNow):
        refuses.result(30)
    slot = desk.slot(document, "unit")
    assert (slot.outcome, slot.reason) == (Outcome.SIGNED, "")
    assert faults() == []


def test_of_two_links_to_one_place_one_signs(desk, on_postgres):
    document = desk.frozen()
    one, other = (desk.begun(document, "unit", Mode.OWN_PHONE) for _ in range(2))
    late = meanwhile(the_unit_signs(desk, one), lambda: desk.signs(other, strokes=ink(7)), on_postgres)
    with pytest.raises(NotNow):
        late.result(30)
    assert desk.slot(document, "unit").ink_sha256 == ink(1).digest
    assert faults() == []


def test_what_is_sealed_at_this_moment_is_not_an_officers_to_void(desk, on_postgres):
    document = desk.ready()
    voids = meanwhile(
        lambda session: actions.seal(session, desk.again(document, session), by=desk.first, at=NOW),
        lambda: desk.do(actions.void, document, "填写有误", by=desk.second), on_postgres,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        voids.result(30)
    assert desk.again(document).state is State.SEALED
    assert faults() == []


def test_what_is_voided_at_this_moment_is_not_sealed(desk, on_postgres):
    document = desk.ready()
    seals = meanwhile(
        lambda session: actions.void(
            session, desk.again(document, session), "填写有误", by=desk.first, at=NOW
        ),
        lambda: desk.do(actions.seal, document, by=desk.second), on_postgres,
    )  # fmt: skip
    with pytest.raises(NotNow):
        seals.result(30)
    paper = desk.again(document)
    assert (paper.state, paper.sealed_at) == (State.VOID, None)
    assert faults() == []
