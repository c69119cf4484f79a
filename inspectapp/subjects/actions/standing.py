"""What stands in the register already, asked once for many new entries: people, and numbers."""

import uuid
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from inspectapp.shared.refusals import NotFound
from inspectapp.subjects.models import Certificate, Part, Staff
from inspectapp.subjects.refused import FieldRefused
from inspectapp.subjects.registers import register_of

#: Values in one question: few enough for every database, many enough to be asked seldom.
SOME = 500
#: The number that stands once within a unit, and what to say when it stands there already.
ONCE: dict[type[Any], tuple[str, str]] = {
    Staff: ("id_number", "这个身份证号已在本单位名册中（{}）。请修改原来的记录。"),
    Certificate: ("number", "这个证书编号已登记在{}名下。请核对编号。"),
}


def batched(values: Sequence[Any]) -> Iterator[list[Any]]:
    """In portions that fit into one question."""
    rest = iter(values)
    while portion := list(islice(rest, SOME)):
        yield portion


def people_of(session: Session, parts: Sequence[Part]) -> dict[uuid.UUID, Staff]:
    """The people these entries speak of."""
    table = Staff.__table__  # type: ignore[attr-defined]
    wanted = list({part.staff_id for part in parts if getattr(part, "staff_id", None) is not None})  # type: ignore[attr-defined]
    with session.no_autoflush:
        return {
            one.id: one
            for some in batched(wanted)
            for one in session.scalars(select(Staff).where(table.c.id.in_(some)))
        }


def check_staff(known: dict[uuid.UUID, Staff], part: Part) -> None:
    """Who is spoken of works in the same unit."""
    staff_id = getattr(part, "staff_id", None)
    if staff_id is None:
        return
    staff = known.get(staff_id)
    if staff is None or staff.unit_id != part.unit_id:
        raise NotFound


class Numbers:
    """Which numbers stand in these units; each new entry takes its own."""

    def __init__(self, session: Session, parts: Sequence[Part]) -> None:
        self.held: dict[Hashable, Part] = {}
        self.field, self.sentence = ONCE.get(type(parts[0]), ("", "")) if parts else ("", "")
        if self.field:
            for one in self._standing(session, parts):
                self.held[self._key(one)] = one

    def take(self, part: Part) -> None:
        """Refuse a number that stands in this unit on another entry."""
        if not self.field:
            return
        other = self.held.setdefault(self._key(part), part)
        if other.id != part.id:
            raise FieldRefused(self.field, self.sentence.format(register_of(other).short_name(other)))

    def _standing(self, session: Session, parts: Sequence[Part]) -> list[Part]:
        model = type(parts[0])
        table: Any = model.__table__  # type: ignore[attr-defined]
        numbers = list(dict.fromkeys(getattr(part, self.field) for part in parts))
        here = {part.unit_id for part in parts}
        query = select(model).where(table.c.ended_at.is_(None))
        with session.no_autoflush:
            found = [
                one
                for some in batched(numbers)
                for one in session.scalars(query.where(table.c[self.field].in_(some)))
            ]
        return [one for one in found if one.unit_id in here]

    def _key(self, part: Any) -> Hashable:
        # An equal number with another post or trade is another certificate.
        more = (part.post, part.trade) if isinstance(part, Certificate) else ()
        return part.unit_id, getattr(part, self.field), *more
