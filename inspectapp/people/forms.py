"""Forms about people and regions."""

import re
import uuid
from typing import Any

from inspectapp.people.actor import Role
from inspectapp.people.models import Level
from inspectapp.shared.identifiers import check_phone
from inspectapp.web.forms import Choice, Day, Form, Text

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def check_login(text: str) -> str:
    """Logins are plain ASCII, so that they can be typed on any phone."""
    lowered = text.lower()
    if not LOGIN.fullmatch(lowered):
        raise ValueError("登录名用3到40个小写字母、数字，可带点、横线或下划线。")
    return lowered


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise ValueError("请从列表中选择辖区。") from None


class LoginForm(Form):
    """Login and password. The password is taken as typed."""

    login = Text("登录名", required=True, max_length=40)
    password = Text("密码", required=True, max_length=500, check=str)


class PasswordForm(Form):
    """A new password, typed twice."""

    password = Text("新密码", required=True, max_length=500)
    again = Text("再输一次新密码", required=True, max_length=500)

    def check(self) -> None:
        if self.ok and self.values["password"] != self.values["again"]:
            self.fail("again", "两次输入的密码不一样，请重新输入。")


class OwnPasswordForm(PasswordForm):
    """Changing one's own password asks for the present one."""

    present = Text("现在的密码", required=True, max_length=500)


class AccountForm(Form):
    """An account as the system administrator keeps it."""

    name = Text("姓名", required=True, max_length=30)
    login = Text(
        "登录名", required=True, max_length=40, check=check_login, hint="小写字母和数字，例如姓名拼音"
    )
    role = Choice("角色", required=True, words=Role)
    region_id = Text("所属辖区", required=True, check=_uuid)
    certificate_number = Text("执法证号", max_length=40)
    certificate_valid_to = Day("执法证有效期至")
    phone = Text("手机号", max_length=20, check=check_phone)


class RegionForm(Form):
    """A region and the bureau that acts there."""

    name = Text("辖区名称", required=True, max_length=40, hint="例如：清河县")
    short_name = Text("简称", required=True, max_length=10, hint="例如：清河")
    level = Choice("级别", required=True, words=Level)
    parent_id = Text("上级辖区", check=_uuid)
    office_name = Text(
        "执法单位名称", required=True, max_length=60, hint="印在文书上，例如：清河县应急管理局"
    )
    number_prefix = Text("文号地区简称", required=True, max_length=10, hint="文号括号里的字，例如：清")


class SetUpForm(PasswordForm):
    """The first run: the city and the first administrator."""

    name = Text("市级辖区名称", required=True, max_length=40, hint="例如：云岭市")
    short_name = Text("简称", required=True, max_length=10)
    office_name = Text("市级执法单位名称", required=True, max_length=60)
    number_prefix = Text("文号地区简称", required=True, max_length=10)
    person_name = Text("系统管理员姓名", required=True, max_length=30)
    login = Text("登录名", required=True, max_length=40, check=check_login)


def account_values(form: AccountForm) -> dict[str, Any]:
    """What an account is made of."""
    return dict(form.values)
