"""Reads of the law catalogue: rows as they stand, the basis of an act, histories. One law for all regions."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.laws.content import Discretion, Entry
from inspectapp.laws.models import DiscretionTier, LawEntry, LawInstrument, LawVersion
from inspectapp.laws.rules import choosing, editing, searching, wording
from inspectapp.laws.rules.offering import NoOffer, Offer, offers
from inspectapp.laws.rules.standing import holds, tier_applies
from inspectapp.laws.words import Origin, Subject, VersionState
from inspectapp.people.actor import Actor
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotFound

entries, versions = LawEntry.__table__, LawVersion.__table__  # type: ignore[attr-defined]
tiers, instruments = DiscretionTier.__table__, LawInstrument.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Found:
    """A row with the published version a later paper should name."""

    id: uuid.UUID
    version_id: uuid.UUID
    number: int
    entry: Entry


@dataclass(frozen=True)
class Judgement:
    """The basis of one act: at the time of the act, at decision, which applies. None: a person decides."""

    at_act: Offer | NoOffer
    version_id: uuid.UUID
    at_decision: Offer | NoOffer | None = None
    applies: Offer | NoOffer | None = None
    sentence: str = ""


def instrument_titles(session: Session) -> dict[str, str]:
    """Code to title."""
    found = session.execute(select(instruments.c.code, instruments.c.title)).all()
    return {code: title for code, title in found}


def everything(session: Session) -> list[Found]:
    """Every row in its published version, by code."""
    titles = instrument_titles(session)
    query = (
        select(LawEntry, LawVersion)
        .join(LawVersion, (versions.c.entry_id == entries.c.id) & (versions.c.number == entries.c.current))
        .order_by(entries.c.code)
    )
    return [_found(law, version, titles) for law, version in session.execute(query).all()]


def _found(law: LawEntry, version: LawVersion, titles: dict[str, str]) -> Found:
    entry = version.entry(law.code, titles.get(version.penalty_instrument, ""))
    return Found(law.id, version.id, version.number, entry)


def search(session: Session, words: str = "", subject: Subject | None = None) -> list[Found]:
    """Rows with all these words, for this kind of subject. Some forty rows: read once, sifted here."""
    return [
        one for one in everything(session)
        if searching.found(one.entry, words) and (subject is None or subject in one.entry.subjects)
    ]  # fmt: skip


def law_for(session: Session, actor: Actor, law_id: uuid.UUID) -> LawEntry:
    """One row, for people of a bureau."""
    editing.check_may_read(actor)
    law = session.get(LawEntry, law_id)
    if law is None:
        raise NotFound
    return law


def current(session: Session, law: LawEntry) -> Found:
    """The published version of a row."""
    query = select(LawVersion).where(versions.c.entry_id == law.id, versions.c.number == law.current)
    return _found(law, session.scalars(query).one(), instrument_titles(session))


def by_codes(session: Session, codes: Sequence[str]) -> list[Found]:
    """The rows another row points at."""
    return [one for one in everything(session) if one.entry.code in codes]


def basis_for(
    session: Session, code: str, *, act_date: date, decision_date: date | None = None, overdue: bool = False
) -> Judgement:  # fmt: skip
    """What later stages ask: which law for an act of that day, and does a lighter one apply at decision."""
    every = {one.entry.code: one for one in everything(session)}
    if code not in every:
        raise NotFound
    found = every[code]
    at_act = offers(found.entry, act_date, decision_date, overdue)
    if not isinstance(at_act, Offer) or decision_date is None:
        return Judgement(at_act, found.version_id, applies=at_act)
    later = _later(found, every, decision_date)
    if later is None:
        return Judgement(at_act, found.version_id, applies=at_act)
    at_decision = offers(later.entry, decision_date, None, overdue)
    applies, sentence = choosing.compare(at_act, at_decision)
    return Judgement(at_act, found.version_id, at_decision, applies, sentence)


def _later(found: Found, every: dict[str, Found], day: date) -> Found | None:
    """The row that has taken this one's place by that day, if it holds no more."""
    if holds(found.entry, day):
        return None
    heirs = [one for one in every.values() if found.entry.code in one.entry.succeeds]
    return next((one for one in heirs if holds(one.entry, day)), None)


