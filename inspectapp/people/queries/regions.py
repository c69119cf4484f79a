"""Reads about the region tree."""

import uuid

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import Session

from inspectapp.people.models import Level, Person, Region
from inspectapp.shared.refusals import NotFound

people, regions = Person.__table__, Region.__table__  # type: ignore[attr-defined]
_BELOW = select(regions.c.id).where(regions.c.parent_id == bindparam("region"))


def regions_seen_from(connection: Connection, region_id: uuid.UUID, level: Level) -> frozenset[uuid.UUID]:
    """A county sees itself, a city its counties too."""
    if level is not Level.CITY:
        return frozenset({region_id})
    below = connection.scalars(_BELOW, {"region": region_id})
    return frozenset({region_id, *below})


def region(session: Session, region_id: uuid.UUID) -> Region:
    """One region, for the administrator."""
    found = session.get(Region, region_id)
    if found is None:
        raise NotFound
    return found


def region_tree(session: Session) -> list[tuple[Region, list[Region]]]:
    """Cities with their counties, by name."""
    every = session.scalars(select(Region).order_by(regions.c.name)).all()
    return [
        (city, [r for r in every if r.parent_id == city.id]) for city in every if city.level is Level.CITY
    ]


def region_choices(session: Session) -> list[tuple[str, str]]:
    """(id, name) of every region for a select box, counties under their city."""
    return [
        (str(one.id), one.name if one.level is Level.CITY else f"　{one.name}")
        for city, counties in region_tree(session)
        for one in (city, *counties)
    ]


def regions_by_id(session: Session) -> dict[uuid.UUID, Region]:
    """Every region; there are a handful."""
    return {one.id: one for one in session.scalars(select(Region))}


def counts_by_region(session: Session) -> dict[uuid.UUID, int]:
    """How many enabled accounts each region has."""
    enabled = select(people.c.region_id, func.count()).where(people.c.disabled_at.is_(None))
    return {row[0]: row[1] for row in session.execute(enabled.group_by(people.c.region_id))}
