"""A roster comes in as a workbook: what is right is taken, what is wrong is named by row and column."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from inspectapp.shared.identifiers import UNUSED_AREA, check_id_number, make_id_number
from inspectapp.shared.refusals import Refusal, TooLarge, Unreadable
from inspectapp.shared.xlsx import Column, Limits, Problem, read_table, write_table, write_template

TODAY = date(2026, 11, 21)
ID = make_id_number(UNUSED_AREA, date(1990, 1, 5), 12)
COLUMNS = (
    Column("name", "姓名", required=True, max_length=20),
    Column("id", "身份证号", check=lambda text: check_id_number(text, TODAY)),
    Column("phone", "手机号", aliases=("联系电话",)),
    Column("born", "出生日期", kind="date"),
    Column("trade", "作业类别", kind="choice", choices=("电工作业", "焊接与热切割作业")),
    Column("hours", "学时", kind="integer"),
    Column("fee", "费用", kind="decimal"),
)
LOST = "第2行“身份证号”被表格变成了数字，末几位已丢失，请把该列设为文本后重新填写"
HEADER = [column.title for column in COLUMNS]


def book(*rows, header=HEADER, merge=()):
    made = Workbook()
    for row in (header, *rows):
        made.active.append(row)
    for ref in merge:
        made.active.merge_cells(ref)
    data = io.BytesIO()
    made.save(data)
    data.seek(0)
    return data


def read(*rows, **how):
    return read_table(book(*rows, **how), COLUMNS)


def refusal(stream, kind=Unreadable, columns=COLUMNS, **limits):
    with pytest.raises(kind) as refused:
        read_table(stream, columns, limits=Limits(**limits))
    assert refused.value.sentence.endswith("。")
    return refused.value.sentence


def test_a_roster_in_order_is_taken():
    row = read([" 张三 ", ID.lower(), 13812341234, "2026年1月5日", "电工作业", "24", "1,200.50"]).rows[0]
    assert row.errors == {}
    assert row.number == 2
    assert row.values == {
        "name": "张三", "id": ID, "phone": "13812341234", "born": date(2026, 1, 5), "trade": "电工作业",
        "hours": 24, "fee": Decimal("1200.50"),
    }  # fmt: skip


def test_the_header_is_found_below_a_title_and_under_other_names():
    made = Workbook()
    made.active.append(["2026年第3期学员名册"])
    made.active.append(["说明：请勿改动表头，姓名必填"])
    made.active.append(["序号", "*姓名（必填）", "联系电话", "备注"])
    made.active.append([1, "张三", "13812341234", "住校"])
    data = io.BytesIO()
    made.save(data)
    table = read_table(data, COLUMNS)
    assert [(row.number, row.values) for row in table.rows] == [(4, {"name": "张三", "phone": "13812341234"})]
    assert table.notes == ["表头中的“备注”不是模板里的列，已忽略"]


@pytest.mark.parametrize(
    "written",
    ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "２０２６年１月５日", "20260105", 20260105, 46027,
     datetime(2026, 1, 5, 8, 30), "2026-01-05 00:00:00"],
)  # fmt: skip
def test_dates_in_the_usual_forms(written):
    table = read(["张三", None, None, written])
    assert table.problems == []
    assert table.rows[0].values["born"] == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        ([None, ID], "姓名", "第2行“姓名”没有填写，请补填"),
        (["张三", 1.10105e17], "身份证号", LOST),
        (["张三", "1.10105E+17"], "身份证号", LOST),
        (["张三", ID[:17]], "身份证号",
         "第2行“身份证号”：身份证号应为18位，这里只有17位。请对照证件重新填写。"),
        (["张三", None, "=A1"], "手机号", "第2行“手机号”是公式，请粘贴为数值"),
        (["张三", None, "#N/A"], "手机号", "第2行“手机号”是错误值#N/A，请重新填写"),
        (["张三", None, None, "去年"], "出生日期", "第2行“出生日期”“去年”不是日期，请按2026-01-05的样子填写"),
        (["张三", None, None, "2026-02-30"], "出生日期",
         "第2行“出生日期”“2026-02-30”不是日期，请按2026-01-05的样子填写"),
        (["张三", None, None, None, "木工"], "作业类别",
         "第2行“作业类别”“木工”不在可选项中，请填写：电工作业、焊接与热切割作业"),
        (["张三", None, None, None, None, "2.5"], "学时", "第2行“学时”“2.5”不是整数，请填写整数"),
        (["张三", None, None, None, None, None, "很多"], "费用", "第2行“费用”“很多”不是数字，请只填写数字"),
        (["长" * 21], "姓名", "第2行“姓名”超过20字，请缩短"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_row_and_column(row, field, sentence):
    table = read(row)
    assert table.problems == [Problem(2, field, sentence)]
    assert list(table.rows[0].errors.values()) == [sentence]


def test_merged_cells_in_the_data_are_named_and_in_a_title_are_not():
    table = read(["张三", ID], [None, ID], merge=["A2:A3"])
    assert [problem.sentence for problem in table.problems] == [
        "第2行“姓名”是合并单元格，请取消合并后逐格填写",
        "第3行“姓名”是合并单元格，请取消合并后逐格填写",
    ]


def test_empty_rows_are_passed_over_and_numbers_stay_those_of_the_sheet():
    table = read(["张三"], [], [" " * 0], ["李四"])
    assert [row.number for row in table.rows] == [2, 5]


def test_invisible_characters_do_not_arrive():
    assert read(["张\u200b三\u202e"]).rows[0].values["name"] == "张三"


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (["姓名", "身份证号", "手机号", "联系电话"], "第1行表头中“手机号”出现了不止一次"),
        (["身份证号", "手机号"], "第1行表头缺少“姓名”列"),
        (["甲", "乙"], "没有找到表头，表头应有“姓名”"),
    ],
)
def test_a_wrong_header_is_refused(header, why):
    assert why in refusal(book(["张三"], header=header))


def test_too_many_rows_name_the_limit():
    assert "数据超过3行" in refusal(book(*[["张三"]] * 4), TooLarge, rows=3)
    assert len(read_table(book(*[["张三"]] * 3), COLUMNS, limits=Limits(rows=3)).rows) == 3


def test_too_many_columns_name_the_limit():
    with pytest.raises(TooLarge, match="第2行超过8列"):
        read_table(book(["张三", *"1234567", "x"]), COLUMNS, limits=Limits(columns=8))


def test_only_so_many_problems_are_listed_and_the_rest_counted():
    table = read_table(book(*[[None, ID]] * 9), COLUMNS, limits=Limits(problems=5))
    assert (len(table.problems), table.more, len(table.rows)) == (5, 4, 9)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空文件"),
        ("姓名,手机号\n".encode(), "不是可以导入的表格"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版表格（.xls）"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "请先取消密码",
        ),
        (b"PK\x03\x04 broken", "已损坏"),
    ],
)
def test_what_is_no_workbook_is_refused(data, why):
    assert why in refusal(io.BytesIO(data))


def test_a_file_over_the_limit_is_refused_before_it_is_opened():
    assert refusal(io.BytesIO(b"PK\x03\x04" + b"\0" * 2**21), TooLarge, size=2**20) == (
        "表格文件超过1兆。请拆成几个文件分别导入。"
    )


def packed(**parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    data.seek(0)
    return data


@pytest.mark.parametrize(
    ("archive", "kind"),
    [
        (packed(word__document=b"<a/>"), Unreadable),
        (packed(xl__workbook=b"<a/>", xl__worksheets__sheet1=b"\n" * 10**7), TooLarge),
        (packed(xl__workbook=b"<a/>", **{f"xl__n{number}": b"" for number in range(600)}), TooLarge),
        (packed(xl__workbook=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), Unreadable),
        (packed(xl__workbook="<!DOCTYPE a []><a/>".encode("utf-16")), Unreadable),
        (packed(xl__workbook=b"<a/>", xl__sharedStrings=b"<si/>" * 700_000), TooLarge),
        (packed(xl__workbook=b"<a/>"), Unreadable),
    ],
)
def test_a_hostile_archive_is_refused(archive, kind):
    refusal(archive, kind)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_read_or_refused_but_never_crashes(place, junk):
    data = book(["张三", ID]).getvalue()
    spoilt = data[: place % len(data)] + junk + data[place % len(data) + len(junk) :]
    try:
        assert read_table(io.BytesIO(spoilt), COLUMNS).rows is not None
    except Refusal as refused:
        assert refused.sentence


def test_the_template_filled_in_is_read_back():
    template = write_template(COLUMNS, "学员名册", [{"name": "张三", "hours": 24}], ["每人一行。"])
    filled = load_workbook(io.BytesIO(template))
    sheet = filled["学员名册"]
    assert sheet.freeze_panes == "A3"
    assert [cell.value for cell in sheet[2]][:2] == ["*姓名", "身份证号"]
    assert sheet.column_dimensions["B"].number_format == "@"
    assert [str(listed.sqref) for listed in sheet.data_validations.dataValidation] == ["E3:E20000"]
    assert any(cell.value == "张三" for row in filled["填表说明"].rows for cell in row)
    assert filled["选项"].sheet_state == "hidden"
    sheet.append(["李四", ID, "13812341234", date(2026, 1, 5), "电工作业", 24])
    data = io.BytesIO()
    filled.save(data)
    table = read_table(data, COLUMNS)
    assert table.problems == []
    assert [row.values["name"] for row in table.rows] == ["李四"]


def test_an_empty_template_holds_no_rows():
    assert read_table(io.BytesIO(write_template(COLUMNS, "学员名册", [{"name": "张三"}])), COLUMNS).rows == []


@pytest.mark.parametrize("danger", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(danger):
    sheet = load_workbook(io.BytesIO(write_table(COLUMNS, [{"name": danger}], "名单"))).active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == (danger, "s", True)


@given(st.text(st.characters(exclude_categories=())))
@settings(deadline=None, max_examples=50)
def test_any_text_can_be_written(text):
    sheet = load_workbook(io.BytesIO(write_table(COLUMNS, [{"name": text}], text))).active
    assert sheet["A2"].data_type in ("s", "inlineStr", "n")
    assert sheet["A2"].data_type != "n" or sheet["A2"].value is None


def test_values_of_every_kind_are_written_as_they_are_read():
    row = {
        "name": "张三",
        "born": datetime(2026, 1, 4, 20, 0, tzinfo=UTC),
        "hours": 24,
        "fee": Decimal("1.50"),
    }
    sheet = load_workbook(io.BytesIO(write_table(COLUMNS, [row], "名单"))).active
    assert sheet["D2"].value == datetime(2026, 1, 5, 4, 0)
    assert (sheet["F2"].value, sheet["G2"].value) == (24, 1.5)
    assert sheet.title == "名单"
