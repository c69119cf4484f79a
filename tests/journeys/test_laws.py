"""Which rule held on the day of the act: a regulation that ended on 31 May 2026, asked before and after."""

import pytest

pytestmark = pytest.mark.browser


def test_the_day_of_the_act_decides(phone_of):
    phone = phone_of("fazhi")
    phone.open("/laws")
    with phone.page.expect_response("**/laws?*"):
        phone.page.get_by_role("searchbox").press_sequentially("未建立特种作业人员档案")
    phone.sees("共1条")
    phone.sees("已失效")
    phone.tap("按行为发生日查询")
    phone.fill("行为发生日", "2026-05-20")
    phone.tap("查询这一天的规定")
    phone.sees("按2026年5月20日的规定标注")
    phone.press(phone.page.locator("#laws a").first)
    phone.sees("2026年5月20日的行为")
    phone.sees_not("已失效")
    phone.is_accessible()
    phone.tap("按行为发生日查询")
    phone.fill("行为发生日", "2026-06-10")
    phone.tap("查询可以怎样处理")
    phone.sees("2026年6月10日的行为")
