"""An account as the system administrator keeps it."""

from typing import Any

from inspectapp.people.actor import Role
from inspectapp.people.forms.fields import KEEP, Phone, as_uuid, check_login
from inspectapp.web.forms import Choice, Day, Form, Text


class AccountForm(Form):
    """Who it is, what for, where, and with which officer's certificate."""

    name = Text("姓名", required=True, max_length=30)
    login = Text(
        "登录名", required=True, max_length=40, check=check_login, hint="小写字母和数字，例如姓名拼音"
    )
    role = Choice("角色", required=True, words=Role)
    region_id = Text("所属辖区", required=True, check=as_uuid)
    phone = Phone("手机号", max_length=30, hint="加密保存，页面上只显示头尾几位")
    certificate_number = Text("执法证号", max_length=40, hint="参加现场检查的人员填写")
    certificate_valid_to = Day("执法证有效期至")

    def check(self) -> None:
        number = self.values.get("certificate_number")
        valid_to = self.values.get("certificate_valid_to")
        if number and "certificate_valid_to" in self.values and not valid_to:
            self.fail("certificate_valid_to", "填了执法证号，还要填写有效期。")
        if valid_to and "certificate_number" in self.values and not number:
            self.fail("certificate_number", "填了有效期，还要填写执法证号。")


class NewAccountForm(AccountForm):
    """Nothing is stored yet that a masked number could stand for."""

    def check(self) -> None:
        super().check()
        if self.values.get("phone") is KEEP:
            self.fail("phone", "手机号里有星号。请填写完整号码。")


def account_values(form: AccountForm) -> dict[str, Any]:
    """What an account is made of; a phone that came back masked stays as it is."""
    return {name: value for name, value in form.values.items() if value is not KEEP}
