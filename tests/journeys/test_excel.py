"""Units come in by workbook: download, fill in, be told what is wrong, mend it, take it in."""

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
GOOD = {
    "单位名称": "澄溪县表格甲培训学校", "辖区": "澄溪县", "类别": "培训机构", "监管层级": "县级",
    "行业": "其他", "法人情况": "独立法人",
}  # fmt: skip


def download(phone, name):
    with phone.page.expect_download() as coming:
        phone.tap(name)
    return openpyxl.load_workbook(BytesIO(coming.value.path().read_bytes()))


def fill_in(book, *rows):
    """Type the rows below the headings, each under its own."""
    sheet = book.worksheets[0]
    heads = {str(cell.value).lstrip("*"): cell.column for cell in sheet[2]}
    for number, row in enumerate(rows, 3):
        for title, words in row.items():
            sheet.cell(number, heads[title], words)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def upload(phone, content):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    chosen = {"name": "单位登记.xlsx", "mimeType": kind, "buffer": content}
    phone.page.locator("input[type=file]").set_input_files(chosen)
    phone.sees("单位登记.xlsx")
    phone.tap("上传并核对")


def test_from_the_empty_template_to_units_on_the_list(phone_of):
    phone = phone_of("zhifa1")
    phone.open("/registers/units")
    title = phone.page.get_by_role("heading", level=1).inner_text().removesuffix("导入和导出")
    template = download(phone, f"下载{title}模板")
    wrong = GOOD | {"单位名称": "澄溪县表格乙培训学校", "行业": "不知道的行业"}
    with phone.refused(422):
        upload(phone, fill_in(template, GOOD, wrong))
        phone.sees("有1行有误，整份表格没有导入。")
    phone.sees("第4行")
    expect(phone.page.locator("#rows-bad")).to_contain_text("行业")
    phone.is_accessible()
    phone.open("/registers/units")
    upload(phone, fill_in(template, GOOD, wrong | {"行业": "机械"}))
    phone.sees("还没有改动任何数据。")
    phone.is_accessible()
    phone.tap("确认导入2行")
    phone.sees("已全部导入。")
    phone.tap("查看检查对象")
    phone.sees("澄溪县表格乙培训学校")


def test_a_list_is_taken_home_with_hidden_numbers(phone_of):
    phone = phone_of("zhifa1")
    phone.open("/registers/staff")
    phone.press(phone.page.get_by_role("button", name="（号码已遮盖）"))
    phone.sees("可以下载了。")
    book = download(phone, phone.page.locator(".dock a").inner_text().strip())
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    column = rows[0].index("身份证号")
    assert len(rows) > 10
    assert all("*" in row[column] for row in rows[1:])
