"""Amending rows, adding rows of the bureau's own, and deciding about newer shipped texts."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.laws import queries
from inspectapp.laws.actions.publishing import last_number, locked, make_version, new_entry, publish
from inspectapp.laws.content import Entry
from inspectapp.laws.models import LawEntry, LawVersion
from inspectapp.laws.rules import editing, wording
from inspectapp.laws.words import Origin, VersionState
from inspectapp.people.actor import Actor
from inspectapp.shared import clock, ledger
from inspectapp.shared.refusals import NotNow
from inspectapp.subjects.refused import Difference, Stale

entries = LawEntry.__table__  # type: ignore[attr-defined]
OWN_CODE = "BD"


def add(session: Session, entry: Entry, reason: str, *, by: Actor, at: datetime) -> LawEntry:
    """A row of the bureau's own; its code is given here."""
    editing.check_may_edit(by)
    editing.check_entry(entry)
    return new_entry(session, _coded(session, entry), Origin.BUREAU, reason, by=by, at=at)


def _coded(session: Session, entry: Entry) -> Entry:
    own = session.scalars(select(entries.c.code).where(entries.c.code.startswith(OWN_CODE))).all()
    number = max((int(code.removeprefix(OWN_CODE)) for code in own), default=0) + 1
    return replace(entry, code=f"{OWN_CODE}{number:02}")


def amend(
    session: Session, law: LawEntry, entry: Entry, reason: str, *, by: Actor, at: datetime, seen: int
) -> LawVersion:  # fmt: skip
    """A new version in place of the one `seen`; refuses when somebody published another in between."""
    editing.check_may_edit(by)
    editing.check_entry(entry)
    present = queries.current(session, locked(session, law))
    if present.number != seen:
        raise _stale(session, present, entry)
    differing = wording.changes(present.entry, _titled(session, entry))
    if not differing:
        raise NotNow("内容没有变化，没有保存。请修改后再保存，或者返回条目。")
    version = make_version(session, law, entry, Origin.BUREAU, reason, by=by, at=at)
    ledger.note(
        session, version, "修改条目", by=by, at=at, fields=[one.label for one in differing], reason=reason
    )
    publish(session, law, version, by=by, at=at)
    return version


def adopt(session: Session, version: LawVersion, *, by: Actor, at: datetime, seen: int) -> None:
    """Publish the newer shipped text in place of the present one, which stays in the history."""
    law = _decidable(session, version, by)
    if law.current != seen:
        raise NotNow("刚才有人修改过这一条。请回到条目核对后再决定是否采用。")
    # The number an offer had was provisional: the history is told in the order of publishing.
    version.number, version.state = last_number(session, law) + 1, VersionState.PUBLISHED
    version.by_id, version.by_name, version.at = by.id, by.name, at
    ledger.note(session, version, "采用新版本", by=by, at=at, number=version.number)
    publish(session, law, version, by=by, at=at)


def decline(session: Session, version: LawVersion, *, by: Actor, at: datetime) -> None:
    """Keep the present text."""
    _decidable(session, version, by)
    version.state = VersionState.DECLINED
    ledger.note(session, version, "不采用新版本", by=by, at=at, number=version.number)


def _decidable(session: Session, version: LawVersion, by: Actor) -> LawEntry:
    editing.check_may_edit(by)
    law = locked(session, session.get_one(LawEntry, version.entry_id))
    session.refresh(version)
    if version.state is not VersionState.OFFERED:
        raise NotNow("这个版本已经处理过。请刷新页面查看。")
    return law


def _titled(session: Session, entry: Entry) -> Entry:
    titles = queries.instrument_titles(session)
    return replace(entry, penalty_title=titles.get(entry.penalty_instrument, ""))


def _stale(session: Session, present: queries.Found, typed: Entry) -> Stale:
    version = session.get_one(LawVersion, present.version_id)
    differing = wording.changes(present.entry, _titled(session, typed))
    found = [Difference(one.label, one.old, one.new) for one in differing]
    return Stale(version.by_name or "系统", clock.daytime(version.at), found)
