"""Decisions about a visit, one refusal after the other."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from inspectapp.checklists.content import ItemContent, Option, Threshold
from inspectapp.checklists.words import AnswerKind, Comparison, Force, Verdict
from inspectapp.people.actor import Role
from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable
from inspectapp.shared.states import check_step
from inspectapp.visits import rules
from inspectapp.visits.models import CONSENTS, TRANSITIONS
from inspectapp.visits.rules import Answered, Given, Judged, gaps, judged
from inspectapp.visits.words import AWAY, Consent, State

V = Verdict
YES_NO = ItemContent("a", "考勤", "每课签到签退")
ROOM = Threshold(Comparison.AT_LEAST, Decimal(3), "人")
NUMBER = ItemContent("b", "师资", "专职教师", answer=AnswerKind.NUMBER, threshold=ROOM)
FREE_NUMBER = ItemContent("c", "师资", "在册学员", answer=AnswerKind.NUMBER)
OPTIONS = (Option("自有", V.CONFORMS), Option("无场地", V.FAILS))
CHOICE = ItemContent("d", "场地", "场地来源", answer=AnswerKind.CHOICE, options=OPTIONS)
TEXT = ItemContent("e", "其他", "其他情况", answer=AnswerKind.TEXT)

JUDGED = (
    (YES_NO, Given(V.CONFORMS, note="看了三天"), Judged(V.CONFORMS, "", "看了三天")),
    (YES_NO, Given(V.FAILS, typed="多余"), Judged(V.FAILS, "", "")),
    (YES_NO, Given(note="只写了说明"), Judged(V.UNCHECKED, "", "只写了说明")),
    (NUMBER, Given(typed="3"), Judged(V.CONFORMS, "3", "", "实际3人，要求不少于3人，符合。")),
    (NUMBER, Given(typed="２人"), Judged(V.FAILS, "２人", "", "实际2人，要求不少于3人，少1人，不符合。")),
    (NUMBER, Given(), Judged(V.UNCHECKED, "", "")),
    (NUMBER, Given(V.NOT_APPLICABLE, typed="3"), Judged(V.NOT_APPLICABLE, "", "")),
    (FREE_NUMBER, Given(typed="41"), Judged(V.CONFORMS, "41", "")),
    (FREE_NUMBER, Given(V.FAILS, typed="0"), Judged(V.FAILS, "0", "")),
    (CHOICE, Given(typed="无场地"), Judged(V.FAILS, "无场地", "")),
    (CHOICE, Given(), Judged(V.UNCHECKED, "", "")),
    (TEXT, Given(typed="墙面渗水"), Judged(V.UNCHECKED, "墙面渗水", "")),
    (TEXT, Given(V.CONFORMS, typed="墙面干燥"), Judged(V.CONFORMS, "墙面干燥", "")),
    (TEXT, Given(V.FAILS, typed="墙面渗水"), Judged(V.FAILS, "墙面渗水", "")),
    (TEXT, Given(), Judged(V.UNCHECKED, "", "")),
    (TEXT, Given(V.UNCHECKED, typed="墙面渗水", note="待核"), Judged(V.UNCHECKED, "墙面渗水", "待核")),
    (TEXT, Given(V.NOT_APPLICABLE, typed="墙面渗水"), Judged(V.NOT_APPLICABLE, "", "")),
    (YES_NO, Given(V.UNCHECKED, note="看了三天"), Judged(V.UNCHECKED, "", "看了三天")),
    (NUMBER, Given(V.UNCHECKED, typed="3"), Judged(V.UNCHECKED, "", "")),
    (CHOICE, Given(V.UNCHECKED, typed="无场地"), Judged(V.UNCHECKED, "", "")),
)


@pytest.mark.parametrize(("item", "given", "wanted"), JUDGED)
def test_what_was_tapped_or_typed_becomes_an_answer(item, given, wanted):
    assert judged(item, given) == wanted


@pytest.mark.parametrize(
    ("item", "given", "sentence"),
    [
        (NUMBER, Given(typed="三个"), "这里要填数字"),
        (NUMBER, Given(typed="3小时"), "单位不一致"),
        (NUMBER, Given(typed="-1"), "不能小于零"),
        (CHOICE, Given(typed="别处"), "从这一项列出的选项里选择"),
        (TEXT, Given(typed="长" * 1001), "最多1000个字"),
        (YES_NO, Given(V.FAILS, note="长" * 1001), "最多1000个字"),
    ],
)
def test_what_cannot_be_an_answer_comes_back(item, given, sentence):
    with pytest.raises(Unreadable, match=sentence):
        judged(item, given)


STEPS = [(now, new) for now in State for new in State]


@pytest.mark.parametrize(("now", "new"), STEPS, ids=lambda state: state.name)
def test_the_table_of_states_is_the_law_of_every_step(now, new):
    allowed = {
        (State.PREPARED, State.ARRIVED), (State.ARRIVED, State.CHECKING), (State.CHECKING, State.SIGNING),
        (State.SIGNING, State.CHECKING), (State.SIGNING, State.SEALED), (State.SEALED, State.SIGNING),
        *((state, State.STOPPED) for state in (State.PREPARED, State.ARRIVED, State.CHECKING, State.SIGNING)),
    }  # fmt: skip
    assert (new in TRANSITIONS[now]) is ((now, new) in allowed)
    if (now, new) not in allowed:
        with pytest.raises(NotNow, match="现在不行"):
            check_step(TRANSITIONS, now, new, "现在不行。")


def test_who_stepped_back_is_asked_anew_or_stays_away_and_every_state_names_its_next_step():
    assert {CONSENTS[one] for one in AWAY} == {frozenset({Consent.ASKED})}
    found = {rules.next_step(state, unanswered=4) for state in State if state is not State.CHECKING}
    assert found == {step for state, step in rules.STEPS.items() if state is not State.CHECKING}
    assert rules.next_step(State.CHECKING, unanswered=4).page == rules.STEPS[State.CHECKING].page


ASKED, CONFIRMED, RECUSED = Consent.ASKED, Consent.CONFIRMED, Consent.RECUSED
TWO, TOO_FEW = {CONFIRMED: 2}, "人员不足，请增加执法人员"


@pytest.mark.parametrize(
    ("state", "own", "consents", "unanswered", "words", "page"),
    [
        (State.PREPARED, CONFIRMED, TWO, 3, "去到场", "/arrival"),
        (State.PREPARED, ASKED, {CONFIRMED: 1, ASKED: 1}, 3, "请确认是否参加", "/consent"),
        (State.PREPARED, CONFIRMED, {CONFIRMED: 1, ASKED: 1}, 3, "等待同行人员确认", ""),
        (
            State.PREPARED,
            CONFIRMED,
            {CONFIRMED: 1, RECUSED: 1},
            3,
            "人员不足，请增加执法人员",
            "/officers/new",
        ),
        (State.PREPARED, None, {RECUSED: 2}, 3, TOO_FEW, "/officers/new"),
        (State.ARRIVED, CONFIRMED, TWO, 3, "出示证件，开始检查", "/introduction"),
        (State.ARRIVED, ASKED, {CONFIRMED: 2, ASKED: 1}, 3, "请确认是否参加", "/consent"),
        (State.CHECKING, CONFIRMED, TWO, 3, "继续检查，还差3项", "/checklist"),
        (
            State.CHECKING,
            CONFIRMED,
            {CONFIRMED: 1, RECUSED: 1},
            3,
            "人员不足，请增加执法人员",
            "/officers/new",
        ),
        (State.CHECKING, CONFIRMED, TWO, 0, "各项都已检查，请对方签字", "/open-items"),
        (State.SIGNING, CONFIRMED, TWO, 0, "请对方签字", "/record"),
        (State.SIGNING, ASKED, {CONFIRMED: 2, ASKED: 1}, 0, "请对方签字", "/record"),
        (State.SEALED, CONFIRMED, TWO, 0, "查看检查记录", "/record"),
        (State.STOPPED, CONFIRMED, {CONFIRMED: 1}, 2, "查看已记下的内容", "/checklist"),
    ],
)
def test_the_next_step_in_plain_words_and_where_it_is_done(state, own, consents, unanswered, words, page):
    step = rules.next_step(state, own, consents, unanswered)
    assert (step.words, step.page) == (words, page)
    assert step.waits is (words == "等待同行人员确认")


@pytest.mark.parametrize(
    ("role", "consent", "may"),
    [
        (Role.OFFICER, CONFIRMED, True), (Role.OFFICER, ASKED, False), (Role.OFFICER, None, False),
        (Role.OFFICER, RECUSED, False), (Role.HEAD, None, True), (Role.HEAD, ASKED, True),
        (Role.HEAD, RECUSED, False), (Role.CITY, None, True), (Role.LEGAL, None, False),
    ],
)  # fmt: skip
def test_who_sends_others_and_ends_a_visit(role, consent, may):
    assert rules.may_arrange(role, consent) is may


def test_who_has_not_confirmed_is_shown_where_to_do_it():
    visit_id = uuid.uuid4()
    rules.check_confirmed(CONFIRMED, visit_id)
    with pytest.raises(NotAllowed, match="还没有确认参加") as refused:
        rules.check_confirmed(ASKED, visit_id)
    assert refused.value.way == (f"/visits/{visit_id}/consent", "去确认")
    with pytest.raises(NotAllowed, match="申请回避"):
        rules.check_confirmed(RECUSED, visit_id)


@pytest.mark.parametrize("consents", [[], [Consent.CONFIRMED], [Consent.CONFIRMED, Consent.ASKED]])
def test_one_officer_alone_does_not_inspect(consents):
    with pytest.raises(NotNow, match=f"现在只有{consents.count(Consent.CONFIRMED)}名已确认"):
        rules.check_enough_officers(consents)


def test_two_of_three_are_enough():
    rules.check_enough_officers([Consent.CONFIRMED, Consent.RECUSED, Consent.CONFIRMED])


def test_a_problem_with_a_certificate_names_the_officer():
    rules.check_certificate("", "江一帆")
    with pytest.raises(NotNow, match="江一帆没有登记执法证号，不能参加检查"):
        rules.check_certificate("没有登记执法证号", "江一帆")


def test_only_the_named_work_on_a_visit_and_not_when_they_stepped_back():
    me = uuid.uuid4()
    rules.check_named(me, {me})
    with pytest.raises(NotAllowed, match="只能查看"):
        rules.check_named(me, {uuid.uuid4()})
    with pytest.raises(NotAllowed, match="已对这次检查申请回避"):
        rules.check_no_recusal(Consent.RECUSED)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.PREPARED, "还没有到场"), (State.SIGNING, "请先退回检查"), (State.SEALED, "已经封存"),
        (State.STOPPED, "已经中止"),
    ],
)  # fmt: skip
def test_answers_change_only_between_arrival_and_signing(state, sentence):
    with pytest.raises(NotNow, match=sentence):
        rules.check_open_for_answers(state)
    rules.check_open_for_answers(State.ARRIVED)
    rules.check_open_for_answers(State.CHECKING)


@pytest.mark.parametrize(("so_far", "most", "reason"), [(2, None, ""), (1, 2, ""), (2, 2, "群众举报")])
def test_the_cap_asks_for_a_reason_and_forbids_nothing(so_far, most, reason):
    rules.check_reason_over_cap(so_far, most, reason)


@pytest.mark.parametrize("reason", ["", "   ", "再查 "])
def test_over_the_cap_a_reason_of_four_signs(reason):
    with pytest.raises(Unreadable, match="已检查2次，公布的上限是2次"):
        rules.check_reason_over_cap(2, 2, reason)


@pytest.mark.parametrize("reason", ["", " 停 电 "[:3]])
def test_stopping_needs_a_reason(reason):
    with pytest.raises(Unreadable, match="请写明中止的原因"):
        rules.check_stop_reason(reason)


def item(**more):
    return ItemContent("a", "考勤", "每课签到签退", **more)


def answered(verdict, given=None, **more):
    return Answered(1, "q-1", given or item(), verdict, **more)


GAPS = (
    (answered(V.UNCHECKED), ["第1项还没有检查：每课签到签退"], False),
    (answered(V.CONFORMS), [], True),
    (answered(V.NOT_APPLICABLE, item(photo=Force.ON_FAILURE)), [], True),
    (answered(V.NOT_APPLICABLE, item(photo=Force.ALWAYS, note=Force.ALWAYS)), [], True),
    (answered(V.FAILS), ["第1项不符合，还没有写明问题：每课签到签退"], True),
    (answered(V.FAILS, findings=1), [], True),
    (answered(V.FAILS, item(photo=Force.ON_FAILURE), findings=1), ["第1项还差照片：每课签到签退"], True),
    (
        answered(V.CONFORMS, findings=1),
        ["第1项已改为符合，还有问题没有撤回。请撤回问题，或改回不符合。"],
        True,
    ),
    (
        answered(V.NOT_APPLICABLE, findings=2),
        ["第1项已改为不适用，还有问题没有撤回。请撤回问题，或改回不符合。"],
        True,
    ),
    (answered(V.FAILS, item(photo=Force.ON_FAILURE), findings=1, photos=1), [], True),
    (answered(V.CONFORMS, item(photo=Force.ON_FAILURE, note=Force.ON_FAILURE)), [], True),
    (
        answered(V.CONFORMS, item(photo=Force.ALWAYS, note=Force.ALWAYS)),
        ["第1项还差情况说明：每课签到签退", "第1项还差照片：每课签到签退"],
        True,
    ),
    (answered(V.CONFORMS, item(note=Force.ALWAYS), note="齐全"), [], True),
)


@pytest.mark.parametrize(("one", "sentences", "blocks"), GAPS)
def test_what_is_still_missing_and_whether_it_stands_in_the_way(one, sentences, blocks):
    found = gaps([one])
    assert [gap.sentence for gap in found] == sentences
    assert {gap.blocks for gap in found} <= {blocks}
    assert all(gap.anchor == "q-1" for gap in found)


def test_what_blocks_and_what_may_stay_open_are_told_apart():
    found = gaps([answered(V.UNCHECKED), answered(V.FAILS)])
    assert [gap.blocks for gap in rules.must_be_mended(found)] == [True]
    assert [gap.blocks for gap in rules.may_be_missing(found)] == [False]


MADE, SEEN = datetime(2026, 11, 21, 0, 0, tzinfo=UTC), datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "printed"),
    [
        (None, SEEN),
        (-180, SEEN - timedelta(hours=3)),
        (10, SEEN + timedelta(minutes=10)),
        (11, SEEN),
        (-360, MADE),
        (-361, SEEN),
        (2 * 24 * 60, SEEN),
        (-2 * 24 * 60, SEEN),
    ],
)
def test_the_phones_time_is_printed_unless_something_speaks_against_it(minutes, printed):
    told = None if minutes is None else SEEN + timedelta(minutes=minutes)
    assert rules.act_time(SEEN, told, MADE) == printed


def test_without_a_beginning_only_the_future_is_no_time_of_an_act():
    assert rules.act_time(SEEN, MADE - timedelta(days=9), None) == MADE - timedelta(days=9)


@pytest.mark.parametrize(
    ("told", "earlier", "given", "ended"),
    [
        (None, None, [1], 90),
        (None, 10, [1, 9], 10),
        (None, 10, [], 10),
        (None, 10, [1, 70, 65], 70),
        (80, 10, [70], 70),
        (80, 10, [], 10),
        (80, None, [70], 80),
    ],
    ids=[
        "the first time",
        "only made anew",
        "nothing given",
        "something given since",
        "something given since, made on a phone",
        "only made anew on a phone",
        "a phone first",
    ],
)
def test_the_checking_ends_with_what_was_given_last_and_not_with_the_paper(told, earlier, given, ended):
    def minute(number):
        return None if number is None else SEEN + timedelta(minutes=number)

    found = rules.end_of_checking(minute(90), minute(told), minute(earlier), [minute(one) for one in given])
    assert found == minute(ended)


@pytest.mark.parametrize(
    ("present", "said"),
    [
        ([("县局", "甲"), ("县局", "乙")], "县局的执法人员甲、乙"),
        ([("县局", "甲"), ("市局", "丙"), ("县局", "乙")], "县局的执法人员甲、乙和市局的执法人员丙"),
        ([("市局", "丙"), ("市局", "丁")], "市局的执法人员丙、丁"),
        ([], "县局的执法人员"),
    ],
    ids=["one bureau", "two bureaus", "another bureau", "nobody yet"],
)
def test_officers_are_introduced_by_their_own_bureau(present, said):
    assert rules.introduced(present, "县局", "执法人员") == said
