"""Accounts: made, changed, closed and opened again by the system administrator."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.people import queries, rules
from inspectapp.people.actions.passwords import hand_out_password
from inspectapp.people.actions.signing import end_sign_ins
from inspectapp.people.actor import Actor
from inspectapp.people.models import Level, Person, Region
from inspectapp.people.refused import FieldRefused
from inspectapp.shared import db, ledger
from inspectapp.shared.refusals import NotNow


def add_account(
    session: Session, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> tuple[Person, str]:
    """A new account and the password to hand out."""
    rules.check_manage_accounts(by.role)
    person = new_person(session, values)
    ledger.note(session, person, "新建账号", by=by, at=at, role=person.role.name)
    return person, hand_out_password(session, person, by=by, at=at)


def new_person(session: Session, values: Mapping[str, Any]) -> Person:
    """The row of a new account; whoever calls notes it."""
    _check_region_fits(session, values)
    _check_login_free(session, values["login"])
    person = Person(**values)
    session.add(person)
    session.flush()
    return person


def change_account(
    session: Session, person: Person, values: Mapping[str, Any], version: int, *, by: Actor, at: datetime
) -> None:
    """Change what an account says; a new role or region ends its sign-ins at once."""
    rules.check_manage_accounts(by.role)
    _hold(session, person, leaves_role=person.role is not values["role"])
    rules.check_version(person.version, version)
    moved = (person.role, person.region_id) != (values["role"], values["region_id"])
    if moved:
        rules.check_own_role_stays(person.id == by.id)
        if person.role is not values["role"]:
            rules.check_admin_left(person.role, queries.others_of_role(session, person))
    _check_region_fits(session, values)
    if values["login"] != person.login:
        _check_login_free(session, values["login"])
    _write(session, person, values, by=by, at=at)
    if moved:
        end_sign_ins(session, person, "角色或辖区已更改", by=by, at=at)


def _hold(session: Session, person: Person, *, leaves_role: bool) -> None:
    """The account as it stands now. Who takes one out of its role holds all of the role, and those first: two
    administrators who disable each other would else wait for each other."""
    if leaves_role:
        queries.others_of_role(session, person)
    db.hold(session, person)


def _write(session: Session, person: Person, values: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(person, name, values[name])
    person.version += 1
    ledger.note(session, person, "修改账号", by=by, at=at, changed=changed)


def disable(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Close an account; what the person did stays."""
    rules.check_manage_accounts(by.role)
    rules.check_not_oneself(person.id == by.id)
    _hold(session, person, leaves_role=True)
    if person.disabled_at is not None:
        raise NotNow("这个账号已经停用，不需要再停用。")
    rules.check_admin_left(person.role, queries.others_of_role(session, person))
    person.disabled_at = at
    ledger.note(session, person, "停用账号", by=by, at=at)
    end_sign_ins(session, person, "账号已停用", by=by, at=at)


def enable(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Open a closed account again."""
    rules.check_manage_accounts(by.role)
    db.hold(session, person)
    if person.disabled_at is None:
        raise NotNow("这个账号正在使用，不需要启用。")
    person.disabled_at = None
    ledger.note(session, person, "启用账号", by=by, at=at)


def _check_login_free(session: Session, login: str) -> None:
    if queries.person_by_login(session, login) is not None:
        raise FieldRefused("login", "这个登录名已经有人用了。请换一个。")


def _check_region_fits(session: Session, values: Mapping[str, Any]) -> None:
    region = session.get(Region, values["region_id"])
    if region is None:
        raise FieldRefused("region_id", "请选择所属辖区。")
    rules.check_city_role(values["role"], region.level is Level.CITY)
