"""What may be signed by whom, when, and what makes a signature void."""

import copy
import dataclasses
from datetime import timedelta

import pytest

from inspectapp.documents import actions, content, papers, queries
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.house import house
from inspectapp.documents.kinds import SlotPlan
from inspectapp.documents.models import Slot
from inspectapp.documents.rules.signing import missing
from inspectapp.documents.words import Mode, Outcome, State
from inspectapp.shared import db, ledger, paper
from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable
from tests.conftest import NOW
from tests.documents.conftest import REFUSED, VALUES, ink, slots_for

ON_PAPER = Told(Outcome.ON_PAPER, photos=["a" * 64])


def leaves(value, path=()):
    """Every single thing a paper says, by its path."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*path, key))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from leaves(one, (*path, at))
    else:
        yield path


def changed(value, path):
    other = copy.deepcopy(value)
    place = other
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = f"{place[path[-1]]}。"
    return other


@pytest.mark.parametrize("path", list(leaves(VALUES)), ids=lambda path: ".".join(map(str, path)))
def test_any_change_of_any_value_voids_the_signatures(desk, path):
    document = desk.frozen()
    desk.signed_by(document, "officer-1")
    before = desk.slot(document, "officer-1")
    desk.do(actions.amend, document, changed(VALUES, path))
    with db.read_session() as session:
        kept = session.get_one(Slot, before.id)
        assert kept.ended_at is not None and kept.signature_sha256 == before.signature_sha256
    assert desk.again(document).version == 2
    assert desk.slot(document, "officer-1").outcome is Outcome.PENDING


#: Party and person go together and are held by the rule about officers.
SLOT_FIELDS = [
    field.name for field in dataclasses.fields(SlotPlan) if field.name not in ("party", "person_id")
]


@pytest.mark.parametrize("name", SLOT_FIELDS)
def test_any_change_of_any_signature_place_voids_the_signatures(desk, name):
    document = desk.frozen()
    desk.signed_by(document, "unit")
    slots = slots_for(desk.first, desk.second)
    other = not slots[2].required if name == "required" else f"{getattr(slots[2], name)}二"
    slots[2] = dataclasses.replace(slots[2], **{name: other})
    desk.do(actions.amend, document, VALUES, slots)
    assert desk.again(document).version == 2
    with db.read_session() as session:
        assert [slot.key for slot in queries.void_slots(session, document)] == ["unit"]


def test_the_same_values_change_nothing(desk):
    document = desk.frozen()
    desk.signed_by(document, "officer-1")
    desk.do(actions.amend, document, copy.deepcopy(VALUES), slots_for(desk.first, desk.second))
    assert desk.again(document).version == 1
    assert desk.slot(document, "officer-1").outcome is Outcome.SIGNED


def test_a_draft_changes_without_a_new_version(desk):
    document = desk.drafted()
    desk.do(actions.amend, document, VALUES | {"remark": "补充"})
    with db.read_session() as session:
        assert content.read(queries.current_version(session, document))["values"]["remark"] == "补充"
    assert desk.again(document).version == 1


def test_a_sealed_paper_never_changes(desk):
    document = desk.sealed()
    with pytest.raises(NotNow, match="更正文书"):
        desk.do(actions.amend, document, VALUES | {"remark": "补充"})
    for verb in (actions.freeze, actions.seal):
        with pytest.raises(NotNow):
            desk.do(verb, document)


def test_the_content_hash_tells_documents_and_versions_apart(desk):
    first, second = desk.frozen(), desk.frozen()
    desk.do(actions.amend, second, VALUES | {"remark": "补充"})
    desk.do(actions.amend, second, VALUES)
    with db.read_session() as session:
        hashes = [
            one.content_sha256
            for document in (first, second)
            for one in queries.versions_of(session, document)
        ]
    assert len(set(hashes)) == 4


def test_nobody_signs_a_draft(desk):
    document = desk.drafted()
    with pytest.raises(NotNow, match="还没有定稿"), db.read_session() as session:
        actions.prepare_draft(session, document)


def test_two_different_officers(desk):
    document = desk.drafted()
    desk.do(actions.amend, document, VALUES, slots_for(desk.first, desk.first))
    with pytest.raises(NotNow, match="2名执法人员"):
        desk.do(actions.freeze, document)


@pytest.mark.parametrize("mode", [Mode.HANDED_OVER, Mode.OWN_PHONE])
def test_an_officer_signs_on_the_own_login_only(desk, mode):
    with pytest.raises(NotAllowed, match="自己的账号"):
        desk.begun(desk.frozen(), "officer-1", mode)


def test_an_officer_does_not_sign_for_the_unit(desk):
    with pytest.raises(NotAllowed, match="由对方签名"):
        desk.begun(desk.frozen(), "unit", Mode.OWN_LOGIN)


def test_somebody_else_under_an_officers_invitation(desk):
    challenge = desk.begun(desk.frozen(), "officer-1")
    for other in (desk.second, desk.head, None):
        with pytest.raises(NotAllowed, match="自己的账号"):
            desk.signs(challenge, by=other)


def test_ten_minutes(desk):
    challenge = desk.begun(desk.frozen(), "unit")
    with pytest.raises(NotNow, match="超过10分钟"):
        desk.signs(challenge, at=NOW + timedelta(minutes=10, seconds=1))


def test_one_use(desk):
    challenge = desk.begun(desk.frozen(), "unit")
    desk.signs(challenge)
    with pytest.raises(NotNow, match="已经用过"):
        desk.signs(challenge)


def test_two_invitations_one_signature(desk):
    document = desk.frozen()
    challenges = [desk.begun(document, "unit") for _ in range(2)]
    desk.signs(challenges[0])
    with pytest.raises(NotNow, match="已经登记"):
        desk.signs(challenges[1])


def test_a_signature_of_another_paper_is_refused(desk):
    first, second = desk.frozen(), desk.frozen()
    same = ink(99)
    desk.signs(desk.begun(first, "unit"), strokes=same)
    with pytest.raises(Unreadable, match="完全相同"):
        desk.signs(desk.begun(second, "unit"), strokes=dataclasses.replace(same, width=900))


def test_strokes_are_unreadable_in_the_database(desk):
    document = desk.frozen()
    desk.signed_by(document, "unit")
    slot = desk.slot(document, "unit")
    with db.read_session() as session:
        stored = (
            session.connection()
            .exec_driver_sql("select ink from document_slots where outcome = 'SIGNED'")
            .scalar()
        )
    assert slot.ink and slot.ink not in stored


def test_an_objection_is_a_signature(desk):
    document = desk.frozen()
    desk.signed_by(document, "unit", objection="人数不对")
    assert desk.slot(document, "unit").outcome is Outcome.OBJECTED


def test_a_refusal_waits_for_the_second_officer(desk):
    document = desk.frozen()
    for key in ("officer-1", "officer-2"):
        desk.signed_by(document, key)
    desk.outcome(document, "unit", REFUSED)
    with pytest.raises(NotNow, match="还缺另一名执法人员确认"):
        desk.do(actions.seal, document)
    slot = desk.slot(document, "unit")
    with pytest.raises(NotAllowed, match="登记人不能"), db.write_session() as session:
        actions.confirm(
            session, desk.again(document, session), session.get_one(Slot, slot.id), by=desk.first, at=NOW
        )
    with pytest.raises(NotAllowed, match="这份文书上"), db.write_session() as session:
        actions.confirm(
            session, desk.again(document, session), session.get_one(Slot, slot.id), by=desk.head, at=NOW
        )
    with db.write_session() as session:
        actions.confirm(
            session, desk.again(document, session), session.get_one(Slot, slot.id), by=desk.second, at=NOW
        )
    desk.do(actions.seal, document)
    assert desk.again(document).state is State.SEALED


def test_an_officer_who_signs_later_confirms_what_the_page_told(desk):
    document = desk.frozen()
    desk.outcome(document, "unit", REFUSED)
    desk.signed_by(document, "officer-1")
    assert desk.slot(document, "unit").confirmed_by_id is None
    desk.signed_by(document, "officer-2")
    assert desk.slot(document, "unit").confirmed_by_id == desk.second.id


def test_a_signature_vouches_for_no_refusal_that_its_page_had_not_shown(desk):
    document = desk.frozen()
    opened = desk.begun(document, "officer-2")
    desk.outcome(document, "unit", REFUSED)
    desk.signs(opened, by=desk.second)
    desk.signed_by(document, "officer-1")
    assert desk.slot(document, "unit").confirmed_by_id is None
    with pytest.raises(NotNow, match="还缺另一名执法人员确认"):
        desk.do(actions.seal, document)
    slot = desk.slot(document, "unit")
    with db.write_session() as session:
        mine = session.get_one(Slot, slot.id)
        actions.confirm(session, desk.again(document, session), mine, by=desk.second, at=NOW)
    assert desk.slot(document, "unit").confirmed_by_id == desk.second.id


def test_a_hand_of_the_unit_on_an_officers_phone_vouches_for_nothing(desk):
    slots = slots_for(desk.first, desk.second)
    slots.append(dataclasses.replace(slots[2], key="witness", role="见证人", name="魏明"))
    document = desk.frozen()
    desk.do(actions.amend, document, VALUES, slots)
    desk.outcome(document, "unit", REFUSED)
    desk.signs(desk.begun(document, "witness", by=desk.second), by=desk.second)
    assert desk.slot(document, "unit").confirmed_by_id is None


#: What only the two officers of the paper do while it is being signed.
ONLY_ON_THE_SPOT = {
    "invites the unit": lambda desk, paper, by: desk.begun(paper, "unit", by=by),
    "lends the own phone": lambda desk, paper, by: desk.begun(paper, "unit", Mode.OWN_PHONE, by=by),
    "records a refusal": lambda desk, paper, by: desk.outcome(paper, "unit", REFUSED, by=by),
    "voids it": lambda desk, paper, by: desk.do(actions.void, paper, "写错单位", by=by),
}


@pytest.mark.parametrize("act", ONLY_ON_THE_SPOT)
def test_a_colleague_who_was_not_there_only_reads(desk, act):
    document = desk.frozen()
    with pytest.raises(NotAllowed, match="您不是这次检查的执法人员，只能查看"):
        ONLY_ON_THE_SPOT[act](desk, document, desk.head)
    assert desk.again(document).state is State.FROZEN
    assert desk.slot(document, "unit").outcome is Outcome.PENDING
    ONLY_ON_THE_SPOT[act](desk, document, desk.second)


def test_the_head_seals_what_is_signed_and_voids_what_is_sealed(desk):
    document = desk.ready()
    desk.do(actions.seal, document, by=desk.head)
    desk.do(actions.void, document, "写错单位", by=desk.head)
    assert desk.again(document).state is State.VOID


REFUSALS = {
    "a refusal without reason": ("unit", Told(Outcome.REFUSED), Unreadable, "请写明原因"),
    "an absence without reason": ("unit", Told(Outcome.ABSENT), Unreadable, "请写明原因"),
    "paper without photo": ("unit", Told(Outcome.ON_PAPER), Unreadable, "请拍摄"),
    "cannot write without photo": ("unit", Told(Outcome.CANNOT_WRITE, reason="右手受伤"), Unreadable, "捺印"),
    "a signature nobody drew": ("unit", Told(Outcome.SIGNED), Unreadable, "请选择"),
    "an officer who refuses": ("officer-1", REFUSED, NotAllowed, "执法人员不能"),
    "the paper of the other officer": ("officer-2", ON_PAPER, NotAllowed, "本人登录"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_ends_that_are_refused(desk, case):
    key, told, kind, words = REFUSALS[case]
    with pytest.raises(kind, match=words):
        desk.outcome(desk.frozen(), key, told)


def test_one_end_for_each_signature(desk):
    document = desk.frozen()
    desk.outcome(document, "unit", ON_PAPER)
    with pytest.raises(NotNow, match="已经登记为“纸质签名”"):
        desk.outcome(document, "unit", REFUSED)


def test_what_is_missing_is_told(desk):
    document = desk.frozen()
    with db.read_session() as session:
        told = missing(queries.slots_on(session, document), 2)
    assert told == [
        "执法人员江一帆还没有签署", "执法人员梁䶮还没有签署", "被检查单位现场负责人朱镕㛃䶮𬭚还没有签署",
    ]  # fmt: skip
    with pytest.raises(NotNow, match="现在还不能封存"):
        desk.do(actions.seal, document)


def test_every_act_stands_in_the_ledger(desk):
    document = desk.sealed()
    with db.read_session() as session:
        acts = [line.act for line in ledger.history(session, "documents", document.id)]
    assert acts.count("已签名") == 3
    assert acts[0] == "起草文书" and acts[-1] == "封存" and "定稿编号" in acts


def test_signatures_that_arrive_while_the_seal_is_made(desk):
    document = desk.frozen()
    for key in ("officer-1", "officer-2", "unit"):
        desk.signed_by(document, key)
    with db.read_session() as session:
        made = actions.compose(session, document, at=NOW)
    desk.do(actions.amend, document, VALUES | {"remark": "补充"})
    with pytest.raises(NotNow, match="又有变化"):
        desk.do(actions.seal, document, made)
    assert desk.again(document).state is State.FROZEN


def upgraded(monkeypatch):
    """The same words are set otherwise from now on."""
    before = papers.drawn
    monkeypatch.setattr(paper, "_font_files", lambda: ["other fonts"])
    monkeypatch.setattr(paper, "_typesetter", paper._typesetter.__wrapped__)
    monkeypatch.setattr(papers, "drawn", lambda one: before(one) + b"\n% other fonts")


def test_a_layout_that_changed_after_signing_is_not_sealed_and_the_same_words_are_signed_anew(
    desk, monkeypatch
):
    document = desk.ready()
    upgraded(monkeypatch)
    with pytest.raises(NotNow, match="版式"):
        desk.do(actions.seal, document)
    desk.do(actions.amend, document, VALUES)
    assert desk.again(document).version == 2
    assert desk.slot(document, "unit").outcome is Outcome.PENDING
    for key in ("officer-1", "officer-2", "unit"):
        desk.signed_by(document, key)
    desk.do(actions.seal, document)
    assert desk.again(document).state is State.SEALED


def test_a_layout_that_changed_ends_nothing_that_is_sealed_or_was_shown_to_nobody(desk, monkeypatch):
    sealed, shown_to_nobody = desk.sealed(), desk.frozen()
    upgraded(monkeypatch)
    for document in (sealed, shown_to_nobody):
        desk.do(actions.amend, document, VALUES)
        assert desk.again(document).version == 1


def test_the_paper_to_sign_is_set_once_while_nothing_it_is_set_from_has_changed(desk, monkeypatch):
    document, before, set_again = desk.ready(), papers.drawn, []
    monkeypatch.setattr(papers, "drawn", lambda one: set_again.append(one.finished) or before(one))
    desk.do(actions.seal, document)
    assert set_again == [True]


def test_a_paper_to_sign_that_is_gone_from_the_store_is_set_again(desk, monkeypatch):
    document = desk.ready()
    with db.read_session() as session:
        version = queries.current_version(session, document)
    house().files._delete(version.draft_sha256)
    desk.do(actions.seal, document)
    assert house().files.exists(version.draft_sha256)


def test_only_sealed_papers_are_corrected_or_handed_over(desk):
    document = desk.frozen()
    with pytest.raises(NotNow, match="只有已封存"):
        desk.drafted(replaces=document)
    from inspectapp.documents.actions.handing import Handed
    from inspectapp.documents.words import Way

    with pytest.raises(NotNow, match="还没有封存"):
        desk.do(actions.hand_over, document, Handed(Way.PRINT, "某"))
