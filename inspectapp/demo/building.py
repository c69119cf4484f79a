"""Filling the registers of the demo world through the same acts that officers use; days count from today."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from inspectapp.demo.holders import HOLDERS, Holder
from inspectapp.demo.papers import DEALS, DOCUMENTS, SPACES
from inspectapp.demo.roster import ROSTER, Member
from inspectapp.demo.units import EARLIER_NAMES, UNITS, Plot
from inspectapp.people.actor import Actor
from inspectapp.people.models import Region
from inspectapp.shared import clock
from inspectapp.shared.identifiers import UNUSED_AREA, make_credit_code, make_id_number
from inspectapp.subjects import actions
from inspectapp.subjects.models import (
    Agreement,
    Certificate,
    Contact,
    HourRecord,
    Room,
    RuleDocument,
    Staff,
    Unit,
)
from inspectapp.subjects.words import HourKind, Post, StaffRole, UnitStatus

#: No operator was ever given this range, so no telephone rings.
PHONE = "154{:08d}"
YEAR = 365


def in_days(days: int | date) -> date:
    """A day counted from today, or a fixed day."""
    return days if isinstance(days, date) else clock.today() + timedelta(days=days)


class Builder:
    """Builds the units and everything in their files."""

    def __init__(self, session: Session, places: dict[str, Region], *, by: Actor, at: datetime) -> None:
        self.session, self.places, self.by, self.at = session, places, by, at
        self.units: dict[str, Unit] = {}
        self.calls = 0

    def build(self) -> dict[str, Unit]:
        """Everything, then the closures: a closed unit's file is read only."""
        for plot in UNITS:
            self._unit(plot)
        for number, member in enumerate(ROSTER):
            self._member(number, member)
        for number, holder in enumerate(HOLDERS, start=len(ROSTER)):
            self._certificate(number, holder)
        self._papers()
        for plot in UNITS:
            if plot.status is UnitStatus.CLOSED:
                actions.close(self.session, self.units[plot.key], "营业执照已注销", by=self.by, at=self.at)
        return self.units

    def _phone(self) -> str:
        self.calls += 1
        return PHONE.format(self.calls)

    def _unit(self, plot: Plot) -> None:
        values: dict[str, Any] = {
            "region_id": self.places[plot.place].id, "kind": plot.kind, "also_exam_site": plot.also_exam_site,
            "name": plot.name, "credit_code": make_credit_code(UNUSED_AREA, f"DEM{plot.serial:05d}"),
            "supervision": plot.supervision, "sector": plot.sector, "legal_standing": plot.standing,
            "parent_name": plot.parent_name, "legal_representative": plot.head, "head": plot.head,
            "address": f"{self.places[plot.place].name}示范路{plot.serial}号", "phone": self._phone(),
            "building": plot.building, "premises": plot.premises, "business_scope": plot.scope,
        }  # fmt: skip
        unit = actions.register(self.session, values, by=self.by, at=self.at)
        self.units[plot.key] = unit
        self._add(unit, Contact, name=plot.head, duty="负责人", phone=self._phone())

    def _add(self, unit: Unit, model: Any, **values: Any) -> Any:
        # Nobody else is here yet: no need to hold the unit for each of a thousand entries.
        return actions.add_many(self.session, model, [(unit, values)], by=self.by, at=self.at)[0]

    def _member(self, number: int, member: Member) -> None:
        unit = self.units[member.unit]
        left = in_days(-member.left_days_ago) if member.left_days_ago is not None else None
        teaches = StaffRole.TEACHER in member.roles
        certified = member.certificate_days is not None
        staff = self._add(
            unit,
            Staff,
            name=member.name,
            id_number=number_of(number, member.born, member.man),
            phone=self._phone(),
            roles=[role.name for role in StaffRole if role in member.roles],
            specialty=member.specialty,
            rank=member.rank,
            employment=member.employment,
            practice_years=member.years,
            teacher_certificate=f"安教{clock.today().year - 2}{number:04d}" if certified else "",
            teacher_certificate_to=in_days(member.certificate_days or 0) if certified else None,
            hired_on=in_days(-YEAR * min(member.years, 8) - number),
            left_on=left,
        )
        if teaches:
            self._hours(unit, staff, member)
        months = insured_months(clock.today(), member.insured)
        actions.insure(self.session, unit, staff, months, by=self.by, at=self.at)

    def _hours(self, unit: Unit, staff: Staff, member: Member) -> None:
        for kind, hours in zip((HourKind.CONTINUING, HourKind.TEACHING), member.hours, strict=True):
            for year in (clock.today().year - 1, clock.today().year):
                for held_on, some in spread(hours, year, clock.today()):
                    self._add(unit, HourRecord, staff_id=staff.id, kind=kind, held_on=held_on, hours=some)

    def _certificate(self, number: int, holder: Holder) -> None:
        end = in_days(holder.days)
        start = end - timedelta(days=YEAR * holder.term)
        person = number_of(number, holder.born, holder.man)
        special = holder.post is Post.SPECIAL
        self._add(
            self.units[holder.unit], Certificate, holder=holder.name, id_number=person, post=holder.post,
            trade=holder.trade, number=f"T{person}" if special else person, issued_on=start, valid_from=start,
            valid_to=end, review_due_on=holder.review_due_on, issuer=holder.issuer,
        )  # fmt: skip

    def _papers(self) -> None:
        for deal in DEALS:
            start, end = in_days(deal.start), in_days(deal.end)
            self._add(
                self.units[deal.unit], Agreement, kind=deal.kind, counterparty=deal.counterparty,
                signed_on=start, valid_from=start, valid_to=end,
            )  # fmt: skip
        for space in SPACES:
            self._add(
                self.units[space.unit],
                Room,
                kind=space.kind,
                name=space.name,
                area=space.area,
                seats=space.seats,
                exam_terminals=space.terminals,
                cameras_with_sound=space.cameras,
                recording_months=space.months,
                id_check=space.id_check,
            )
        for key, (issued, drafts) in DOCUMENTS.items():
            self._documents(self.units[key], issued, drafts)
        for key, name, since, until in EARLIER_NAMES:
            actions.add_earlier_name(
                self.session,
                self.units[key],
                name,
                in_days(-YEAR * since),
                in_days(-YEAR * until),
                by=self.by,
                at=self.at,
            )

    def _documents(self, unit: Unit, issued: tuple[Any, ...], drafts: tuple[Any, ...]) -> None:
        year = clock.today().year - 1
        for number, kind in enumerate(issued, start=1):
            self._add(
                unit, RuleDocument, kind=kind, title=kind.title, formally_issued=True,
                number=f"培字〔{year}〕{number}号", issued_on=date(year, 1, 15),
            )  # fmt: skip
        for kind in drafts:
            self._add(unit, RuleDocument, kind=kind, title=f"{kind.title}（征求意见稿）")


def number_of(number: int, born: date, man: bool) -> str:
    """An ID number with an area code that is not in use; the serial is odd for men."""
    return make_id_number(UNUSED_AREA, born, 2 * number % 998 + (1 if man else 2))


def insured_months(day: date, count: int) -> list[str]:
    """The last full months before this one."""
    months, first = [], day.replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(f"{first:%Y-%m}")
    return months


def spread(hours: int, year: int, day: date) -> list[tuple[date, float]]:
    """Hours of a year in portions of eight, one a fortnight; none in the future."""
    portions, held_on = [], date(year, 2, 18)
    while hours > 0 and held_on <= day and held_on.year == year:
        portions.append((held_on, float(min(8, hours))))
        hours, held_on = hours - 8, held_on + timedelta(days=14)
    return portions
