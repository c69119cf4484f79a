"""Signing in, one's own password, and the first run."""

from inspectapp.people.forms.fields import check_login
from inspectapp.web.forms import Form, Text


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


class SetUpForm(PasswordForm):
    """The first run: the city and the first administrator."""

    name = Text("市级辖区名称", required=True, max_length=40, hint="例如：云岭市")
    short_name = Text("简称", required=True, max_length=10)
    office_name = Text("市级执法单位名称", required=True, max_length=60)
    number_prefix = Text("文号地区简称", required=True, max_length=10)
    person_name = Text("系统管理员姓名", required=True, max_length=30)
    login = Text("登录名", required=True, max_length=40, check=check_login)
