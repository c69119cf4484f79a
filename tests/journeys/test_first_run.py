"""`inspectapp serve` on an empty folder, as the owner of a new installation meets it: the real server."""

import pytest

from tests.fixtures.server import service
from tests.journeys.test_signing_in import sign_in

pytestmark = pytest.mark.browser
PASSWORD = "gao shan liu shui 2026"
CITY = {
    "市级辖区名称": "云岭市", "简称": "云岭", "市级执法单位名称": "云岭市应急管理局", "文号地区简称": "云",
    "系统管理员姓名": "贺知新", "登录名": "hezhixin",
}  # fmt: skip


@pytest.fixture
def empty(tmp_path):
    """A service that was started for the first time and knows nobody."""
    with service(tmp_path, INSPECTAPP_DEMO="0") as started:
        yield started


def test_from_the_link_of_the_first_run_to_the_first_account(empty, phones):
    link = empty.wait_for("/set-up/")
    empty.wait_until_open()
    phone = phones(empty.address)
    phone.page.goto(link)
    for label, words in CITY.items():
        phone.fill(label, words)
    phone.fill("密码", "短")
    phone.fill("再输一次密码", "短")
    with phone.refused(422):
        phone.tap("建立账号")
        phone.sees("还有内容需要改正")
    phone.is_accessible()
    phone.fill("密码", PASSWORD)
    phone.fill("再输一次密码", PASSWORD)
    phone.tap("建立账号")
    phone.is_at("/login")
    phone.sees("系统管理员账号已建好，请登录")
    sign_in(phone, "hezhixin", PASSWORD)
    phone.is_at("/")
    phone.sees("贺知新")
    with phone.refused(409):
        phone.page.goto(link)
