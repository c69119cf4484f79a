"""Every refusal of the rules about people, one by one."""

from datetime import date, timedelta

import pytest

from inspectapp.people import rules
from inspectapp.people.actor import ADMINS, Role
from inspectapp.shared.refusals import NotAllowed, NotNow, TooOften, Unreadable
from tests.conftest import NOW

GOOD = "梧桐 shan lu 八千里"


def minutes(count):
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("failures", "wait"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (40, 15), (10_000, 15)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(failures, wait):
    assert rules.wait_after(failures) == minutes(wait)


def test_a_try_that_comes_too_early_is_told_how_long_to_wait():
    with pytest.raises(TooOften, match="请3分钟后再试"):
        rules.check_may_try(7, NOW, NOW + minutes(1) + timedelta(seconds=1))


def test_a_try_in_time_is_let_through():
    rules.check_may_try(7, NOW, NOW + minutes(4))
    rules.check_may_try(4, NOW, NOW)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("elevenchars", "密码至少12个字符"),
        ("松" * 11, "密码至少12个字符"),
        ("ab" * 65, "密码最多128个字符"),
        ("abababababab", "太容易猜到"),
        ("MyPassword2026x", "太容易猜到"),
        ("yingjiguanliju1", "太容易猜到"),
        ("we-ZHIFA1-are-many", "不要包含登录名或姓名"),
        ("我们的江一帆真是一个好同志", "不要包含登录名或姓名"),
    ],
)
def test_a_weak_password_says_why(password, sentence):
    with pytest.raises(Unreadable, match=sentence):
        rules.check_password(password, "zhifa1", "江一帆")


@pytest.mark.parametrize("password", [GOOD, "correct horse battery", "x7" + "q4-" * 40])
def test_a_long_password_of_any_kind_is_good(password):
    rules.check_password(password, "zhifa1", "江一帆")


@pytest.mark.parametrize(
    ("began", "seen", "over"),
    [(0, 0, False), (60, 30, False), (60, 31, True), (720, 1, False), (721, 1, True)],
)
def test_a_sign_in_ends_when_left_alone_or_too_old(began, seen, over):
    limits = minutes(30), timedelta(hours=12)
    assert rules.session_is_over(NOW - minutes(began), NOW - minutes(seen), NOW, *limits) is over


def test_since_when_a_sign_in_must_have_been_seen_and_begun():
    assert rules.alive_since(NOW, minutes(30), timedelta(hours=12)) == (
        NOW - minutes(30),
        NOW - timedelta(hours=12),
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("10.24.3.9", "10.24.*.*"),
        ("2001:db8:85a3::8a2e:370:7334", "2001:0db8:*"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_an_address_names_the_network_and_hides_the_machine(address, shown):
    assert rules.masked_address(address) == shown


@pytest.mark.parametrize(
    ("number", "valid_to", "problem"),
    [
        ("", None, "没有登记执法证号"),
        ("云E00000203", None, "没有登记执法证有效期"),
        ("云E00000203", date(2026, 11, 20), "执法证有效期到2026年11月20日为止"),
        ("云E00000203", date(2026, 11, 21), ""),
    ],
)
def test_what_stands_against_an_officers_certificate(number, valid_to, problem):
    assert rules.certificate_problem(number, valid_to, date(2026, 11, 21)) == problem


POWERS = (
    (rules.check_manage_accounts, Role.SYSTEM, "只有系统管理员可以管理账号"),
    (rules.check_manage_sign_ins, Role.SECURITY, "只有安全管理员可以管理登录"),
    (rules.check_read_ledger, Role.AUDIT, "只有审计管理员可以查看日志"),
)


@pytest.mark.parametrize(("check", "holder", "sentence"), POWERS)
@pytest.mark.parametrize("role", Role)
def test_each_power_has_one_holder(check, holder, sentence, role):
    if role is holder:
        check(role)
        return
    with pytest.raises(NotAllowed, match=sentence):
        check(role)


def test_nobody_closes_the_own_account():
    rules.check_not_oneself(False)
    with pytest.raises(NotNow, match="不能停用自己的账号"):
        rules.check_not_oneself(True)


def test_nobody_gives_oneself_a_role():
    rules.check_own_role_stays(False)
    with pytest.raises(NotAllowed, match="不能更改自己的角色和辖区"):
        rules.check_own_role_stays(True)


def test_an_older_version_does_not_overwrite_a_newer_one():
    rules.check_version(3, 3)
    with pytest.raises(NotNow, match="刚才有人改过这一条"):
        rules.check_version(3, 2)


@pytest.mark.parametrize("role", ADMINS)
def test_the_last_administrator_of_a_kind_stays(role):
    rules.check_admin_left(role, 1)
    with pytest.raises(NotNow, match=f"最后一个{role.title}账号"):
        rules.check_admin_left(role, 0)


def test_the_last_officer_may_go():
    rules.check_admin_left(Role.OFFICER, 0)


@pytest.mark.parametrize(
    ("expires", "used"), [(None, None), (NOW + minutes(1), NOW), (NOW - timedelta(seconds=1), None)]
)
def test_a_wrong_used_or_old_link_looks_the_same(expires, used):
    with pytest.raises(NotNow, match="已经用过或已过期"):
        rules.check_link(expires, used, NOW)


def test_a_fresh_link_opens():
    rules.check_link(NOW + minutes(1), None, NOW)


def test_a_supervisor_of_the_city_belongs_to_the_city():
    rules.check_city_role(Role.CITY, True)
    rules.check_city_role(Role.OFFICER, False)
    with pytest.raises(Unreadable, match="市级督查账号要放在市级辖区下"):
        rules.check_city_role(Role.CITY, False)


@pytest.mark.parametrize(
    ("is_city", "parent_is_city", "sentence"),
    [
        (True, True, "市级辖区没有上级辖区"),
        (True, False, "市级辖区没有上级辖区"),
        (False, None, "县级辖区要选择所属的市"),
        (False, False, "县级辖区要选择所属的市"),
    ],
)
def test_the_tree_has_two_levels(is_city, parent_is_city, sentence):
    with pytest.raises(Unreadable, match=sentence):
        rules.check_parent(is_city, parent_is_city)


def test_a_city_stands_alone_and_a_county_under_it():
    rules.check_parent(True, None)
    rules.check_parent(False, True)


def test_which_administrators_are_missing():
    assert rules.missing_duties({Role.SYSTEM, Role.HEAD}) == [Role.SECURITY, Role.AUDIT]
    assert rules.missing_duties(set(ADMINS)) == []
