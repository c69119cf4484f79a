"""What may be published, what reaches whom, how several checklists merge, what changed between two."""

from dataclasses import replace
from decimal import Decimal

import pytest

from inspectapp.checklists.content import ItemContent, Option, PackContent, Threshold, as_json, item_of
from inspectapp.checklists.packs import SHIPPED
from inspectapp.checklists.rules import Source, applies, check_publishable, covers, differences, gaps, merge
from inspectapp.checklists.words import AnswerKind, Comparison, Verdict, Way
from inspectapp.shared.refusals import NotNow
from inspectapp.subjects.words import UnitKind

GOOD = ItemContent("A1", "制度", "有年度培训计划", ways=(Way.DOCUMENTS,))
PACK = PackContent("X", "检查表", "泽州县", (UnitKind.ENTERPRISE,), items=(GOOD,))
NUMBER = replace(GOOD, answer=AnswerKind.NUMBER, threshold=Threshold(Comparison.AT_LEAST, Decimal(3), "人"))
CHOICE = replace(
    GOOD, answer=AnswerKind.CHOICE, options=(Option("好", Verdict.CONFORMS), Option("差", Verdict.FAILS))
)


def with_item(item: ItemContent) -> PackContent:
    return replace(PACK, items=(item,))


def threshold(**changes: object) -> PackContent:
    return with_item(replace(NUMBER, threshold=replace(NUMBER.threshold, **changes)))


GAPS = [
    (replace(PACK, title=""), "没有标题。请填写检查表的名称。"),
    (replace(PACK, jurisdiction=""), "没有适用地区。请填写这份检查表适用的市或县。"),
    (replace(PACK, kinds=()), "没有选检查对象。请至少选择一类。"),
    (replace(PACK, items=()), "还没有检查项。请至少添加一项。"),
    (with_item(replace(GOOD, text="")), "第1项：没有写检查内容。请补写。"),
    (with_item(replace(GOOD, text="长" * 301)), "第1项：检查内容超过300字。请写短，把细节放到标准里。"),
    (with_item(replace(GOOD, criteria="长" * 3001)), "第1项：标准超过3000字。请写短或拆成几项。"),
    (with_item(replace(GOOD, ways=())), "第1项：没有选检查方式。请至少选择一种。"),
    (with_item(replace(GOOD, basis=("安法97",))), "第1项：法律依据的编号不对。请从列表中重新选择。"),
    (with_item(replace(NUMBER, threshold=None)), "第1项：没有写数字要求。请填写比较方式和数值。"),
    (threshold(low=Decimal(-1)), "第1项：数字要求小于零。请核对。"),
    (threshold(unit=""), "第1项：数字没有单位。请填写，例如人、年、学时。"),
    (threshold(comparison=Comparison.BETWEEN, high=Decimal(1)), "第1项：数字范围不对。请让上限不小于下限。"),
    (
        with_item(replace(CHOICE, options=CHOICE.options[:1])),
        "第1项：选项少于两个。请补充，或改用别的回答方式。",
    ),
    (
        with_item(replace(CHOICE, options=(*CHOICE.options, CHOICE.options[0]))),
        "第1项：有两个相同的选项。请删去一个。",
    ),
    (
        replace(PACK, items=(GOOD, replace(GOOD, code="A2", text="有年度 培训计划。"))),
        "第2项：与第1项相同。请删去一项或改写。",
    ),
    (replace(PACK, items=(GOOD, replace(GOOD, text="别的"))), "有两项编号相同。请删去其中一项后重新添加。"),
    (
        replace(PACK, items=tuple(replace(GOOD, code=f"N{n}", text=f"第{n}条") for n in range(501))),
        "检查项超过500条。请拆成几份检查表。",
    ),
]


@pytest.mark.parametrize(("pack", "sentence"), GAPS)
def test_a_gap_stands_in_the_way_of_publishing(pack: PackContent, sentence: str):
    assert [gap.sentence for gap in gaps(pack)] == [sentence]
    with pytest.raises(NotNow, match="还不能发布。"):
        check_publishable(pack)


@pytest.mark.parametrize("item", [GOOD, NUMBER, CHOICE])
def test_a_sound_checklist_may_be_published(item: ItemContent):
    assert gaps(with_item(item)) == []


@pytest.mark.parametrize("pack", SHIPPED, ids=lambda pack: pack.code)
def test_every_shipped_checklist_may_be_published(pack: PackContent):
    assert gaps(pack) == []


