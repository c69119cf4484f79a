"""The demo accounts: random passwords per installation, kept for the owner in a file only they can read."""

import hashlib
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from inspectapp.demo.cast import CAST, Player
from inspectapp.demo.places import PLACES
from inspectapp.people import actions, passwords, queries
from inspectapp.people.actor import Actor
from inspectapp.people.models import Level, Person, Region
from inspectapp.shared import clock

FILE_NAME = "demo-accounts.json"
#: For each login the digest of the stored hash that its written password was last seen to fit.
SEALS_NAME = "demo-accounts.seals.json"


def build_people(session: Session, *, at: datetime) -> dict[str, Region]:
    """The regions and every account, through the same doors the administrators use."""
    places = _build_places(session, at=at)
    system = system_actor(session)
    for player in CAST[1:]:
        actions.add_account(session, _account(player, places), by=system, at=at)
    return places


def _build_places(session: Session, *, at: datetime) -> dict[str, Region]:
    city, first = PLACES[0], CAST[0]
    token = actions.make_link(session, None, at=at)
    session.flush()
    values = {
        "name": city.name, "short_name": city.short_name, "office_name": city.office_name,
        "number_prefix": city.number_prefix, "login": first.login, "person_name": first.name,
        "password": passwords.made_up(),
    }  # fmt: skip
    actions.set_up(session, queries.link_by_token(session, token), values, at=at)
    system = system_actor(session)
    head = session.get_one(Region, system.region_id)
    found = {city.key: head}
    for place in PLACES[1:]:
        county = {
            "name": place.name, "short_name": place.short_name, "office_name": place.office_name,
            "number_prefix": place.number_prefix, "level": Level.COUNTY, "parent_id": head.id,
        }  # fmt: skip
        found[place.key] = actions.add_region(session, county, by=system, at=at)
    return found


def places_of(session: Session) -> dict[str, Region]:
    """The regions of the demo by their key."""
    named = {region.name: region for region in session.scalars(select(Region))}
    return {place.key: named[place.name] for place in PLACES}


def _account(player: Player, places: dict[str, Region]) -> dict[str, Any]:
    days = player.certificate_days
    return {
        "login": player.login, "name": player.name, "role": player.role, "region_id": places[player.place].id,
        "certificate_number": player.certificate,
        "certificate_valid_to": clock.today() + timedelta(days=days) if days is not None else None,
    }  # fmt: skip


def person(session: Session, player: Player) -> Person | None:
    """The account of a player, if the demo was loaded."""
    return queries.person_by_login(session, player.login)


def system_actor(session: Session) -> Actor:
    """Whoever makes accounts."""
    return actor(session, CAST[0].login)


def actor(session: Session, login: str, unit_id: Any = None) -> Actor:
    """One of the cast, ready to act."""
    found = queries.person_by_login(session, login)
    if found is None:
        raise LookupError(login)
    return queries.actor_for(session, found, unit_id)


def passwords_of(session: Session, folder: Path, *, at: datetime) -> dict[str, str]:
    """Login → password: as written down on the first run; what no longer opens the door is set again."""
    known, sealed = _read(folder / FILE_NAME), _read(folder / SEALS_NAME)
    kept = {player.login: known.get(player.login) or passwords.made_up() for player in CAST}
    seals = {}
    for login, password in kept.items():
        found = queries.person_by_login(session, login)
        if found is None:
            continue
        if login not in known or not _opens(found, password, sealed.get(login)):
            actions.set_password(session, found, password, by=None, at=at)
        seals[login] = _seal(found)
    for name, before, now in ((FILE_NAME, known, kept), (SEALS_NAME, sealed, seals)):
        if now != before:
            _write_private(folder / name, json.dumps(now, indent=2))
    return kept


def _read(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _opens(found: Person, password: str, seal: str | None) -> bool:
    """A stored hash that was seen to fit before still fits: no scrypt for it at every start."""
    if found.must_change_password:
        return False
    return seal == _seal(found) or passwords.matches(found.password_hash, password)


def _seal(found: Person) -> str:
    return hashlib.sha256((found.password_hash or "").encode()).hexdigest()


def _write_private(path: Path, body: str) -> None:
    """Never readable by others, not even for a moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".new")
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def listed(session: Session, secrets: dict[str, str]) -> list[dict[str, str]]:
    """What the command line prints."""
    places = {place.key: place.name for place in PLACES}
    return [
        {
            "role": player.role.title, "name": player.name, "region": places[player.place],
            "login": player.login, "password": secrets.get(player.login, ""),
        }
        for player in CAST
        if person(session, player) is not None
    ]  # fmt: skip
