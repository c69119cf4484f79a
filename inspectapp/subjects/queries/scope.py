"""What a person may see of the registers: a bureau its regions, a clerk one unit, others nothing."""

import uuid
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, false, select
from sqlmodel import Session

from inspectapp.people.actor import BUREAU, Actor, Role
from inspectapp.people.models import Person, Region
from inspectapp.people.queries import colleagues
from inspectapp.shared.refusals import NotFound
from inspectapp.subjects.models import ClerkPost, Contact, EarlierName, HourRecord, Part, Staff, Unit
from inspectapp.subjects.words import HourKind

units = Unit.__table__  # type: ignore[attr-defined]
P = TypeVar("P", bound=Part)
_REGIONS: BindParameter[Any] = bindparam("regions", expanding=True)
_UNIT_OF_BUREAU = select(Unit).where(units.c.region_id.in_(_REGIONS), units.c.id == bindparam("unit"))
regions = Region.__table__  # type: ignore[attr-defined]
_THESE_REGIONS = select(Region).where(regions.c.id.in_(_REGIONS)).order_by(regions.c.name)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition on units that every read of this stage carries."""
    if actor.role in BUREAU:
        return units.c.region_id.in_(actor.regions)
    return units.c.id == actor.unit_id if actor.role is Role.CLERK and actor.unit_id else false()


def units_of(actor: Actor) -> Select[Any]:
    """Every unit this person may see; later stages add their conditions."""
    return select(Unit).where(visible(actor))


def unit_for(session: Session, actor: Actor, unit_id: uuid.UUID) -> Unit:
    """One unit, or the same NotFound for a foreign one as for none at all."""
    if actor.role in BUREAU:
        # The same condition as `visible`, put together once: almost every request asks this.
        found = session.scalars(_UNIT_OF_BUREAU, {"regions": list(actor.regions), "unit": unit_id}).first()
    else:
        found = session.scalars(units_of(actor).where(units.c.id == unit_id)).first()
    if found is None:
        raise NotFound
    return found


def part_for(session: Session, unit: Unit, model: type[P], part_id: uuid.UUID) -> P:
    """One entry of this unit's file; ended ones can still be read."""
    found = session.get(model, part_id)
    if found is None or found.unit_id != unit.id:
        raise NotFound
    return found


def parts(session: Session, unit: Unit, model: type[P]) -> Sequence[P]:
    """The entries of one register that still stand, in the order a reader expects."""
    table = model.__table__  # type: ignore[attr-defined]
    order = [table.c[name] for name in _ORDER.get(table.name, ("id",))]
    query = select(model).where(table.c.unit_id == unit.id, table.c.ended_at.is_(None))
    return session.scalars(query.order_by(*order, table.c.id)).all()


#: Shortest term first where something runs out; names otherwise.
_ORDER = {
    "staff": ("name",), "certificates": ("valid_to", "holder"), "agreements": ("valid_to",),
    "rooms": ("kind", "name"), "rule_documents": ("kind", "title"), "contacts": ("name",),
    "hour_records": ("held_on",), "insurance_months": ("month",),
}  # fmt: skip


def staff_of(session: Session, unit: Unit) -> Sequence[Staff]:
    """The roster of a unit, leavers included."""
    return parts(session, unit, Staff)


def of_staff(session: Session, staff: Staff, model: type[P]) -> Sequence[P]:
    """What hangs on one person: hours or insured months, the latest first."""
    table = model.__table__  # type: ignore[attr-defined]
    latest = table.c[_ORDER[table.name][0]].desc()
    query = select(model).where(table.c.staff_id == staff.id, table.c.ended_at.is_(None))
    return session.scalars(query.order_by(latest, table.c.id)).all()


def hour_totals(hours: Sequence[HourRecord]) -> dict[int, dict[HourKind, float]]:
    """Hours by year and kind, the latest year first."""
    totals: dict[int, dict[HourKind, float]] = {}
    for one in hours:
        year = totals.setdefault(one.year, {})
        year[one.kind] = year.get(one.kind, 0) + one.hours
    return totals


def contacts_of(session: Session, unit: Unit) -> Sequence[Contact]:
    """Whom to call."""
    return parts(session, unit, Contact)


def earlier_names(session: Session, unit: Unit) -> Sequence[EarlierName]:
    """The names it bore, the latest first."""
    table = EarlierName.__table__  # type: ignore[attr-defined]
    query = select(EarlierName).where(table.c.unit_id == unit.id).order_by(table.c.used_to.desc(), table.c.id)
    return session.scalars(query).all()


def unit_of_clerk(session: Session, person_id: uuid.UUID) -> uuid.UUID | None:
    """The unit this clerk fills in for, if any."""
    posts = ClerkPost.__table__  # type: ignore[attr-defined]
    return session.scalar(select(posts.c.unit_id).where(posts.c.person_id == person_id))


def clerks_of(session: Session, unit: Unit) -> Sequence[Person]:
    """Who fills in the file of this unit, by name."""
    posts, people = ClerkPost.__table__, Person.__table__  # type: ignore[attr-defined]
    query = select(Person).join(posts, posts.c.person_id == people.c.id).where(posts.c.unit_id == unit.id)
    return session.scalars(query.order_by(people.c.name, people.c.id)).all()


def clerks_without_unit(session: Session, actor: Actor) -> list[Person]:
    """Accounts of clerks in the actor's regions that no unit has yet."""
    taken = set(session.scalars(select(ClerkPost.__table__.c.person_id)))  # type: ignore[attr-defined]
    return [one for one in colleagues(session, actor, (Role.CLERK,)) if one.id not in taken]


def clerk_post(session: Session, unit: Unit, person_id: uuid.UUID) -> ClerkPost:
    """The post of this person at this unit."""
    found = session.scalars(select(ClerkPost).filter_by(unit_id=unit.id, person_id=person_id)).first()
    if found is None:
        raise NotFound
    return found


def unit_by_code(session: Session, actor: Actor, credit_code: str) -> Unit | None:
    """The visible unit of a credit code."""
    return session.scalars(units_of(actor).where(units.c.credit_code == credit_code)).first()


def regions_of(session: Session, actor: Actor) -> Sequence[Region]:
    """The regions this person may choose from, the own one first."""
    found = session.scalars(_THESE_REGIONS, {"regions": list(actor.regions)}).all()
    return sorted(found, key=lambda region: region.id != actor.region_id)


def region_of(session: Session, unit: Unit) -> Region:
    """The region a unit stands in."""
    return session.get_one(Region, unit.region_id)