@pytest.mark.parametrize("pack", SHIPPED, ids=lambda pack: pack.code)
def test_every_shipped_item_has_its_clause_and_its_usual_findings(pack: PackContent):
    assert [item.code for item in pack.items if not (item.clause and item.findings and item.criteria)] == []


def test_the_shipped_packs_hold_every_row_of_their_notices():
    codes = {item.code.split("-")[0] for pack in SHIPPED for item in pack.items}
    assert {f"D{n:02}" for n in range(1, 21)} | {f"P{n:02}" for n in range(1, 24)} <= codes
    assert [len(pack.items) for pack in SHIPPED if pack.code in ("J90", "JC169-1", "JC169-2")] == [9, 10, 3]


def test_the_look_back_form_keeps_its_table_and_prints_the_corrected_wording():
    layout = next(pack.layout for pack in SHIPPED if pack.code == "J90")
    assert layout.columns == ("序号", "项目", "检查内容", "具体要求", "检查方式", "检查情况")
    assert [len(row["items"]) for row in layout.rows] == [3, 3, 3]
    assert "持假证上岗" in layout.rows[1]["检查内容"]


@pytest.mark.parametrize("pack", SHIPPED, ids=lambda pack: pack.code)
def test_content_survives_the_way_through_json(pack: PackContent):
    assert tuple(item_of(as_json(item)) for item in pack.items) == pack.items


LINE = ("泽州县", "晋城市")


@pytest.mark.parametrize(
    ("jurisdiction", "covered"),
    [
        ("泽州县", True),
        ("晋城市", True),
        (" 晋城市 ", True),
        ("平阳县", False),
        ("东胜区", False),
        ("", False),
    ],
)
def test_a_jurisdiction_covers_itself_and_what_lies_below(jurisdiction: str, covered: bool):
    assert covers(jurisdiction, LINE) is covered


def test_thresholds_of_three_places_are_never_offered_together():
    for line in (LINE, ("东胜区",), ("平阳县",)):
        offered = {
            pack.jurisdiction for pack in SHIPPED if applies(pack.kinds, pack.jurisdiction, UnitKind, line)
        }
        assert offered <= set(line)


def test_a_checklist_is_offered_only_for_its_kinds_of_units():
    assert applies((UnitKind.ENTERPRISE,), "晋城市", {UnitKind.ENTERPRISE}, LINE)
    assert not applies((UnitKind.ENTERPRISE,), "晋城市", {UnitKind.INSTITUTION, UnitKind.EXAM_SITE}, LINE)


def source(key: str, *items: ItemContent, number: str = "某发〔2023〕1号") -> Source:
    return Source(key, number, items)


def test_the_same_words_are_asked_once_and_remember_both_sources():
    merged = merge(
        [source("甲", GOOD), source("乙", replace(GOOD, code="B9", text="有 年度培训计划。"), number="")]
    )
    assert [(one.item, one.sources) for one in merged] == [(GOOD, (("甲", "A1"), ("乙", "B9")))]


def test_the_same_clause_of_the_same_notice_is_asked_once():
    first, second = (
        replace(GOOD, clause="三（一）1"),
        replace(GOOD, code="B1", text="计划已制定", clause="三(一)1"),
    )
    assert len(merge([source("甲", first), source("乙", second)])) == 1


def test_a_clause_that_holds_several_questions_does_not_swallow_them():
    first, second = replace(GOOD, clause="三1"), replace(GOOD, code="A2", text="有档案", clause="三1")
    assert (
        len(
            merge(
                [
                    source("甲", first, second),
                    source("乙", replace(GOOD, code="B1", text="有经费", clause="三1")),
                ]
            )
        )
        == 3
    )


def test_the_same_words_with_another_threshold_stay_two_questions():
    other = replace(NUMBER, code="B1", threshold=Threshold(Comparison.AT_LEAST, Decimal(5), "人"))
    assert len(merge([source("甲", NUMBER), source("乙", other)])) == 2


def test_two_items_of_one_checklist_stay_two_questions():
    assert len(merge([source("甲", GOOD, replace(GOOD, code="A2"))])) == 2


def test_differences_tell_what_was_added_changed_moved_and_removed():
    a, b, c, d = (replace(GOOD, code=code, text=f"内容{code}") for code in "abcd")
    changed = replace(b, criteria="新标准")
    found = differences([a, b, c], [c, a, changed, d])
    assert [(change.act, change.item.code) for change in found] == [
        ("移动", "c"),
        ("修改", "b"),
        ("新增", "d"),
    ]
    assert found[1].parts == (("标准", "", "新标准"),)
    assert [change.act for change in differences([a, b], [a])] == ["删去"]
    assert differences([a, b], [a, b]) == []
