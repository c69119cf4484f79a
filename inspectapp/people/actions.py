"""Verbs about people: sign in and out, make and change accounts, set passwords, keep the region tree."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, select

from inspectapp.people import passwords, queries, rules
from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import Level, OneTimeLink, Person, Region, SignIn, Tries
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotNow, Unreadable

sign_ins = SignIn.__table__  # type: ignore[attr-defined]


# --- tries -------------------------------------------------------------------------------------------------


def take_try(session: Session, bucket: str, *, at: datetime) -> None:
    """Count a try before it is judged, so that two at the same moment cannot both be the fifth."""
    tries = session.scalars(select(Tries).where(Tries.bucket == bucket).with_for_update()).first()
    if tries is None:
        session.add(Tries(bucket=bucket, failures=1, last_at=at))
        return
    rules.check_may_try(tries.failures, tries.last_at, at)
    tries.failures, tries.last_at = tries.failures + 1, at


def forget_tries(session: Session, bucket: str) -> None:
    """It was the right person after all."""
    tries = session.scalars(select(Tries).where(Tries.bucket == bucket)).first()
    if tries is not None:
        session.delete(tries)


# --- sign-ins ----------------------------------------------------------------------------------------------


def sign_in(session: Session, person: Person, device: str, *, at: datetime) -> str:
    """A new sign-in with a new token; the token itself is only ever in the cookie."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            person_id=person.id,
            token_sha256=queries.token_digest(token),
            device=device,
            began_at=at,
            seen_at=at,
        )
    )
    ledger.note(session, person, "登录", by=person, at=at, device=device)
    return token


def touch(session: Session, sign_in_id: uuid.UUID, *, at: datetime) -> None:
    """Still here: moves the idle limit on."""
    session.execute(update(sign_ins).where(sign_ins.c.id == sign_in_id).values(seen_at=at))


def sign_out(session: Session, actor: Actor, *, at: datetime) -> None:
    """End this sign-in on the server, whatever the phone still holds."""
    _end(session, sign_ins.c.id == actor.session_id, "退出登录", at)
    ledger.note(session, session.get_one(Person, actor.id), "退出登录", by=actor, at=at)


def end_sign_ins(
    session: Session,
    person: Person,
    why: str,
    *,
    by: Actor | None,
    at: datetime,
    keep: uuid.UUID | None = None,
) -> None:
    """End a person's sign-ins everywhere, except perhaps the one at hand."""
    condition = sign_ins.c.person_id == person.id
    if keep is not None:
        condition &= sign_ins.c.id != keep
    _end(session, condition, why, at)
    ledger.note(session, person, "结束登录", by=by, at=at, why=why)


def _end(session: Session, condition: Any, why: str, at: datetime) -> None:
    still_open = sign_ins.c.ended_at.is_(None)
    session.execute(update(sign_ins).where(condition, still_open).values(ended_at=at, ended_why=why))


# --- passwords ---------------------------------------------------------------------------------------------


def set_password(
    session: Session,
    person: Person,
    password: str,
    *,
    by: Actor | None,
    at: datetime,
    keep: uuid.UUID | None = None,
) -> None:
    """A password of one's own; every other sign-in ends."""
    rules.check_password(password, person.login, person.name)
    person.password_hash, person.must_change_password = passwords.hashed(password), False
    ledger.note(session, person, "设置密码", by=by, at=at)
    end_sign_ins(session, person, "密码已更改", by=by, at=at, keep=keep)


def hand_out_password(session: Session, person: Person, *, by: Actor, at: datetime) -> str:
    """A random password to be told in person; it must be changed at the first sign-in."""
    rules.check_manage_accounts(by.role)
    password = passwords.made_up()
    person.password_hash, person.must_change_password = passwords.hashed(password), True
    ledger.note(session, person, "发放初始密码", by=by, at=at)
    end_sign_ins(session, person, "密码已重设", by=by, at=at)
    return password


def make_link(session: Session, person: Person | None, *, at: datetime) -> str:
    """A one-time link's token; without a person it makes the first administrator."""
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            token_sha256=queries.token_digest(token),
            person_id=person.id if person else None,
            made_at=at,
            expires_at=at + rules.LINK_LASTS,
        )
    )
    return token


