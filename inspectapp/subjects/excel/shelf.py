"""What the registers hold on the units and people a file names: read once, within what the actor may see."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlmodel import Session, col, select

from inspectapp.people.actor import Actor, Role
from inspectapp.people.models import Region
from inspectapp.subjects.excel.books import Book
from inspectapp.subjects.models import Staff, Unit
from inspectapp.subjects.rules import names

CHUNK = 500


def chunks(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """SQL has a limit on how many values one question may carry."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def seen_by(actor: Actor) -> list[Any]:
    """A clerk sees the unit they work for, everybody else the units of their regions."""
    if actor.role is Role.CLERK:
        return [col(Unit.id) == actor.unit_id]
    return [col(Unit.region_id).in_(actor.regions)]


class Shelf:
    """Units by code and by name, regions by name, people and rows by unit."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session, self.actor = session, actor
        self.by_code: dict[str, Unit] = {}
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        self.taken_codes: set[str] = set()
        self.regions: dict[str, Region] = {}
        self.own: Unit | None = None
        self.staff: dict[uuid.UUID, list[Staff]] = defaultdict(list)
        self.rows: dict[uuid.UUID, list[Any]] = defaultdict(list)

    def fetch_units(self, codes: set[str], unit_names: set[str]) -> None:
        """The units a file names, as far as the actor may see them."""
        found: dict[uuid.UUID, Unit] = {}
        for column, wanted in ((Unit.credit_code, codes), (Unit.name, unit_names)):
            for some in chunks(wanted):
                query = select(Unit).where(*seen_by(self.actor), col(column).in_(some))
                found |= {unit.id: unit for unit in self.session.exec(query)}
        for unit in found.values():
            self._place(unit)
        if self.actor.unit_id:
            self.own = self.session.exec(select(Unit).where(*seen_by(self.actor))).first()

    def fetch_regions_and_codes(self, codes: set[str]) -> None:
        """For new units: where they may lie, and which codes anybody bears already."""
        for region in self.session.exec(select(Region).where(col(Region.id).in_(self.actor.regions))):
            self.regions |= {region.name: region, region.short_name: region}
        for some in chunks(codes):
            taken = self.session.exec(select(Unit.credit_code).where(col(Unit.credit_code).in_(some)))
            self.taken_codes |= {code for code in taken if code}

    def fetch_rows(self, book: Book, units: set[uuid.UUID]) -> None:
        """What the register holds for these units now; what has ended is history."""
        model: Any = book.model
        for some in chunks(units):
            for row in self.session.exec(
                select(model).where(model.unit_id.in_(some), model.ended_at.is_(None))
            ):
                self.rows[row.unit_id].append(row)
        if book.of_person:
            self.fetch_staff(units)

    def fetch_staff(self, units: set[uuid.UUID]) -> None:
        """The rosters of these units."""
        for some in chunks(units):
            query = select(Staff).where(col(Staff.unit_id).in_(some), col(Staff.ended_at).is_(None))
            for person in self.session.exec(query):
                self.staff[person.unit_id].append(person)

    def _place(self, unit: Unit) -> None:
        self.by_name[names.key(unit.name)].append(unit)
        if unit.credit_code:
            self.by_code[unit.credit_code] = unit
