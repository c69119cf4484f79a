"""Sign-ins: begun with a token that only the cookie holds, ended on the server by whoever may."""

import secrets
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from inspectapp.people import queries, rules
from inspectapp.people.actor import Actor
from inspectapp.people.models import Person, SignIn
from inspectapp.shared import db, ledger
from inspectapp.shared.refusals import NotNow

sign_ins = SignIn.__table__  # type: ignore[attr-defined]


def sign_in(session: Session, person: Person, device: str, *, at: datetime, address: str = "") -> str:
    """A new sign-in with a new token; the token itself is only ever in the cookie."""
    token = secrets.token_urlsafe(32)
    db.hold(session, person)
    begun = SignIn(
        person_id=person.id, token_sha256=queries.token_digest(token), device=device,
        address=rules.masked_address(address), began_at=at, seen_at=at,
    )  # fmt: skip
    session.add(begun)
    ledger.note(session, person, "登录", by=person, at=at, device=device)
    return token


def touch(session: Session, sign_in_id: uuid.UUID, *, at: datetime) -> None:
    """Still here: moves the idle limit on."""
    session.execute(update(sign_ins).where(sign_ins.c.id == sign_in_id).values(seen_at=at))


def sign_out(session: Session, actor: Actor, *, at: datetime) -> None:
    """End this sign-in on the server, whatever the phone still holds."""
    person = session.get_one(Person, actor.id)
    db.hold(session, person)
    _end(session, sign_ins.c.id == actor.session_id, "退出登录", at)
    ledger.note(session, person, "退出登录", by=actor, at=at)


def end_sign_ins(
    session: Session, person: Person, why: str, *, by: Actor | None, at: datetime,
    keep: uuid.UUID | None = None,
) -> int:  # fmt: skip
    """End a person's sign-ins everywhere, except perhaps the one at hand."""
    db.hold(session, person)
    condition = sign_ins.c.person_id == person.id
    if keep is not None:
        condition &= sign_ins.c.id != keep
    ended = _end(session, condition, why, at)
    ledger.note(session, person, "结束登录", by=by, at=at, why=why)
    return ended


def end_everywhere(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """The security administrator ends every sign-in of a person."""
    rules.check_manage_sign_ins(by.role)
    if not end_sign_ins(session, person, "安全管理员结束", by=by, at=at):
        raise NotNow("这个账号现在没有登录，不需要结束。")


def end_one(session: Session, one: SignIn, *, by: Actor, at: datetime) -> None:
    """The security administrator ends a single sign-in."""
    rules.check_manage_sign_ins(by.role)
    person, why = session.get_one(Person, one.person_id), "安全管理员结束"
    db.hold(session, person)
    if not _end(session, sign_ins.c.id == one.id, why, at):
        raise NotNow("这次登录已经结束，不需要再结束。")
    ledger.note(session, person, "结束登录", by=by, at=at, why=why, device=one.device)


def _end(session: Session, condition: Any, why: str, at: datetime) -> int:
    still_open = sign_ins.c.ended_at.is_(None)
    ended = session.execute(update(sign_ins).where(condition, still_open).values(ended_at=at, ended_why=why))
    return int(ended.rowcount)  # type: ignore[attr-defined]
