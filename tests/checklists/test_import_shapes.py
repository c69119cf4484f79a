"""The import meets tables it has never seen, and leaves a draft a person can use."""

from pathlib import Path

import pytest

from inspectapp.checklists.importing import Draft, Meaning, make_draft, read_file, read_text
from inspectapp.checklists.importing.naming import document_number, title
from inspectapp.checklists.words import Way
from tests.checklists.shapes import HEADER_ON_ROW_3, SCORES, SHAPES, TWO_SHEETS, WIDE_SPACES, Shape, workbook

DATA = Path(__file__).parent / "data"


def drafted(source: bytes | str) -> Draft:
    return make_draft(read_text(source) if isinstance(source, str) else read_file(source))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_an_unseen_table_becomes_the_items_a_person_would_expect(shape: Shape):
    draft = drafted(shape.source)
    assert [(item.section, item.text) for item in draft.items] == shape.expected


@pytest.fixture(scope="module")
def annex() -> Draft:
    return drafted((DATA / "lookback-annex.txt").read_text(encoding="utf-8"))


def test_the_annex_of_notice_90_becomes_three_rows_and_nine_sub_checks(annex: Draft):
    assert [(row.number, row.section, len(row.items)) for row in annex.rows] == [
        ("一", "查培训计划", 3),
        ("二", "查持证情况", 3),
        ("三", "查培训档案", 3),
    ]
    assert [item.text[:8] for item in annex.items] == [
        "是否制定培训计划",
        "是否按照计划和规",
        "委托培训的,是否",
        "是否分类建立“三",
        "是否通过应急管理",
        "证件是否在有效期",
        "是否建立一人一档",
        "是否详细、准确记",
        "委托培训的，是否",
    ]


def test_the_annex_keeps_its_ways_of_checking(annex: Draft):
    assert [row.items[0].ways for row in annex.rows] == [
        (Way.DOCUMENTS,),
        (Way.LEDGERS, Way.CERTIFICATES),
        (Way.DOCUMENTS,),
    ]


def test_no_tags_are_left_in_the_annex(annex: Draft):
    assert not [item.text for item in annex.items if "<" in item.text or ">" in item.text]


def test_the_address_inside_a_sentence_is_not_cut(annex: Draft):
    assert "(网址 http://cx.mem.gov.cn)" in annex.items[4].text


def test_the_slip_in_row_two_is_corrected_and_told(annex: Draft):
    assert "无证上岗或持假证上岗" in annex.rows[1].content or "持假证上岗" in annex.rows[1].cells["检查内容"]
    told = [doubt for doubt in annex.doubts if "持假证上岗" in doubt.sentence]
    assert [doubt.place for doubt in told] == [annex.rows[1].place]


def test_the_annex_keeps_the_table_of_the_paper_form(annex: Draft):
    layout = annex.layout([f"N{n}" for n in range(1, 10)])
    assert layout.columns == ("序号", "项目", "检查内容", "具体要求", "检查方式", "检查情况")
    assert [row["items"] for row in layout.rows] == [
        ("N1", "N2", "N3"),
        ("N4", "N5", "N6"),
        ("N7", "N8", "N9"),
    ]


def test_the_signature_lines_of_the_annex_are_told_as_unread(annex: Draft):
    assert "检查人员签字：" in annex.unread


def test_every_row_knows_where_it_stood():
    assert [row.place for row in drafted(HEADER_ON_ROW_3).rows] == ["第4行", "第5行"]


def test_basis_and_usual_findings_come_along():
    first = drafted(HEADER_ON_ROW_3).items[0]
    assert (first.clause, first.findings) == ("安全生产法第二十八条", ("未制定计划", "计划无人落实"))


def test_scores_stand_in_the_criteria():
    assert drafted(SCORES).items[0].criteria.endswith("缺一项扣2分")


def test_a_workbook_is_as_wide_as_what_it_holds():
    assert len(drafted(SCORES).columns) == 5


def test_other_sheets_are_told_as_unread():
    assert "Sheet" in drafted(TWO_SHEETS).doubts[0].sentence


def test_a_missing_way_is_a_doubt_and_told_once():
    doubts = drafted("序号\t检查内容\n1\t有计划\n2\t有档案\n").doubts
    assert ("没有写检查方式，暂按查资料处理，请核对。", "第2行、第3行") in [
        (d.sentence, d.place) for d in doubts
    ]


def test_a_person_may_say_what_the_columns_mean():
    grid = read_text("甲\t乙\t丙\n1\t有计划\t制度\n2\t有档案\t制度\n")
    draft = make_draft(grid, [Meaning.NUMBER, Meaning.CONTENT, Meaning.SECTION], 0)
    assert [(item.section, item.text) for item in draft.items] == [("制度", "有计划"), ("制度", "有档案")]


def test_formulas_never_come_in_as_text():
    draft = drafted(workbook([["项目", "检查内容"], ["甲", "有计划"], ["乙", '=HYPERLINK("x","y")']]))
    assert [item.text for item in draft.items] == ["有计划"]
    assert any("公式" in doubt.sentence for doubt in draft.doubts)


def test_a_title_and_a_number_are_found_around_the_table():
    draft = drafted(WIDE_SPACES)
    assert title(draft.unread) == "企业培训检查表"
    assert document_number(["根据某市应急教发[2023]90号"]).endswith("应急教发〔2023〕90号")
