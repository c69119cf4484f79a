"""How the catalogue lives: loaded, amended with a history, confirmed, offered newer texts, never lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from inspectapp.laws import actions, queries
from inspectapp.laws.actions import loading
from inspectapp.laws.catalogue import BY_CODE, ENTRIES, EXAMPLES, INSTRUMENTS
from inspectapp.laws.content import Discretion, Entry, Tier
from inspectapp.laws.models import DiscretionTier, LawInstrument, LawVersion
from inspectapp.laws.rules import NoOffer, Offer
from inspectapp.laws.words import (
    Confidence,
    Kind,
    Measure,
    Origin,
    Phase,
    Quantity,
    Standing,
    Subject,
    Target,
    VersionState,
)
from inspectapp.people.actor import Role
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotAllowed, NotFound, NotNow, Unreadable
from inspectapp.subjects.refused import FieldRefused, Stale
from tests.laws.conftest import NOW, actor

LATER = NOW + timedelta(hours=1)
BEFORE, AFTER = date(2026, 5, 31), date(2026, 6, 1)
WHY = "取得官方文本"
SUM = Tier(Phase.FIRST, Target.UNIT, (Measure.WARNING, Measure.FINE), "初次发现", None, 8_000)


def amend(session, law, entry, by=None, seen=1, reason=WHY, at=LATER):
    return actions.amend(session, law, entry, reason, by=by or actor(), at=at, seen=seen)


def test_everything_shipped_is_loaded_once(session):
    assert actions.load_catalogue(session, by=None, at=NOW) == len(ENTRIES)
    assert actions.load_catalogue(session, by=None, at=LATER) == 0
    assert [found.entry for found in queries.everything(session)] == sorted(ENTRIES, key=lambda one: one.code)
    assert len(session.exec(select(LawInstrument)).all()) == len(INSTRUMENTS)
    assert len(session.exec(select(DiscretionTier)).all()) == len(EXAMPLES)


def test_an_edit_is_a_new_version_and_the_old_one_stays(loaded, law):
    entry, found = law("LB14")
    amend(loaded, entry, replace(found.entry, note="已与官方文本核对"))
    newest, oldest = queries.told(loaded, entry)
    assert (newest.number, newest.who, newest.reason, newest.is_current) == (2, "李法制", WHY, True)
    assert [(one.label, one.new) for one in newest.changes] == [("说明", "已与官方文本核对")]
    assert (oldest.number, oldest.who, oldest.changes) == (1, "系统", [])
    kept = loaded.get_one(LawVersion, found.version_id)
    assert kept.entry("LB14").note == BY_CODE["LB14"].note


def test_an_edit_is_told_in_the_ledger(loaded, law):
    entry, found = law("LB14")
    amend(loaded, entry, replace(found.entry, note="已与官方文本核对"))
    acts = [line.act for line in ledger.history(loaded, "law_entries", entry.id)]
    assert acts == ["登记条目", "发布条目", "修改条目", "更换现行版本"]


def test_of_two_edits_at_once_the_second_sees_both_texts(loaded, law):
    entry, found = law("LB14")
    amend(loaded, entry, replace(found.entry, note="甲的说明"), by=actor(name="甲"))
    with pytest.raises(Stale) as stale:
        amend(loaded, entry, replace(found.entry, note="乙的说明"), by=actor(name="乙"))
    (difference,) = stale.value.differences
    assert (difference.label, difference.saved, difference.typed) == ("说明", "甲的说明", "乙的说明")
    assert stale.value.who == "甲"
    assert queries.current(loaded, entry).entry.note == "甲的说明"


def test_after_looking_the_second_may_save_over_the_new_number(loaded, law):
    entry, found = law("LB14")
    amend(loaded, entry, replace(found.entry, note="甲的说明"))
    amend(loaded, entry, replace(found.entry, note="乙的说明"), seen=2)
    assert [one.number for one in queries.told(loaded, entry)] == [3, 2, 1]


def test_an_edit_without_a_change_is_refused(loaded, law):
    entry, found = law("LB14")
    with pytest.raises(NotNow, match="没有变化"):
        amend(loaded, entry, found.entry)


@pytest.mark.parametrize(
    ("role", "is_city"),
    [
        (Role.HEAD, False), (Role.LEGAL, False), (Role.OFFICER, True), (Role.CITY, True), (Role.CLERK, True),
        (Role.SYSTEM, True), (Role.SECURITY, True), (Role.AUDIT, True),
    ],
)  # fmt: skip
def test_only_head_and_legal_review_of_the_city_edit(loaded, law, role, is_city):
    entry, found = law("LB14")
    stranger = actor(role, is_city=is_city)
    with pytest.raises(NotAllowed, match="市级科室负责人或法制审核"):
        amend(loaded, entry, replace(found.entry, note="改"), by=stranger)
    with pytest.raises(NotAllowed):
        actions.add(loaded, own_row(), WHY, by=stranger, at=NOW)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SYSTEM, Role.SECURITY, Role.AUDIT])
def test_to_others_the_catalogue_does_not_exist(loaded, law, role):
    entry, _ = law("LB14")
    with pytest.raises(NotFound):
        queries.law_for(loaded, actor(role), entry.id)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.LEGAL, Role.CITY])
def test_everybody_of_a_bureau_reads(loaded, law, role):
    entry, _ = law("LB14")
    assert queries.law_for(loaded, actor(role, is_city=False), entry.id) is entry


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"violation": ""}, "violation", "请填写违法行为"),
        ({"subjects": ()}, "violation", "至少选择一类对象"),
        ({"valid_to": date(2010, 1, 1)}, "valid_to", "失效日期早于施行日期"),
        ({"valid_from": None}, "valid_from", "施行日期"),
        ({"penalty_clause": ""}, "penalty_clause", "法规和条号"),
        ({"kind": Kind.NO_FINE}, "kind", "不能填写罚款数额"),
        ({"kind": Kind.TRAP}, "kind", "不能填写罚款数额"),
        ({"tiers": (replace(SUM, min_yuan=9_000),)}, "tiers-0-max_yuan", "最低数额大于最高数额"),
        ({"tiers": (replace(SUM, max_yuan=100_000_001),)}, "tiers-0-max_yuan", "核对位数"),
        ({"tiers": (replace(SUM, max_yuan=0),)}, "tiers-0-max_yuan", "核对位数"),
        ({"tiers": (replace(SUM, min_yuan=1_000, max_yuan=None),)}, "tiers-0-max_yuan", "请填写最高数额"),
        ({"tiers": (replace(SUM, max_percent=101),)}, "tiers-0-max_percent", "0到100"),
        ({"tiers": (replace(SUM, min_percent=20),)}, "tiers-0-max_percent", "最高比例"),
    ],
)
def test_a_row_that_does_not_hold_together_is_refused(loaded, law, change, field, said):
    entry, found = law("LB12")
    with pytest.raises(FieldRefused) as refused:
        amend(loaded, entry, replace(found.entry, **change))
    assert refused.value.field == field
    assert said in refused.value.sentence
    assert queries.current(loaded, entry).number == 1


def test_the_new_rule_is_loaded_then_confirmed_and_only_then_offers_a_sum(loaded, law):
    entry, found = law("LB23")
    assert queries.basis_for(loaded, "LB23", act_date=AFTER).at_act.standing is Standing.AWAITING
    with pytest.raises(FieldRefused, match="没有金额可以确认"):
        amend(loaded, entry, replace(found.entry, confirmed=True))
    typed = replace(found.entry, penalty_clause="第四十条", tiers=(SUM,))
    amend(loaded, entry, typed)
    assert queries.basis_for(loaded, "LB23", act_date=AFTER).at_act.standing is Standing.UNCONFIRMED
    amend(loaded, entry, replace(typed, confirmed=True), seen=2)
    assert queries.basis_for(loaded, "LB23", act_date=AFTER).at_act.highest == 8_000
    assert queries.told(loaded, entry)[0].changes[0].label == "本单位已核对"


def test_a_judgement_names_the_version_a_paper_must_keep(loaded, law):
    entry, found = law("LB04")
    judged = queries.basis_for(loaded, "LB04", act_date=AFTER)
    assert judged.version_id == found.version_id
    amend(loaded, entry, replace(found.entry, note="新说明"))
    assert queries.basis_for(loaded, "LB04", act_date=AFTER).version_id != found.version_id


def test_old_act_new_law_unloaded_no_choice_is_made(loaded):
    judged = queries.basis_for(loaded, "LB21", act_date=BEFORE, decision_date=AFTER)
    assert isinstance(judged.at_act, Offer)
    assert isinstance(judged.at_decision, NoOffer)
    assert judged.applies is None
    assert "无法比较轻重" in judged.sentence


@pytest.mark.parametrize(("most", "code"), [(8_000, "LB23"), (90_000, "LB21")])
def test_old_act_new_law_loaded_the_lighter_applies(loaded, law, most, code):
    entry, found = law("LB23")
    tier = replace(SUM, min_yuan=None if most < 10_000 else 10_000, max_yuan=most)
    amend(loaded, entry, replace(found.entry, penalty_clause="第四十条", tiers=(tier,), confirmed=True))
    judged = queries.basis_for(loaded, "LB21", act_date=BEFORE, decision_date=AFTER)
    assert judged.applies.entry.code == code
    assert "较轻" in judged.sentence


def test_a_decision_under_the_same_law_needs_no_comparison(loaded):
    judged = queries.basis_for(loaded, "LB01", act_date=BEFORE, decision_date=AFTER)
    assert judged.at_decision is None
    assert judged.applies is judged.at_act


def test_an_unknown_row_is_not_found(loaded):
    with pytest.raises(NotFound):
        queries.basis_for(loaded, "LB99", act_date=AFTER)


def own_row():
    return Entry(
        "", Kind.PENALTY, "本省规定的其他培训违法行为", (Subject.INSTITUTION,), (), "AF2021",
        "第九十七条第三项",
        (SUM,), valid_from=AFTER, source="省条例",
    )  # fmt: skip


def test_rows_of_ones_own_are_numbered_in_turn(loaded):
    codes = [actions.add(loaded, own_row(), WHY, by=actor(), at=NOW).code for _ in range(2)]
    assert codes == ["BD01", "BD02"]
    assert queries.basis_for(loaded, "BD01", act_date=AFTER).at_act.highest == 8_000


# --- a newer shipped catalogue -----------------------------------------------------------------------------


@pytest.fixture
def newer(monkeypatch):
    """The next release words LB14 differently."""
    changed = replace(BY_CODE["LB14"], note="新版说明")
    monkeypatch.setattr(loading, "ENTRIES", tuple(changed if one.code == "LB14" else one for one in ENTRIES))


def test_a_newer_shipped_text_offers_itself_and_changes_nothing(loaded, law, newer):
    entry, found = law("LB14")
    amend(loaded, entry, replace(found.entry, note="本单位的说明"))
    assert actions.load_catalogue(loaded, by=None, at=LATER) == 1
    assert actions.load_catalogue(loaded, by=None, at=LATER) == 0
    assert queries.current(loaded, entry).entry.note == "本单位的说明"
    ((row, version),) = queries.offered(loaded)
    assert (row.code, version.state, version.origin) == ("LB14", VersionState.OFFERED, Origin.SHIPPED)


def offered(loaded):
    actions.load_catalogue(loaded, by=None, at=LATER)
    ((law, version),) = queries.offered(loaded)
    return law, version


def test_an_offer_is_adopted_as_the_next_version(loaded, law, newer):
    entry, version = offered(loaded)
    actions.adopt(loaded, version, by=actor(), at=LATER, seen=1)
    assert queries.current(loaded, entry).entry.note == "新版说明"
    assert [one.number for one in queries.told(loaded, entry) if one.is_current] == [3]
    assert queries.offered(loaded) == []


def test_an_offer_is_declined_and_stays_in_the_history(loaded, law, newer):
    entry, version = offered(loaded)
    actions.decline(loaded, version, by=actor(), at=LATER)
    assert queries.current(loaded, entry).number == 1
    assert queries.told(loaded, entry)[0].state is VersionState.DECLINED


def test_an_offer_is_decided_once(loaded, law, newer):
    _, version = offered(loaded)
    actions.decline(loaded, version, by=actor(), at=LATER)
    with pytest.raises(NotNow, match="已经处理过"):
        actions.adopt(loaded, version, by=actor(), at=LATER, seen=1)


def test_an_offer_looked_at_before_an_edit_is_not_adopted_over_it(loaded, law, newer):
    entry, version = offered(loaded)
    amend(loaded, entry, replace(BY_CODE["LB14"], note="刚改的"))
    with pytest.raises(NotNow, match="刚才有人修改过"):
        actions.adopt(loaded, version, by=actor(), at=LATER, seen=1)


def test_an_offer_is_not_for_officers_to_decide(loaded, law, newer):
    _, version = offered(loaded)
    with pytest.raises(NotAllowed):
        actions.adopt(loaded, version, by=actor(Role.OFFICER), at=LATER, seen=1)


# --- discretion tiers --------------------------------------------------------------------------------------

OWN_TIER = Discretion(
    "LB02", Quantity.SHARE, Phase.FIRST, Target.UNIT, None, 10, None, 20_000, AFTER, source="本省基准"
)


def test_an_own_tier_applies_once_switched_on(loaded, law):
    entry, _ = law("LB02")
    row = actions.add_tier(loaded, entry, OWN_TIER, by=actor(), at=NOW)
    assert queries.discretion_for(loaded, entry, AFTER) == []
    actions.switch_tier(loaded, row, True, by=actor(), at=NOW)
    assert [one.max_yuan for one in queries.discretion_for(loaded, entry, AFTER)] == [20_000]
    assert queries.discretion_for(loaded, entry, BEFORE) == []
    with pytest.raises(NotNow, match="已经启用"):
        actions.switch_tier(loaded, row, True, by=actor(), at=NOW)


def test_an_example_is_never_switched_on(loaded, law):
    entry, _ = law("LB02")
    for row in queries.tiers_of(loaded, entry):
        with pytest.raises(NotNow, match="示例"):
            actions.switch_tier(loaded, row, True, by=actor(), at=NOW)


def test_an_example_is_not_edited(loaded, law):
    entry, _ = law("LB02")
    row = queries.tiers_of(loaded, entry)[0]
    with pytest.raises(NotNow, match="示例"):
        actions.change_tier(loaded, row, OWN_TIER, WHY, by=actor(), at=NOW, seen=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"max_yuan": 100_001}, "超出法定罚款幅度"),
        ({"max_yuan": None}, "最高数额"),
        ({"min_yuan": 30_000}, "最低数额大于最高数额"),
        ({"above": 10}, "下限不小于上限"),
        ({"valid_to": BEFORE}, "失效日期早于施行日期"),
        ({"phase": Phase.OVERDUE}, "超出法定罚款幅度"),
    ],
)
def test_a_tier_outside_the_law_is_refused(loaded, law, change, said):
    entry, _ = law("LB02")
    with pytest.raises(Unreadable, match=said):
        actions.add_tier(loaded, entry, replace(OWN_TIER, **change), by=actor(), at=NOW)


def test_a_changed_tier_keeps_what_it_said_in_the_history(loaded, law):
    entry, _ = law("LB02")
    row = actions.add_tier(loaded, entry, OWN_TIER, by=actor(), at=NOW)
    actions.change_tier(loaded, row, replace(OWN_TIER, max_yuan=30_000), WHY, by=actor(), at=LATER, seen=1)
    line = queries.tier_lines(loaded, entry)[0]
    assert line.detail["old"].endswith("20,000元以下")
    assert line.detail["new"].endswith("30,000元以下")
    with pytest.raises(NotNow, match="没有保存"):
        actions.change_tier(loaded, row, OWN_TIER, WHY, by=actor(), at=LATER, seen=1)


def test_an_instrument_is_corrected_with_a_reason(loaded):
    row = next(one for one in queries.all_instruments(loaded) if one.code == "COAL92")
    values = {"confidence": Confidence.CHECKED, "repealed_from": date(2026, 1, 1)}
    actions.change_instrument(loaded, row, values, WHY, by=actor(), at=LATER, seen=1)
    assert ledger.history(loaded, "law_instruments", row.id)[-1].detail["fields"] == [
        "confidence",
        "repealed_from",
    ]
    with pytest.raises(NotNow, match="没有保存"):
        actions.change_instrument(loaded, row, values, WHY, by=actor(), at=LATER, seen=1)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("97(4)", {"LB02"}), ("第九十七条第四项", {"LB02"}), ("97条 录", {"LB02"}), ("ld01", {"LD01"}),
        ("档案", None), ("34(2)", {"LB13", "LB15"}), ("112", {"LB11"}), ("没有这样的词", set()),
    ],
)  # fmt: skip
def test_search_finds_by_words_number_and_article(loaded, words, codes):
    found = {one.entry.code for one in queries.search(loaded, words)}
    if codes is None:
        assert {"LB14", "LB20"} <= found
    else:
        assert found == codes


def test_search_by_subject(loaded):
    found = {one.entry.code for one in queries.search(loaded, subject=Subject.HEAD)}
    assert found == {"LB06", "LB16"}