def tiers_of(session: Session, law: LawEntry) -> Sequence[DiscretionTier]:
    """Discretion tiers of a row, in the order of a table."""
    query = select(DiscretionTier).where(tiers.c.entry_id == law.id)
    rows = session.scalars(query).all()
    names = ("enabled", "example")
    return sorted(rows, key=lambda row: (
        not getattr(row, names[0]), getattr(row, names[1]), row.phase.name, row.target.name,
        row.max_yuan or 0, str(row.id),
    ))  # fmt: skip


def tier_for(session: Session, actor: Actor, tier_id: uuid.UUID) -> DiscretionTier:
    """One tier, for people of a bureau."""
    editing.check_may_read(actor)
    found = session.get(DiscretionTier, tier_id)
    if found is None:
        raise NotFound
    return found


def discretion_for(session: Session, law: LawEntry, day: date) -> list[Discretion]:
    """The tiers that apply on a day: switched on by the bureau, valid that day, never an example."""
    every = [row.discretion(law.code) for row in tiers_of(session, law)]
    return [tier for tier in every if tier_applies(tier, day)]


def version_for(session: Session, law: LawEntry, version_id: uuid.UUID) -> LawVersion:
    """One version of this row."""
    found = session.get(LawVersion, version_id)
    if found is None or found.entry_id != law.id:
        raise NotFound
    return found


@dataclass(frozen=True)
class Told:
    """One version in the history of a row: who, when, why, and what changed against the text before."""

    id: uuid.UUID
    number: int
    state: VersionState
    origin: Origin
    who: str
    at: datetime
    reason: str
    changes: list[wording.Change]
    is_current: bool


def told(session: Session, law: LawEntry) -> list[Told]:
    """The versions, newest first."""
    query = select(LawVersion).where(versions.c.entry_id == law.id).order_by(versions.c.number)
    rows, titles = session.scalars(query).all(), instrument_titles(session)
    before: Entry | None = None
    lines = []
    for row in rows:
        entry = row.entry(law.code, titles.get(row.penalty_instrument, ""))
        lines.append(_told(law, row, wording.changes(before, entry) if before else []))
        before = entry if row.state is VersionState.PUBLISHED else before
    return lines[::-1]


def _told(law: LawEntry, row: LawVersion, changed: list[wording.Change]) -> Told:
    who = row.by_name or "系统"
    return Told(
        row.id, row.number, row.state, row.origin, who, row.at, row.reason, changed, row.number == law.current
    )  # fmt: skip


def offered(session: Session) -> list[tuple[LawEntry, LawVersion]]:
    """Newer shipped texts that wait for a decision."""
    query = select(LawEntry, LawVersion).join(LawVersion, versions.c.entry_id == entries.c.id)
    found = session.execute(
        query.where(versions.c.state == VersionState.OFFERED).order_by(entries.c.code)
    ).all()
    return [(law, version) for law, version in found]


def tier_lines(session: Session, law: LawEntry) -> list[ledger.Line]:
    """What happened to the discretion tiers of a row, newest first."""
    lines = ledger.history(session, *law.chain())
    return [line for line in reversed(lines) if line.row_table == "discretion_tiers" and line.by_id]


def all_instruments(session: Session) -> Sequence[LawInstrument]:
    """Laws and notices, by title."""
    return session.scalars(select(LawInstrument).order_by(instruments.c.title, instruments.c.code)).all()


def instrument_for(session: Session, actor: Actor, instrument_id: uuid.UUID) -> LawInstrument:
    """One law or notice, for people of a bureau."""
    editing.check_may_read(actor)
    found = session.get(LawInstrument, instrument_id)
    if found is None:
        raise NotFound
    return found
