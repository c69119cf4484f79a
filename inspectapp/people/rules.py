"""Decisions about people: who may sign in now, what a good password is, who may manage whom. Pure."""

import ipaddress
from collections.abc import Collection
from datetime import date, datetime, timedelta

from inspectapp.people.actor import ADMINS, Role
from inspectapp.people.refused import FieldRefused
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotAllowed, NotNow, TooOften, Unreadable

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
FEWEST_DIFFERENT = 5
LINK_LASTS = timedelta(hours=24)
COMMON = (
    "password",
    "qwerty",
    "asdfgh",
    "letmein",
    "admin",
    "anquan",
    "yingji",
    "123456",
    "abcdef",
    "iloveyou",
)


def wait_after(failures: int) -> timedelta:
    """Five free tries, then one minute, two, four … fifteen: it slows a guesser, never locks an account."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(failures - FREE_TRIES, 10)), LONGEST_WAIT)


def check_may_try(failures: int, last: datetime, now: datetime) -> None:
    """Refuse a try that comes too early."""
    left = last + wait_after(failures) - now
    if left > timedelta(0):
        minutes = max(1, -(-int(left.total_seconds()) // 60))
        raise TooOften(f"密码输错次数较多。请{minutes}分钟后再试，或联系系统管理员重设密码。")


def check_password(password: str, login: str, name: str) -> None:
    """Length first; then the few things a guesser tries first. No forced mixture of character kinds."""
    lowered = password.lower()
    if len(password) < SHORTEST_PASSWORD:
        raise Unreadable(f"密码至少{SHORTEST_PASSWORD}个字符，可以用几个不相关的词连起来。")
    if len(password) > LONGEST_PASSWORD:
        raise Unreadable(f"密码最多{LONGEST_PASSWORD}个字符。")
    if len(set(lowered)) < FEWEST_DIFFERENT or any(word in lowered for word in COMMON):
        raise Unreadable("这个密码太容易猜到，请换一个。")
    if login.lower() in lowered or (name and name in password):
        raise Unreadable("密码里不要包含登录名或姓名，请换一个。")


def session_is_over(
    began: datetime, seen: datetime, now: datetime, idle: timedelta, absolute: timedelta
) -> bool:
    """Left alone too long, or simply too old."""
    return now - seen > idle or now - began > absolute


def alive_since(now: datetime, idle: timedelta, absolute: timedelta) -> tuple[datetime, datetime]:
    """Last seen and begun: older than either, a sign-in is over."""
    return now - idle, now - absolute


def masked_address(address: str) -> str:
    """The network a sign-in came from, without the machine: 10.24.*.*"""
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(given, ipaddress.IPv6Address):
        return ":".join(given.exploded.split(":")[:2]) + ":*"
    return ".".join(address.split(".")[:2]) + ".*.*"


def certificate_problem(number: str, valid_to: date | None, day: date) -> str:
    """Why this officer may not inspect on that day; empty when nothing stands against it."""
    if not number:
        return "没有登记执法证号"
    if valid_to is None:
        return "没有登记执法证有效期"
    return f"执法证有效期到{clock.day(valid_to)}为止" if valid_to < day else ""


def check_manage_accounts(by: Role) -> None:
    """Only the system administrator makes and changes accounts."""
    if by is not Role.SYSTEM:
        raise NotAllowed("只有系统管理员可以管理账号。如需新账号，请联系系统管理员。")


def check_manage_sign_ins(by: Role) -> None:
    """Only the security administrator ends other people's sign-ins and lifts their waiting."""
    if by is not Role.SECURITY:
        raise NotAllowed("只有安全管理员可以管理登录。如需处理，请联系安全管理员。")


def check_read_ledger(by: Role) -> None:
    """Only the audit administrator reads the whole ledger."""
    if by is not Role.AUDIT:
        raise NotAllowed("只有审计管理员可以查看日志。如需查阅，请联系审计管理员。")


def check_not_oneself(same: bool) -> None:
    """An administrator cannot lock the door from outside and lose the key."""
    if same:
        raise NotNow("不能停用自己的账号，也不能给自己发放密码。请由另一位系统管理员操作。")


def check_own_role_stays(same: bool) -> None:
    """Nobody gives oneself another role or region."""
    if same:
        raise NotAllowed("不能更改自己的角色和辖区。请由另一位系统管理员操作。")


def check_version(stored: int, seen: int) -> None:
    """Somebody else saved in between: their change is not lost unseen."""
    if stored != seen:
        raise NotNow("刚才有人改过这一条，您看到的是旧内容。请重新打开后核对，再修改一次。")


def check_admin_left(role: Role, others: int) -> None:
    """The last of the three administrators of a kind stays."""
    if role in ADMINS and others == 0:
        raise NotNow(f"这是最后一个{role.title}账号，停用或改任后将无人可以管理。请先新建一个。")


def check_link(expires: datetime | None, used: datetime | None, now: datetime) -> None:
    """A one-time link works once and for a day; a wrong, used or old one looks the same."""
    if expires is None or used is not None or now > expires:
        raise NotNow("这个链接已经用过或已过期。请联系系统管理员重新生成。")


def check_city_role(role: Role, region_is_city: bool) -> None:
    """A supervisor of the city belongs to the city."""
    if role is Role.CITY and not region_is_city:
        raise FieldRefused("region_id", "市级督查账号要放在市级辖区下。请重新选择辖区。")


def check_parent(is_city: bool, parent_is_city: bool | None) -> None:
    """Two levels: a county hangs under a city, a city under nothing."""
    if is_city and parent_is_city is not None:
        raise Unreadable("市级辖区没有上级辖区。请清空“上级辖区”。")
    if not is_city and not parent_is_city:
        raise Unreadable("县级辖区要选择所属的市。")


def missing_duties(roles: Collection[Role]) -> list[Role]:
    """Which of the three administrators nobody holds yet."""
    return [role for role in ADMINS if role not in roles]
