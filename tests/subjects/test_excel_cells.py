"""What a cell may say, and what it may not: one sentence each."""

from datetime import date, datetime

import pytest

from inspectapp.shared import clock
from inspectapp.shared.identifiers import UNUSED_AREA, make_id_number
from inspectapp.subjects.excel import cells
from inspectapp.subjects.words import Rank, StaffRole


@pytest.mark.parametrize(
    ("read", "written", "value"),
    [
        (cells.day, datetime(2026, 1, 31, 0, 0), date(2026, 1, 31)),
        (cells.day, "2026年1月31日", date(2026, 1, 31)),
        (cells.day, "2026/1/31", date(2026, 1, 31)),
        (cells.month, "2026年10月", "2026-10"),
        (cells.month, date(2026, 10, 1), "2026-10"),
        (cells.yes_no, "是", True),
        (cells.yes_no, "否", False),
        (cells.number(0, 10, whole=True), "3", 3),
        (cells.number(0, 10), "2.5", 2.5),
        (cells.word(Rank), "中级职称", Rank.MIDDLE),
        (cells.several(StaffRole), "考务人员、专职教师", ["TEACHER", "EXAM_STAFF"]),
        (cells.several(StaffRole), "专职教师，专职教师", ["TEACHER"]),
        (cells.text(), " 张　三 ", "张 三"),
        (cells.certificate_number, "t 14059919", "T14059919"),
    ],
)
def test_a_cell_that_can_be_read(read, written, value):
    assert read(written) == value


@pytest.mark.parametrize(
    ("read", "written", "sentence"),
    [
        (cells.day, "31/1/26", "日期请按“2026-01-31”填写，或把单元格设为日期格式。"),
        (cells.day, "2026-02-30", "这一天在日历上不存在。请核对。"),
        (cells.day, "0026-02-03", "年份应在1900到2100之间。请核对。"),
        (cells.month, "10月", "月份请按“2026-01”填写。"),
        (cells.yes_no, "有", "请填“是”或“否”。"),
        (cells.number(0, 10), "三", "请填数字，不带单位。"),
        (cells.number(0, 10), "11", "应在0到10之间。请核对。"),
        (cells.number(0, 10), "nan", "应在0到10之间。请核对。"),
        (cells.number(0, 10, whole=True), "2.5", "请填整数。"),
        (
            cells.word(Rank),
            "教授",
            "“教授”不在可选项内。可填：无职称、初级职称、中级职称、高级职称、中级注册安全工程师。",
        ),
        (cells.text(3), "一二三四", "最多3个字，这里有4个字。请缩短。"),
        (
            cells.id_number,
            140599198001010000,
            "号码被表格软件当成数字，末尾几位已丢失。请把单元格设为文本后重新填写。",
        ),
        (cells.phone, "123", "手机号应为11位，这里有3位。请核对后重新填写。"),
        (
            cells.credit_code,
            "91110000600037341M",
            "统一社会信用代码与末位校验码不符，其中有一位填错。请对照营业执照核对。",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(read, written, sentence):
    with pytest.raises(cells.BadCell) as refused:
        read(written)
    assert str(refused.value) == sentence


def test_an_id_number_is_read_as_written():
    number = make_id_number(UNUSED_AREA, date(1980, 1, 1), 7)
    with clock.freeze(datetime.fromisoformat("2026-11-21T00:00:00+00:00")):
        assert cells.id_number(f" {number.lower()} ") == number


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (3.0, 3),
        (Rank.MIDDLE, "中级职称"),
        (date(2026, 1, 2), date(2026, 1, 2)),
    ],
)
def test_a_stored_value_as_a_cell(value, shown):
    assert cells.show(value) == shown
