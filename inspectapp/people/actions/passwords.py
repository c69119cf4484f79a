"""Setting passwords: one's own, or a random one handed out in person."""

import uuid
from datetime import datetime

from sqlmodel import Session

from inspectapp.people import passwords, rules
from inspectapp.people.actions.signing import end_sign_ins
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person
from inspectapp.shared import db, ledger
from inspectapp.shared.refusals import NotNow


def set_password(
    session: Session, person: Person, password: str, *, by: Actor | None, at: datetime,
    keep: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """A password of one's own; every other sign-in ends."""
    db.hold(session, person)
    rules.check_password(password, person.login, person.name)
    person.password_hash, person.must_change_password = passwords.hashed(password), False
    ledger.note(session, person, "设置密码", by=by, at=at)
    end_sign_ins(session, person, "密码已更改", by=by, at=at, keep=keep)


def hand_out_password(session: Session, person: Person, *, by: Actor, at: datetime) -> str:
    """A random password to be told in person; it must be changed at the first sign-in."""
    rules.check_manage_accounts(by.role)
    rules.check_not_oneself(person.id == by.id)
    db.hold(session, person)
    if person.disabled_at is not None:
        raise NotNow("这个账号已经停用，不能发放密码。请先启用账号。")
    password = passwords.made_up()
    person.password_hash, person.must_change_password = passwords.hashed(password), True
    ledger.note(session, person, "发放初始密码", by=by, at=at)
    end_sign_ins(session, person, "密码已重设", by=by, at=at)
    return password
