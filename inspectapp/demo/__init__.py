"""A world to try the app in: one city, two counties, their units and people, all invented and up to date."""

from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlmodel import Session

from inspectapp.demo import accounts
from inspectapp.demo.building import Builder
from inspectapp.demo.cast import CAST
from inspectapp.people import queries
from inspectapp.shared.refusals import NotNow
from inspectapp.subjects import actions

#: Stages whose own demo data is taken in when they bring some, in the order of the work.
FURNISHED = ("laws", "checklists", "visits", "records")
BUILDER = "ducha"


def is_empty(session: Session) -> bool:
    """Nobody has an account yet, so the demo may be loaded."""
    return not queries.anybody(session)


def is_loaded(session: Session) -> bool:
    """The demo's own people are here."""
    return all(accounts.person(session, player) is not None for player in CAST)


def load(session: Session, *, at: datetime, folder: Path) -> dict[str, Any]:
    """Build the world once; a second run keeps it and tells the accounts again."""
    if is_empty(session):
        _build(session, at=at)
    elif not is_loaded(session):
        raise NotNow("系统里已有正式数据，不能再装入演示数据。请另选一个数据目录。")
    secrets = accounts.passwords_of(session, folder, at=at)
    return {"accounts": accounts.listed(session, secrets), **_addresses(session)}


def _addresses(session: Session) -> dict[str, str]:
    """Where scripts find the things of the demo, stage by stage."""
    found: dict[str, str] = {}
    for stage in FURNISHED:
        told = getattr(_demo_of(stage), "addresses", None)
        found |= told(session) if told else {}
    return found


def _build(session: Session, *, at: datetime) -> None:
    accounts.build_people(session, at=at)
    furnish(session, at=at)


def furnish(session: Session, *, at: datetime) -> None:
    """Units, their people and papers, for a cast that is already there."""
    places = accounts.places_of(session)
    by = accounts.actor(session, BUILDER)
    actions.load_catalogue(session, by=None, at=at)
    units = Builder(session, places, by=by, at=at).build()
    for player in CAST:
        found = accounts.person(session, player)
        if player.unit and found:
            actions.appoint_clerk(session, units[player.unit], found.id, by=by, at=at)
    for stage in FURNISHED:
        _furnish(stage, session, at=at)


def _furnish(stage: str, session: Session, *, at: datetime) -> None:
    """A stage's own sample data, if any: `inspectapp/<stage>/demo.py` with `furnish(session, at=…)`."""
    found = _demo_of(stage)
    if found is not None:
        found.furnish(session, at=at)


def _demo_of(stage: str) -> Any:
    name = f"inspectapp.{stage}.demo"
    return import_module(name) if find_spec(name) is not None else None