def set_up(session: Session, link: OneTimeLink | None, values: Mapping[str, Any], *, at: datetime) -> Person:
    """The first run: the city, its bureau and the system administrator, through a link that works once."""
    rules.check_link(link.expires_at if link else None, link.used_at if link else None, at)
    if queries.anybody(session):
        raise NotNow("系统已经有账号了，不需要再次初始化。请直接登录。")
    assert link is not None
    link.used_at = at
    names = {key: values[key] for key in ("name", "short_name", "office_name", "number_prefix")}
    city = add_region(session, {**names, "level": Level.CITY, "parent_id": None}, by=None, at=at)
    account = {
        "login": values["login"],
        "name": values["person_name"],
        "role": Role.SYSTEM,
        "region_id": city.id,
    }
    person = _new_person(session, account)
    set_password(session, person, values["password"], by=None, at=at)
    return person


# --- accounts ----------------------------------------------------------------------------------------------


def add_account(
    session: Session, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> tuple[Person, str]:
    """A new account and the password to hand out."""
    rules.check_manage_accounts(by.role)
    person = _new_person(session, values)
    ledger.note(session, person, "新建账号", by=by, at=at, role=person.role.name)
    return person, hand_out_password(session, person, by=by, at=at)


def _new_person(session: Session, values: Mapping[str, Any]) -> Person:
    _check_region_fits(session, values)
    if queries.person_by_login(session, values["login"]) is not None:
        raise Unreadable("这个登录名已经有人用了。请换一个。")
    person = Person(**values)
    session.add(person)
    session.flush()
    return person


def change_account(
    session: Session, person: Person, values: Mapping[str, Any], version: int, *, by: Actor, at: datetime
) -> None:
    """Change what an account says; a new role or region ends its sign-ins at once."""
    rules.check_manage_accounts(by.role)
    _check_version(person.version, version)
    moved = (person.role, person.region_id) != (values["role"], values["region_id"])
    if moved:
        rules.check_not_oneself(person.id == by.id)
        rules.check_admin_left(person.role, queries.others_of_role(session, person))
    _check_region_fits(session, values)
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, values[name])
    person.version += 1
    ledger.note(session, person, "修改账号", by=by, at=at, changed=changed)
    if moved:
        end_sign_ins(session, person, "角色或辖区已更改", by=by, at=at)


def disable(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Close an account; what the person did stays."""
    rules.check_manage_accounts(by.role)
    rules.check_not_oneself(person.id == by.id)
    rules.check_admin_left(person.role, queries.others_of_role(session, person))
    if person.disabled_at is not None:
        raise NotNow("这个账号已经停用。")
    person.disabled_at = at
    ledger.note(session, person, "停用账号", by=by, at=at)
    end_sign_ins(session, person, "账号已停用", by=by, at=at)


def enable(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Open a closed account again."""
    rules.check_manage_accounts(by.role)
    if person.disabled_at is None:
        raise NotNow("这个账号正在使用，不需要启用。")
    person.disabled_at = None
    ledger.note(session, person, "启用账号", by=by, at=at)


def _check_region_fits(session: Session, values: Mapping[str, Any]) -> None:
    region = session.get(Region, values["region_id"])
    if region is None:
        raise Unreadable("请选择所属辖区。")
    rules.check_city_role(values["role"], region.level is Level.CITY)


def _check_version(stored: int, seen: int) -> None:
    if stored != seen:
        raise NotNow("刚才有人改过这一条，您看到的是旧内容。请重新打开后核对，再修改一次。")


# --- regions -----------------------------------------------------------------------------------------------


def add_region(session: Session, values: Mapping[str, Any], *, by: Actor | None, at: datetime) -> Region:
    """A city, or a county under its city."""
    _check_tree(session, values)
    if session.scalars(select(Region).where(Region.name == values["name"])).first() is not None:
        raise Unreadable("已经有同名的辖区。请核对名称。")
    region = Region(**values)
    session.add(region)
    ledger.note(session, region, "新建辖区", by=by, at=at)
    return region


def change_region(
    session: Session, region: Region, values: Mapping[str, Any], version: int, *, by: Actor, at: datetime
) -> None:
    """Change names and prefix; papers already numbered keep what they carry."""
    _check_version(region.version, version)
    same = session.scalars(
        select(Region).where(Region.name == values["name"], Region.id != region.id)
    ).first()
    if same is not None:
        raise Unreadable("已经有同名的辖区。请核对名称。")
    for name in ("name", "short_name", "office_name", "number_prefix"):
        setattr(region, name, values[name])
    region.version += 1
    ledger.note(session, region, "修改辖区", by=by, at=at)


def _check_tree(session: Session, values: Mapping[str, Any]) -> None:
    parent = session.get(Region, values["parent_id"]) if values.get("parent_id") else None
    parent_is_city = None if parent is None else parent.level is Level.CITY
    rules.check_parent(values["level"] is Level.CITY, parent_is_city)
